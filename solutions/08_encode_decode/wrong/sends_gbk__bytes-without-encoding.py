# What is wrong: bytes(text) needs an encoding and raises TypeError.


def encode_text(text, encoding="gbk"):
    return bytes(text)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
