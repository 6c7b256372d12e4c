import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    done = 0
    while done < len(data):
        done += conn.send(data)
