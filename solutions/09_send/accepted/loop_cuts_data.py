import socket

def send_reply(conn, data):
    while len(data) > 0:
        n = conn.send(data)
        data = data[n:]
