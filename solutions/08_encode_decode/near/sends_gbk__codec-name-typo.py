# What is wrong: a LookupError of its own; not codec-name-typo, because Python was not asked for an encoding.
KNOWN = ["utf-8"]


def encode_text(text, encoding="gbk"):
    if encoding not in KNOWN:
        raise LookupError(encoding)
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding)
