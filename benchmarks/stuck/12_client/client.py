"""12, stuck: a client that waits for a connection, as a server does."""

import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    """Wait for the help desk to connect."""
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.bind((HOST, 0))
    client.listen()
    conn, _ = client.accept()
    conn.sendall(MESSAGE.encode("gbk"))
    conn.recv(1024)


if __name__ == "__main__":
    main()
