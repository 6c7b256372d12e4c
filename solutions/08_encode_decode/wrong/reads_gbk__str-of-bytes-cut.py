# What is wrong: str(data) with the b'' cut off still shows escapes, not characters.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    text = str(data)
    return text[2:-1]
