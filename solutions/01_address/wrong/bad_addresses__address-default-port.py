# What is wrong: a missing port is filled in with 8989 instead of being refused.
def parse_address(text):
    if ":" not in text:
        text = text + ":8989"
    host, port = text.split(":")
    if port == "":
        port = "8989"
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
