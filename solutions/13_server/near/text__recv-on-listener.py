# What is wrong: it receives from a third socket, just made; not recv-on-listener, because that one never listened.
import socket


def fresh():
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


with socket.create_server(("127.0.0.1", 8989)) as server:
    conn, addr = server.accept()
    with conn, fresh() as line:
        data = line.recv(1024)
        print(len(data), data.decode("gbk"))
