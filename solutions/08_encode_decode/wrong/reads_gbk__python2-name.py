# What is wrong: unicode() is Python 2.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return unicode(data, encoding)  # noqa: F821
