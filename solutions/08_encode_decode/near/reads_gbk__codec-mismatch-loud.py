# What is wrong: half a character is cut off; not codec-mismatch-loud, because the encoding is right.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data[1:-1].decode(encoding)
