import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    # half close: "I have said everything", reading goes on
    client.shutdown(socket.SHUT_WR)

    parts = []
    while True:
        part = client.recv(1024)
        if not part:
            break
        parts.append(part)
    client.close()
    print(b"".join(parts).decode("gbk"))


if __name__ == "__main__":
    main()
