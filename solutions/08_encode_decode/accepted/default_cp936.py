def encode_text(text, encoding="cp936"):
    return text.encode(encoding)


def decode_bytes(data, encoding="cp936"):
    return data.decode(encoding)
