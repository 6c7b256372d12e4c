# What is wrong: os.close() takes a descriptor's number, not a socket.
import os as system


def close_conversation(conn):
    system.close(conn)


def close_server(server):
    server.close()
