import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    for i in range(0, len(data), 1024):
        conn.send(data[i : i + 1024])
