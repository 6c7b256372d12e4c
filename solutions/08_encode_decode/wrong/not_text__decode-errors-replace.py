# What is wrong: bytes that are no text become replacement characters in silence.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding, "replace")
