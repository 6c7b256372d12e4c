# What is wrong: the whole program is ended (SystemExit) where the caller expects an OSError.
import socket
import sys


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError as error:
        print("bind failed:", error)
        sys.exit(1)
