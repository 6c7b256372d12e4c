# What is wrong: the words are written with capitals.
import socket


def parse_address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or not port.isascii() or int(port) > 65535 or ":" in host:
        raise ValueError(text)
    return host, int(port)


def port_kind(port: int) -> str:
    if not 0 <= port <= 65535:
        raise ValueError(port)
    return "Well-known" if port < 1024 else "registered" if port < 49152 else "dynamic"
