# What is wrong: shutdown() comes after close(), when the socket is no longer one.
import socket


def close_conversation(conn: socket.socket) -> None:
    conn.close()
    conn.shutdown(socket.SHUT_RDWR)


def close_server(server):
    server.close()
