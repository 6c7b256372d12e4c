# What is wrong: a number that is no port falls through both ifs and gives None.
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
    if 1024 <= port <= 65535:
        return "dynamic"
