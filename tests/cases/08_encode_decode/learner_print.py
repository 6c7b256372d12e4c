import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    b = text.encode(encoding)
    print(b)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode(encoding)
