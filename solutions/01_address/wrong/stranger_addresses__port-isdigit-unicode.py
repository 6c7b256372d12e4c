# What is wrong: str.isdigit() is true for full-width digits too, and int() reads them.
def parse_address(text):
    host, port = text.split(":")
    if not host or not port.isdigit() or len(port) > 5:
        raise ValueError("bad address")
    if int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
