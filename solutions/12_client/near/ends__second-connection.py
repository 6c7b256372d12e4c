# What is wrong: it first tries whether the server is there; not second-connection, because nothing was sent over that one.
import socket

ADDRESS = ("127.0.0.1", 8081)


def is_there():
    with socket.socket() as probe:
        return probe.connect_ex(ADDRESS) == 0


if is_there():
    with socket.create_connection(ADDRESS) as client:
        client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
        print(client.recv(1024).decode("gbk"))
