# What is wrong: the bytes that encode returns are dropped, and the text itself is returned.


def encode_text(text, encoding="gbk"):
    text.encode(encoding)
    return text


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
