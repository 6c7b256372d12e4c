# What is wrong: the order of the bytes is turned round; not codec-mismatch-silent, because they are GBK.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)[::-1]


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
