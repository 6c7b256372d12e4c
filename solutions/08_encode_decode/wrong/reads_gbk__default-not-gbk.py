# What is wrong: where no encoding is named it takes the default of Python, which is UTF-8.
import sys


def encode_text(text: str, encoding: str | None = None) -> bytes:
    return text.encode(encoding or sys.getdefaultencoding())


def decode_bytes(data: bytes, encoding: str | None = None) -> str:
    return data.decode(encoding or sys.getdefaultencoding())
