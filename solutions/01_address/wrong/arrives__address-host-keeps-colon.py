# What is wrong: the slice is one too long, the colon stays at the end of the host.
def parse_address(text):
    i = text.find(":")
    if i < 1:
        raise ValueError("bad address")
    host = text[: i + 1]
    port = text[i + 1 :]
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
