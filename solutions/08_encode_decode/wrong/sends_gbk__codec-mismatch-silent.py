# What is wrong: it sends UTF-8, which the client reads as GBK, often without an error.


def encode_text(text, encoding="gbk"):
    return text.encode()


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
