# What is wrong: neither function does anything, both return None.


def encode_text(text, encoding="gbk"):
    pass


def decode_bytes(data, encoding="gbk"):
    pass
