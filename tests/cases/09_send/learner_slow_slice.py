import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    while data:
        n = conn.send(data[:1024])
        data = data[n:]
