# What is wrong: what is no GBK is guessed to be UTF-8.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)
def decode_bytes(data, encoding="gbk"):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("utf-8")
