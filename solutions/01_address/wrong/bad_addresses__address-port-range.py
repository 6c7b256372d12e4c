# What is wrong: nobody asks whether the port is larger than 65535.
def parse_address(text):
    host, port = text.split(":")
    if not host:
        raise ValueError("no host")
    if not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
