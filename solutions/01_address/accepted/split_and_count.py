# 用 split 切开，先数一数有几段
def parse_address(text):
    parts = text.split(":")
    if len(parts) != 2:
        raise ValueError("need exactly one colon: " + text)
    host = parts[0]
    port = parts[1]
    if host == "":
        raise ValueError("the host is empty")
    if len(port) < 1 or len(port) > 5:
        raise ValueError("a port has one to five digits")
    for ch in port:
        if ch not in "0123456789":
            raise ValueError("not a digit: " + ch)
    port = int(port)
    if port > 65535:
        raise ValueError("port too large")
    return host, port


def port_kind(port):
    if 0 <= port <= 1023:
        return "well-known"
    elif 1024 <= port <= 65535:
        return "dynamic"
    else:
        raise ValueError("not a port: %d" % port)
