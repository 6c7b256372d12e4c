# What is wrong: the split is at the last colon only, so a host with a colon in it is let through.
def parse_address(text):
    host, port = text.rsplit(":", 1)
    if not host:
        raise ValueError("no host")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
