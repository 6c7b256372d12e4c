import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    return text.encode("gbk")


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode("gbk")
