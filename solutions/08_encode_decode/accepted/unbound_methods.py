def encode_text(text: str, encoding: str = "gbk") -> bytes:
    return str.encode(text, encoding)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return bytes.decode(data, encoding)
