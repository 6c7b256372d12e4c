# What is wrong: the text that decode returns is dropped, and the bytes are returned.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    data.decode(encoding)
    return data
