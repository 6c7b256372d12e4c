# What is wrong: the function ends the whole program when one client is gone.
import socket
import sys


def send_reply(conn, data):
    try:
        conn.sendall(data)
    except OSError:
        sys.exit('client is gone')
