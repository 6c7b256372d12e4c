# What is wrong: int() also takes signs, blanks, underscores and digits of other scripts.
def parse_address(text):
    host, port = text.split(":")
    if not host:
        raise ValueError("no host")
    number = int(port)
    if number < 0 or number > 65535:
        raise ValueError("bad port")
    return host, number


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
