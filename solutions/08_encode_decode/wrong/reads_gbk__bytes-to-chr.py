# What is wrong: each byte is taken for a character of its own.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    text = ""
    for b in data:
        text += chr(b)
    return text
