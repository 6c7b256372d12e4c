# What is wrong: everything that is not well-known is called dynamic, 65536 too.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if 0 <= port <= 1023:
        return "well-known"
    else:
        return "dynamic"
