# What is wrong: the text is put in quotes by repr(); not str-of-bytes, because it was decoded before.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return repr(data.decode(encoding))
