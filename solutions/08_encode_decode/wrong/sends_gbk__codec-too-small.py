# What is wrong: it encodes as ASCII, in which no Chinese character exists.


def encode_text(text, encoding="gbk"):
    return text.encode("ascii")


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
