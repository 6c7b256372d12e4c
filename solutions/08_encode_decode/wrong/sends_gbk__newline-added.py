# What is wrong: a line end that nobody asked for is added to each text.


def encode_text(text, encoding="gbk"):
    return (text + "\n").encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
