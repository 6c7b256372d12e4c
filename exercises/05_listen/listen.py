"""05 · Listen: from now on clients may come.

监听：从现在起，客户端可以来了。

Task / 任务: README.md · README.zh-CN.md
"""

import socket

HOST = "127.0.0.1"
PORT = 8905


def start_listening(server: socket.socket, backlog: int) -> None:
    """Let clients connect to server, and return at once.

    Clients that come while the server is busy wait in a queue until they are
    accepted. This function itself accepts no client and does not wait.

    server: a TCP socket that is already bound. It stays open.
    backlog: about how many clients (a number of clients, 0 or more) may wait.

    让已经绑定的套接字开始监听，然后立即返回。
    backlog 是最多大约允许多少个客户端排队等待；本函数不接受连接，也不等待客户端。
    """
    raise NotImplementedError("write start_listening() here")


if __name__ == "__main__":
    # Your step by hand: clients can connect from other terminals until you press Enter.
    # 动手试一试：在其他终端里运行客户端来连接，按回车键结束。
    with socket.socket() as server:
        server.bind((HOST, PORT))
        start_listening(server, 5)
        print(f"listening at {HOST}:{PORT}, and nobody is accepted: let clients come")
        input("press Enter to end ")
