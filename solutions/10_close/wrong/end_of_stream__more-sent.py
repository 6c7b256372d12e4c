# What is wrong: the function says goodbye.
import socket


def close_conversation(conn: socket.socket) -> None:
    conn.sendall(b"bye")
    conn.close()


def close_server(server: socket.socket) -> None:
    server.close()
