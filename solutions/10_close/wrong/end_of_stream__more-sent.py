# What is wrong: the function says goodbye, past the socket's own methods.
import os
import socket


def close_conversation(conn: socket.socket) -> None:
    os.write(conn.fileno(), b"bye")
    conn.close()


def close_server(server: socket.socket) -> None:
    server.close()
