import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    if conn.sendall(data) != len(data):
        raise OSError("not everything was sent")
