# What is wrong: GBK bytes are decoded as UTF-8, which ends in UnicodeDecodeError.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode()
