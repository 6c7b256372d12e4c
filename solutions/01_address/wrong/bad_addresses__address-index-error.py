# What is wrong: without a colon there is no second part, and IndexError comes instead of ValueError.
def parse_address(text):
    parts = text.split(":")
    host = parts[0]
    port = parts[1]
    if len(parts) > 2 or host == "":
        raise ValueError("bad address")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
