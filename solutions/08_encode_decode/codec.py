"""08 · Encode and decode: turn text into bytes for the wire, and bytes into text again."""


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    """Return the bytes of `text` in `encoding`."""
    return text.encode(encoding)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    """Return the text that `data` is in `encoding`; UnicodeDecodeError if it is none."""
    return data.decode(encoding)
