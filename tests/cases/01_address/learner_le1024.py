import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    if host == "":
        raise ValueError("no host")
    port = int(port)
    if port > 65535:
        raise ValueError("port too big")
    return (host, port)


def port_kind(port: int) -> str:
    if port <= 1024:
        return "well-known"
    elif port > 1024 and port <= 65535:
        return "dynamic"
    else:
        raise ValueError
