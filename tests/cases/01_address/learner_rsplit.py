import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.rsplit(":", 1)
    if not host or not port.isdigit():
        raise ValueError("bad")
    port = int(port)
    if port > 65535:
        raise ValueError("bad")
    return (host, port)


def port_kind(port: int) -> str:
    if port < 0 or port > 65535:
        raise ValueError("no port")
    if port < 1024:
        return "well-known"
    return "dynamic"
