# What is wrong: the example's address is returned whatever the text says.
def parse_address(text):
    if text.count(":") != 1:
        raise ValueError("bad address")
    return "127.0.0.1", 8989


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
