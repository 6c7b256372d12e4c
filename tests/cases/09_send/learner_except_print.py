import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    try:
        conn.sendall(data)
    except OSError as e:
        print("could not send", e)
