# What is wrong: split() gives a list of two texts; an address is a tuple with a number in it.
def parse_address(text):
    parts = text.split(":")
    if len(parts) != 2 or not parts[0] or not parts[1].isascii() or not parts[1].isdigit():
        raise ValueError("bad address")
    return parts


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
