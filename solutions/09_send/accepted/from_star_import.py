from socket import *


def send_reply(conn: socket, data: bytes) -> None:
    return conn.sendall(data)
