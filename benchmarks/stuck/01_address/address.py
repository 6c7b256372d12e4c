"""01, stuck: it tries the address out before it returns it, and waits for a greeting that no server says."""

import socket
import threading


def parse_address(text: str) -> tuple[str, int]:
    """Return the host and the port number, once somebody there has said something."""
    host, port = text.split(":")
    with socket.create_connection((host, int(port))) as trial:
        trial.recv(1024)
    return host, int(port)


def port_kind(port: int) -> str:
    """Wait for an answer that another thread should have looked up."""
    answered = threading.Event()
    answered.wait()
    return "well-known" if port < 1024 else "dynamic"
