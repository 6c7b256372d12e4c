import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    conn.send(data)
