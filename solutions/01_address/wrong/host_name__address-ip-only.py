# What is wrong: only a numeric IP address is taken for a host, a host name is refused.
import ipaddress


def parse_address(text):
    host, port = text.split(":")
    ipaddress.ip_address(host)  # raises ValueError
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
