import socket as s


def send_reply(conn: s.socket, data: bytes) -> None:
    with memoryview(data) as view:
        conn.sendall(view)
