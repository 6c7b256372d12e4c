import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    return (host, int(port))


def port_kind(port: int) -> str:
    raise NotImplementedError("write port_kind() here")
