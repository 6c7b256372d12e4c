import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    conn.setblocking(False)
    view = memoryview(data)
    while view:
        view = view[conn.send(view) :]
