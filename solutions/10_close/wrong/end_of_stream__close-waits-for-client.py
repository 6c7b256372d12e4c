# What is wrong: it waits for the client to leave first, while the client waits for the end of the stream.
import socket


def close_conversation(conn):
    # wait until the client has gone, then close
    while True:
        data = conn.recv(1024)
        if not data:
            break
    conn.close()


def close_server(server):
    server.close()
