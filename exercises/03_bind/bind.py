"""03 · Bind: the server takes its address.

绑定：服务端占住自己的地址。
Task / 任务: README.md · README.zh-CN.md
"""

import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    """Bind ``server`` to the address that ``host`` and ``port`` make.

    The server is then found at this host only, not at the machine's other
    addresses. Raises OSError if the address is taken or not one of this machine's.

    把 server 绑定到 host 和 port 组成的地址，而且只绑定到这个地址。
    地址已被占用，或者不属于本机，则抛出 OSError。
    """
    raise NotImplementedError("write bind_server() here")


if __name__ == "__main__":
    # Try it / 试一试: python exercises/03_bind/bind.py 127.0.0.1 8989
    # A ready-made help desk does the other steps. / 其余的步骤由现成的服务端完成。
    import socketserver
    import sys

    class Desk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"you found me\n")
            self.rfile.read()  # until the client closes / 等客户端关闭

    host, port = sys.argv[1:3] if len(sys.argv) > 2 else ("127.0.0.1", "8989")
    with socketserver.TCPServer((host, int(port)), Desk, bind_and_activate=False) as desk:
        desk.timeout = 60
        bind_server(desk.socket, host, int(port))
        print("bound to", desk.socket.getsockname())
        desk.server_activate()
        print("waiting one minute for a client")
        desk.handle_request()
