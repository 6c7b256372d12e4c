# What is wrong: encode() is called like a function, without the text before it.
def encode_text(text, encoding="gbk"):
    return encode(text, encoding)  # noqa: F821


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
