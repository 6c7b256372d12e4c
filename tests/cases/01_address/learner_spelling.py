import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    if not host or not port.isdigit() or len(port) > 5 or (not port.isascii()):
        raise ValueError("bad")
    if int(port) > 65535:
        raise ValueError("bad")
    return (host, int(port))


def port_kind(port: int) -> str:
    if 0 <= port <= 1023:
        return "Well-known"
    if 1024 <= port <= 65535:
        return "Dynamic"
    raise ValueError(port)
