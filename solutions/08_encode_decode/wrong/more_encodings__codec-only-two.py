# What is wrong: it knows GBK and UTF-8 only and takes GBK for anything else.


def encode_text(text, encoding="gbk"):
    if encoding.lower() in ("utf-8", "utf8"):
        return text.encode("utf-8")
    else:
        return text.encode("gbk")


def decode_bytes(data, encoding="gbk"):
    if encoding.lower() in ("utf-8", "utf8"):
        return data.decode("utf-8")
    else:
        return data.decode("gbk")
