# What is wrong: the error is caught and an empty text is returned.


def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        print("解码失败")
        return ""
