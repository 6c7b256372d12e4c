import codecs


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    data, _ = codecs.lookup(encoding).encode(text)
    return data


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    text, _ = codecs.lookup(encoding).decode(data)
    return text
