# What is wrong: socket is the class here, and the constants do not live in it.
from socket import socket


def main():
    with socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 8989))
        server.listen()
        conn, addr = server.accept()
        with conn:
            data = conn.recv(1024)
            print(addr, len(data), data.decode("gbk"))
            conn.sendall("ok, 问题正在处理中...".encode("gbk"))


main()
