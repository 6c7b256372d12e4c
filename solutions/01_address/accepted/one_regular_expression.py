import re

ADDRESS = re.compile(r"(?P<host>[^:]+):(?P<port>\d{1,5})", re.ASCII)


def parse_address(text: str) -> tuple[str, int]:
    match = ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError("not host:port: {!r}".format(text))
    port = int(match.group("port"))
    if port >= 2**16:
        raise ValueError("the largest port is 65535")
    return match["host"], port


def port_kind(port: int) -> str:
    if port in range(1024):
        return "well-known"
    if port in range(1024, 65536):
        return "dynamic"
    raise ValueError(port)
