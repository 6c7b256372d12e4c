"""Writes through a file object instead of the socket itself."""

import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    with conn.makefile("wb") as stream:
        stream.write(data)
        stream.flush()
