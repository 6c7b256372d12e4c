import socket


class 关闭工具:
    @staticmethod
    def 关闭(套接字):
        socket.socket.close(套接字)


def close_conversation(conn):
    return 关闭工具.关闭(conn)


def close_server(server):
    return 关闭工具.关闭(server)
