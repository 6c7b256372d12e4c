# What is wrong: it calls encode on bytes, which have no such method.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.encode(encoding)
