import contextlib
import socket


def close_conversation(conn: socket.socket) -> None:
    with contextlib.closing(conn):
        print("goodbye")


def close_server(server: socket.socket) -> None:
    with contextlib.closing(server):
        print("no more clients today")
