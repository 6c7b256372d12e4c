"""04 · Address reuse: a server that can be started again at once.

地址复用：让服务端可以立即重新启动。

Task / 任务: README.md · README.zh-CN.md
"""

import socket
import socketserver

HOST = "127.0.0.1"
PORT = 8904


def allow_restart(server: socket.socket) -> None:
    """Let server be bound to a port that its own earlier run has just left.

    It is called before server is bound. Afterwards a server that was the first to
    close its conversations can be started again at once on the same port. Two live
    servers still cannot share a port.

    server: a TCP socket, neither bound nor connected yet. It stays open and unbound.

    在绑定之前调用：上一次运行刚刚用过的端口，可以马上再次绑定。
    但两个同时运行的服务端仍然不能共用一个端口。
    """
    raise NotImplementedError("write allow_restart() here")


if __name__ == "__main__":
    # Your step by hand: run this, let one client come, and run it again at once.
    # socketserver, which comes with Python, does all the other steps here.
    # 动手试一试：运行本程序，等一个客户端来过之后，马上再运行一次。
    with socketserver.TCPServer((HOST, PORT), socketserver.BaseRequestHandler, bind_and_activate=False) as desk:
        allow_restart(desk.socket)
        desk.server_bind()
        desk.server_activate()
        print(f"started: waiting for one client at {HOST}:{PORT}")
        desk.handle_request()  # takes one client, and is the first to hang up
        print("a client was here; now start me again at once")
