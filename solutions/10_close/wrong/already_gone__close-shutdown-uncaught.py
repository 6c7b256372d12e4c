# What is wrong: shutdown() raises OSError when the client is already gone, and nobody catches it.
import socket


def close_conversation(conn: socket.socket) -> None:
    conn.shutdown(socket.SHUT_RDWR)
    conn.close()


def close_server(server):
    server.close()
