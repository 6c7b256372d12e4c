import socket


def send_reply(conn, data):
    left = data
    while True:
        if not left:
            break
        count = conn.send(left)
        left = left[count:]
    return
