# What is wrong: the error is turned into a plain ValueError, which the caller does not expect.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("not a text") from None
