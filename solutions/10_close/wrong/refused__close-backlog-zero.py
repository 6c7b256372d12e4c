# What is wrong: listen(0) asks for a short queue; it does not stop listening.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server: socket.socket) -> None:
    server.listen(0)  # 0 clients may wait
