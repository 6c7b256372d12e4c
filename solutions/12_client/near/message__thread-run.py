# What is wrong: it receives before it sends; not thread-run, because run() is a method of its own and no thread is there.
import socket


class Client:
    def run(self):
        with socket.create_connection(("127.0.0.1", 8081)) as sock:
            print(sock.recv(1024).decode("gbk"))
            sock.sendall("你好服务端，我是客户端小黑!".encode("gbk"))


Client().run()
