# What is wrong: a list of numbers is given back; not encode-not-assigned, because the first encode() only tests.
def encode_text(text, encoding="gbk"):
    text.encode(encoding)
    return list(text.encode(encoding))


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
