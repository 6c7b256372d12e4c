# What is wrong: the reply comes over the connection that asked; it listens on a second one.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    send_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    send_socket.connect((HOST, PORT))
    send_socket.sendall(MESSAGE.encode("gbk"))

    recv_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    recv_socket.connect((HOST, PORT))
    print(recv_socket.recv(1024).decode("gbk"))

    recv_socket.close()
    send_socket.close()


if __name__ == "__main__":
    main()
