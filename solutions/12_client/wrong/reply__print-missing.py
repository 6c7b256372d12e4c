# What is wrong: the reply is received and decoded, and never printed.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    recv_data = client.recv(1024)
    recv_content = recv_data.decode("gbk")
    client.close()
    return recv_content


if __name__ == "__main__":
    main()
