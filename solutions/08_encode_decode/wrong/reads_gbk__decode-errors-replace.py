# What is wrong: decoded as UTF-8, with errors="replace" so that the error is not seen.
import codecs


def encode_text(text, encoding="gbk"):
    return codecs.encode(text, encoding)


def decode_bytes(data, encoding="gbk"):
    return str(data, "utf-8", "replace")
