# What is wrong: the encoding that the caller names is ignored, it is always GBK.


def encode_text(text, encoding="gbk"):
    return text.encode("gbk")


def decode_bytes(data, encoding="gbk"):
    return data.decode("gbk")
