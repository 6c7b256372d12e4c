import socket

CHUNK = 1024


def send_reply(conn: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), CHUNK):
        conn.sendall(data[start : start + CHUNK])
