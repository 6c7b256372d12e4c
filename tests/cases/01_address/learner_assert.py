import socket
import sys


def parse_address(text: str) -> tuple[str, int]:
    parts = text.split(":")
    assert len(parts) == 2
    assert parts[0] != ""
    assert parts[1].isdigit()
    port = int(parts[1])
    assert port <= 65535
    return (parts[0], port)


def port_kind(port: int) -> str:
    assert 0 <= port <= 65535
    if port < 1024:
        return "well-known"
    return "dynamic"
