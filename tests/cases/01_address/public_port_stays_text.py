import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    return (host, port)


def port_kind(port: int) -> str:
    if not 0 <= port <= 65535:
        raise ValueError(port)
    return "well-known" if port < 1024 else "dynamic"
