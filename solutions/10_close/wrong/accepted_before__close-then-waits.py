# What is wrong: after closing it waits for ever, so nobody talks to the accepted clients any more.
import socket
import time


def close_conversation(conn):
    conn.close()


def close_server(server):
    server.close()
    # stay alive, because clients accepted before are still talking
    while True:
        time.sleep(0.1)
