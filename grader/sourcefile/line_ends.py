"""Line ends of a text: Windows and git may write CR LF where this project keeps LF."""


def with_lf(data: bytes) -> bytes:
    """A text whose lines end in LF."""
    return data.replace(b"\r\n", b"\n")
