# What is wrong: only the value is tested, not the number of digits, so "000080" is let through.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit():
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
