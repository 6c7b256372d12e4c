"""13, stuck: a UDP server, which no TCP client can reach."""

import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    """Wait for a datagram."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((HOST, PORT))
    data, address = server.recvfrom(1024)
    print(address, len(data), data.decode("gbk"))  # noqa: T201
    server.sendto(REPLY.encode("gbk"), address)


if __name__ == "__main__":
    main()
