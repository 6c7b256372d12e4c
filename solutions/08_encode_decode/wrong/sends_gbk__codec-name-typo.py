# What is wrong: the codec's name is misspelt: gkb.


def encode_text(text, encoding="gkb"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gkb"):
    return data.decode(encoding)
