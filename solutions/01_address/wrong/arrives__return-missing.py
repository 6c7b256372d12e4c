# What is wrong: the result is printed instead of returned, so the caller gets None.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isascii() or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    print("host:", host, "port:", int(port))


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    if port < 1024:
        print("well-known")
    else:
        print("dynamic")
