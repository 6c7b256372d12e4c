import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    if encoding == "gbk":
        encoding = "gb18030"
    return text.encode(encoding)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    if encoding == "gbk":
        encoding = "gb18030"
    return data.decode(encoding)
