"""06 · Accept: a socket of its own for each client.

接受连接：每个客户端都有自己的套接字。

Task / 任务: README.md · README.zh-CN.md
"""

import socket

HOST = "127.0.0.1"
PORT = 8906


def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    """Wait for the next client; return the socket to talk to it, and its address.

    Each call gives the next client of the queue. The listening socket stays open
    and goes on listening. The sockets of earlier clients stay open too.

    server: a TCP socket that is already listening.
    Returns (conn, address): conn is connected to this client only,
    address is the client's own, a tuple (host, port).

    等待下一个客户端，返回与它通信的新套接字，以及它的地址 (主机, 端口号)。
    监听套接字保持打开，继续监听。
    """
    raise NotImplementedError("write accept_client() here")


if __name__ == "__main__":
    # Your step by hand: two clients may come, one after the other, from a second terminal.
    # 动手试一试：在第二个终端里先后运行两个客户端。
    with socket.create_server((HOST, PORT)) as listener:
        for number in (1, 2):
            print(f"waiting for client {number} at {HOST}:{PORT}")
            conn, address = accept_client(listener)
            print(f"client {number} came from", address)
            with conn, conn.makefile("w", encoding="gbk") as line:
                line.write(f"你好，你是第 {number} 位客户")
