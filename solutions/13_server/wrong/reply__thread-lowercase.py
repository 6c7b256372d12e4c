# What is wrong: the class is called Thread, not thread.
import socket
import threading


def serve(conn, addr):
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.sendall("ok, 问题正在处理中...".encode("gbk"))
    conn.close()


server = socket.create_server(("127.0.0.1", 8989))
conn, addr = server.accept()
t = threading.thread(target=serve, args=(conn, addr))
t.start()
t.join()
server.close()
