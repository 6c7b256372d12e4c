# What is wrong: the text is turned round; not decode-errors-ignore, because every byte here is text.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding, "ignore")[::-1]
