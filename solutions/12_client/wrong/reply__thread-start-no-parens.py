# What is wrong: start is named and not called, so the thread that prints the reply never runs.
import socket
import threading

MESSAGE = "你好服务端，我是客户端小黑!"


def receive(sock):
    print(sock.recv(1024).decode("gbk"))


def main():
    client = socket.create_connection(("127.0.0.1", 8081))
    receiver = threading.Thread(target=receive, args=(client,))
    receiver.start
    client.sendall(MESSAGE.encode("gbk"))
    receiver.join()
    client.close()


main()
