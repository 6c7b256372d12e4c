# What is wrong: an empty recv is the end of the stream, not 'wait a little and try again'.
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    while True:
        text = client.recv(1024).decode("gbk")
        if text == "":
            time.sleep(0.05)
            continue
        break
    print(text)
    client.close()


if __name__ == "__main__":
    main()
