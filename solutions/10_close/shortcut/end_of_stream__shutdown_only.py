# Works on the wire; the step asks for more: shutdown() ends the stream, but the socket stays open.
import socket


def close_conversation(conn: socket.socket) -> None:
    try:
        conn.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def close_server(server: socket.socket) -> None:
    server.close()
