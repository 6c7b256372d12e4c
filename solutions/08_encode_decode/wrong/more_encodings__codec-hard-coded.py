# What is wrong: only encoding honours the name, decoding is always GBK.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode("gbk")
