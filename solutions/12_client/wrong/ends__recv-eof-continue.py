# What is wrong: it takes the end of the stream for 'nothing yet' and asks again for ever.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    while True:
        data = client.recv(1024)
        if not data:
            continue  # nothing yet
        print(data.decode("gbk"), flush=True)
    client.close()


if __name__ == "__main__":
    main()
