DEFAULT = "gb18030"  # GBK and more: the same bytes for every GBK text


def encode_text(text: str, encoding: str = DEFAULT) -> bytes:
    return text.encode(encoding)


def decode_bytes(data: bytes, encoding: str = DEFAULT) -> str:
    return data.decode(encoding)
