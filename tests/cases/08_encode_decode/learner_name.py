import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    return encode(text, encoding)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode(encoding)
