"""02 · Create a TCP socket.

创建 TCP 套接字。
Task / 任务: README.md · README.zh-CN.md
"""

import socket


def create_tcp_socket() -> socket.socket:
    """Return a new socket for TCP over IPv4.

    It is blocking (as every new socket is), bound to no address and connected
    to nobody. Each call returns a new one; the caller closes it.

    返回一个新的 IPv4、TCP 套接字：阻塞，未绑定，未连接。
    每次调用都要新建一个；由调用者关闭。
    """
    raise NotImplementedError("write create_tcp_socket() here")


if __name__ == "__main__":
    # A ready-made help desk does the other steps over your socket.
    # 其余的步骤由一个现成的服务端完成，它用的就是你的套接字。
    import socketserver

    class Desk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"hello over your socket\n")
            self.rfile.read()  # until the client closes / 等客户端关闭

    tcp_socket = create_tcp_socket()
    print(tcp_socket)
    with socketserver.TCPServer(("127.0.0.1", 8989), Desk, bind_and_activate=False) as desk:
        desk.socket.close()
        desk.socket, desk.timeout = tcp_socket, 60
        desk.server_bind()
        desk.server_activate()
        print("waiting one minute for a client at", desk.server_address)
        desk.handle_request()
