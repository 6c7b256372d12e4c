import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, colon, port = text.partition(":")
    if not host or not port.isascii() or (not port.isdigit()) or (len(port) > 5) or (int(port) > 65535):
        raise ValueError(text)
    if port != str(int(port)):
        raise ValueError("leading zero")
    return (host, int(port))


def port_kind(port: int) -> str:
    if port < 0 or port > 65535:
        raise ValueError("no port")
    if port < 1024:
        return "well-known"
    return "dynamic"
