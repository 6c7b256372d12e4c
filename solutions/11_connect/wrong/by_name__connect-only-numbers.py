# What is wrong: a host name is refused, though connect() would have looked it up.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    parts = host.split(".")
    if len(parts) != 4 or not all(p.isdigit() for p in parts):
        raise ValueError("not an IP address: " + host)
    client.connect((host, port))
