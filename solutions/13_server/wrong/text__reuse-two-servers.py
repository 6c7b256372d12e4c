# What is wrong: the program opens its port twice; SO_REUSEADDR does not take it away from a living socket.
import socket


def open_server():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 8989))
    server.listen(5)
    return server


server = open_server()


def main():
    server = open_server()
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    conn.sendall("ok, 问题正在处理中...".encode("gbk"))
    conn.close()
    server.close()


main()
