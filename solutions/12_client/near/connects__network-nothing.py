# What is wrong: it leaves before it calls; not network-nothing, because the steps are written.
import socket
import sys


def main():
    if len(sys.argv) < 2:
        return
    with socket.create_connection(("127.0.0.1", 8081)) as client:
        client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
        print(client.recv(1024).decode("gbk"))


main()
