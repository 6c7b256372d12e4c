def encode_text(text, encoding="gbk"):
    return bytes(text, encoding)


def decode_bytes(data, encoding="gbk"):
    return str(data, encoding)
