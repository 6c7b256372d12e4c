# What is wrong: bytes that are no text are left out in silence.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding, errors="ignore")
