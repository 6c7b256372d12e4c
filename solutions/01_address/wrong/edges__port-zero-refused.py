# What is wrong: `not port` is true for port 0, which is a well-known port in the list.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if not port or port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
