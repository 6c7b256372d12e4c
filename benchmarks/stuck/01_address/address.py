"""01, stuck: before it returns the address, it connects and waits for a greeting that the server does not send."""

import socket
import threading


def parse_address(text: str) -> tuple[str, int]:
    """Return the host and the port number after a server at this address has sent something."""
    host, port = text.split(":")
    with socket.create_connection((host, int(port))) as trial:
        trial.recv(1024)
    return host, int(port)


def port_kind(port: int) -> str:
    """Wait for an answer that no other thread gives."""
    answered = threading.Event()
    answered.wait()
    return "well-known" if port < 1024 else "dynamic"
