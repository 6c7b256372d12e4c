# What is wrong: main without parentheses is only its name; the function is not called.
import socket


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8081))
    client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main
