import socket


def send_reply(conn, data):
    totalsent = 0
    while totalsent < len(data):
        sent = conn.send(data[totalsent:])
        if sent == 0:
            raise ConnectionError("socket connection broken")
        totalsent = totalsent + sent
