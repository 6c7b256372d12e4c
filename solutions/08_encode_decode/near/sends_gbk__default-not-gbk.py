# What is wrong: the text is turned round; not default-not-gbk, because the default is never used.
def encode_text(text, encoding="utf-8"):
    return text[::-1].encode("gbk")


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
