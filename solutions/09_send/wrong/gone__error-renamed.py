# What is wrong: the OSError is replaced by an error of another kind, which the caller does not expect.
import socket


def send_reply(conn, data):
    try:
        conn.sendall(data)
    except OSError:
        raise RuntimeError('client is gone')
