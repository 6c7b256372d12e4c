# What is wrong: it looks the host up, although nobody asked for that and the host may not exist.
import socket


def parse_address(text):
    parts = text.split(":")
    if len(parts) != 2 or not parts[0]:
        raise ValueError(text)
    host, port = parts
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65535):
        raise ValueError(text)
    return socket.gethostbyname(host), int(port)


def port_kind(port):
    if not 0 <= port <= 65535:
        raise ValueError(port)
    return "well-known" if port < 1024 else "dynamic"
