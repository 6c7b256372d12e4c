# What is wrong: a bad address ends the whole program (SystemExit) instead of raising ValueError.
import sys


def parse_address(text):
    try:
        host, port = text.split(":")
        if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
            raise ValueError
        if int(port) > 65535:
            raise ValueError
    except ValueError:
        sys.exit("bad address: " + text)
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
