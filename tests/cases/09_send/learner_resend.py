import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    sent = 0
    while sent < len(data):
        sent += conn.send(data)
