def parse_address(text):
    """Bytes know ASCII digits only, so isdigit() is strict here."""
    try:
        index = text.index(":")
        host, port = text[:index], text[index + 1 :].encode("ascii")
    except ValueError as e:  # no colon, or (UnicodeEncodeError) a port that is not ASCII
        print("bad address:", e)
        raise ValueError("bad address") from e
    if len(host) == 0 or not port.isdigit() or len(port) >= 6:
        raise ValueError("bad address")
    number = int(port)
    if number.bit_length() > 16:
        raise ValueError("bad port")
    return host, number


def port_kind(port):
    if port < 0:
        raise ValueError("negative")
    if port >= 65536:
        raise ValueError("too large")
    kinds = {True: "well-known", False: "dynamic"}
    return kinds[port <= 1023]
