def parse_address(text):
    if text.count(":") != 1:
        raise ValueError("一个地址里只能有一个冒号")
    host, port = text.split(":")
    if not host:
        raise ValueError("主机不能为空")
    if not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        raise ValueError("端口号不对: " + repr(port))
    return (host, int(port))


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("端口号只能是 0 到 65535")
    if port < 1024:
        return "well-known"
    return "dynamic"
