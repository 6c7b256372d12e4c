import re
from typing import NamedTuple


class Address(NamedTuple):
    host: str
    port: int


class BadAddress(ValueError):
    pass


def parse_address(text: str) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon or not host or ":" in host:
        raise BadAddress(text)
    if re.match(r"[0-9]{1,5}\Z", port) is None:
        raise BadAddress(text)
    address = Address(host, int(port))
    port_kind(address.port)  # is it a port at all?
    return address


def port_kind(port: int) -> str:
    for last, kind in ((1023, "well-known"), (65535, "dynamic")):
        if 0 <= port <= last:
            return kind
    raise ValueError(f"{port} is no port")
