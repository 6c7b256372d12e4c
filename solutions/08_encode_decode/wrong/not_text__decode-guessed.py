# What is wrong: when the encoding does not fit it tries Latin-1, which accepts any bytes.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    for name in (encoding, "latin-1"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            pass
