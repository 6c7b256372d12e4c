import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def connect_with_patience(attempts=20):
    for attempt in range(attempts):
        client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            client.connect((HOST, PORT))
            return client
        except ConnectionRefusedError:
            # a socket that was refused is thrown away, the next try gets a new one
            client.close()
            time.sleep(0.1)
    raise SystemExit("the help desk is closed")


def main():
    client = connect_with_patience()
    try:
        client.sendall(MESSAGE.encode("gbk"))
        print(client.recv(1024).decode("gbk"))
    finally:
        client.close()


if __name__ == "__main__":
    main()
