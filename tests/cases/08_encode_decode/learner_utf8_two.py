import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    if encoding == "gbk":
        return text.encode("gbk")
    else:
        return text.encode("utf-8")


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    if encoding == "gbk":
        return data.decode("gbk")
    else:
        return data.decode("utf-8")
