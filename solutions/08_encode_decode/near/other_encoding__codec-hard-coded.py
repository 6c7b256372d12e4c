# What is wrong: utf-8 is turned into utf-16; not codec-hard-coded, because the name does count.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding.replace("-8", "-16"))


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
