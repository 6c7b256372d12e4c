"""01 · Address and port: the reference solution."""

import re


def parse_address(text: str) -> tuple[str, int]:
    """Return the host and the port number that are written in ``text``."""
    host, _, port = text.partition(":")
    if not host or not re.fullmatch("[0-9]{1,5}", port):
        raise ValueError(f"no address (host:port): {text!r}")
    port_kind(int(port))
    return host, int(port)


def port_kind(port: int) -> str:
    """Return ``"well-known"`` for ports 0 to 1023, ``"dynamic"`` for 1024 to 65535."""
    if not 0 <= port <= 65535:
        raise ValueError(f"no port (0 to 65535): {port}")
    return "well-known" if port <= 1023 else "dynamic"
