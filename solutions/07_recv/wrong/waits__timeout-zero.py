# What is wrong: settimeout(0) was meant as "no limit" and makes the socket non-blocking.
import socket

NO_LIMIT = 0


def receive(conn, bufsize):
    conn.settimeout(NO_LIMIT)
    data = b''
    try:
        data = conn.recv(bufsize)
    except OSError as error:
        print('nothing there:', error)
    return data


def has_left(data):
    return len(data) == 0
