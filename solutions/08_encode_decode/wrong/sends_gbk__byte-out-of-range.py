# What is wrong: the numbers of the letters are taken for bytes.
import socket


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    return bytes(ord(letter) for letter in text)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode(encoding)
