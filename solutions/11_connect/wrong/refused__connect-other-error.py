# What is wrong: the refusal is turned into an exception of another kind.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    try:
        client.connect((host, port))
    except OSError:
        raise RuntimeError(f"cannot connect to {host}:{port}")
