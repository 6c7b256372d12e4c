# What is wrong: range() does not contain its end, so 1023 and 65535 are no ports here.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port in range(0, 1023):
        return "well-known"
    elif port in range(1024, 65535):
        return "dynamic"
    else:
        raise ValueError("bad port")
