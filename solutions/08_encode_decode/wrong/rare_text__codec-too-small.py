# What is wrong: GB2312 stands in for GBK and lacks its rarer characters.


def encode_text(text, encoding="gbk"):
    if encoding == "gbk":
        encoding = "gb2312"
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    if encoding == "gbk":
        encoding = "gb2312"
    return data.decode(encoding)
