def 绑定(套接字, *地址):
    套接字.bind(地址)


def bind_server(server, host, port):
    绑定(server, host, port)


if __name__ == "__main__":
    import socket

    with socket.socket() as 服务端:
        bind_server(服务端, "127.0.0.1", 0)
        print(服务端.getsockname())
