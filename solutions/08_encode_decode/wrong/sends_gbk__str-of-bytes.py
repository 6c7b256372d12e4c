# What is wrong: str() puts the description of the bytes, b'...' and all, in place of the bytes.


def encode_text(text, encoding="gbk"):
    data = str(text.encode(encoding))
    return data.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
