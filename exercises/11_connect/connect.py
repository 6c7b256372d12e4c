"""11 · Connect: the client calls the server.

11 · 连接：客户端与服务端建立连接。

Task / 任务: README.md · README.zh-CN.md
"""

import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    """Connect the socket client to the server at host and port.

    client is a new IPv4 socket for TCP; host is an IPv4 address or a host name, port a
    number from 1 to 65535. When the function returns, client is connected. Raises
    ConnectionRefusedError if nobody listens there.

    让套接字 client 与 host、port 处的服务端建立连接；host 可以是 IPv4 地址，也可以是主机名。
    函数返回时连接已经建立；那里没有服务端监听时，抛出 ConnectionRefusedError。
    """
    raise NotImplementedError("write connect_to() here")


if __name__ == "__main__":
    # A server and your client in one program; every wait ends after 5 seconds.
    # 服务端和你的客户端在同一个程序里；每次等待最多 5 秒。
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)
    server_host, server_port = server.getsockname()
    tcp_client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    connect_to(tcp_client, server_host, server_port)

    _, client_address = server.accept()
    print("the server listens on  ", (server_host, server_port))
    print("the client arrived from", client_address)
