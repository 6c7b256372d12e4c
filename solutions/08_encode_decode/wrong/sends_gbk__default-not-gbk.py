# What is wrong: the default was changed from GBK to UTF-8.


def encode_text(text, encoding="utf-8"):
    return text.encode(encoding)


def decode_bytes(data, encoding="utf-8"):
    return data.decode(encoding)
