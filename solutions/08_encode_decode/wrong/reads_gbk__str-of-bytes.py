# What is wrong: str(data) describes the bytes instead of decoding them.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return str(data)
