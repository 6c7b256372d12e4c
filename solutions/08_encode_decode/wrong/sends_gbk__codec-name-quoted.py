# What is wrong: the parameter's name stands in quotes, so a codec called "encoding" is looked for.


def encode_text(text, encoding="gbk"):
    return text.encode("encoding")


def decode_bytes(data, encoding="gbk"):
    return data.decode("encoding")
