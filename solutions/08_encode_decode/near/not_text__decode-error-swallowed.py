# What is wrong: the second try replaces what is no text; not decode-error-swallowed, because it is errors= that hides it.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode(encoding, "replace")
