# What is wrong: a name with a hyphen is refused; not address-ip-only, because names as such are taken.
def parse_address(text):
    host, port = text.split(":")
    if not host.replace(".", "").isalnum():
        raise ValueError("bad host")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError("bad port")
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
