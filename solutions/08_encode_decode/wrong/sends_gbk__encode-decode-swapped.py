# What is wrong: encode and decode are mixed up, and neither type has the other's method.


def encode_text(text, encoding="gbk"):
    return text.decode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.encode(encoding)
