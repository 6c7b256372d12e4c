import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    conn.sendall(len(data).to_bytes(4, "big"))
    conn.sendall(data)
