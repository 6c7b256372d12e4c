import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    return (host, port)


def port_kind(port: int) -> str:
    if port < 1024:
        return "well-known"
    else:
        return "dynamic"
