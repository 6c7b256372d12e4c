# What is wrong: __name__ is "__main__", with two underscores on each side; so the if never holds.
import socket


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 8081))
    client.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "_main_":
    main()
