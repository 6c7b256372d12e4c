# What is wrong: blanks and newlines around the port are cut off silently instead of refused.
def parse_address(text):
    host, port = text.strip().split(":")
    port = port.strip()
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
