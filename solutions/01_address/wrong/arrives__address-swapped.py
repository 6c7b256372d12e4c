# What is wrong: the pair is returned in the wrong order, port first.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return int(port), host


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
