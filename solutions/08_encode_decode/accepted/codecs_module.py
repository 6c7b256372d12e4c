import codecs


def encode_text(text, encoding="gbk"):
    return codecs.encode(text, encoding)


def decode_bytes(data, encoding="gbk"):
    return codecs.decode(data, encoding)
