# What is wrong: the method is called close, not colse.
from socket import *


def close_conversation(conn):
    conn.colse()


def close_server(server):
    server.close()
