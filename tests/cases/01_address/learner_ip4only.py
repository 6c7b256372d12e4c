import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    host, port = text.split(":")
    numbers = host.split(".")
    if len(numbers) != 4:
        raise ValueError("host must have four numbers")
    return (host, int(port))


def port_kind(port: int) -> str:
    if port < 0 or port > 65535:
        raise ValueError("no port")
    if port < 1024:
        return "well-known"
    return "dynamic"
