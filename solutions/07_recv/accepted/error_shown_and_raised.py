import socket


def receive(conn, bufsize):
    try:
        msg = conn.recv(bufsize)
    except socket.error as e:
        print("recv error:", e)
        raise
    else:
        return msg


def has_left(data):
    try:
        data[0]
    except IndexError:
        return True
    return False
