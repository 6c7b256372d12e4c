# What is wrong: two arguments are given to a function of one; not thread-args-not-tuple, because a pair is a tuple.
import socket
import threading


def serve(conn):
    with conn:
        data = conn.recv(1024)
        print(len(data), data.decode("gbk"))


with socket.create_server(("127.0.0.1", 8989)) as server:
    pair = server.accept()
    thread = threading.Thread(target=serve, args=pair)
    thread.start()
    thread.join()
