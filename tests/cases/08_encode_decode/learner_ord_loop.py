import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    result = b""
    for c in text:
        result += bytes([ord(c)])
    return result


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode(encoding)
