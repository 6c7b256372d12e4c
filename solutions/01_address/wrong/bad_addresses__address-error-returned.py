# What is wrong: a bad address is answered with None and a printed message, not with ValueError.
def parse_address(text):
    if text.count(":") != 1:
        print("地址格式不对")
        return None
    host, port = text.split(":")
    if not host:
        print("没有主机")
        return None
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        print("端口号不对")
        return None
    return host, int(port)


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
