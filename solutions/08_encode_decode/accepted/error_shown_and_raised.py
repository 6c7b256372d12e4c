def encode_text(text, encoding="gbk"):
    result = text.encode(encoding)
    return result


def decode_bytes(data, encoding="gbk"):
    try:
        result = data.decode(encoding)
    except UnicodeDecodeError as e:
        print("cannot decode: {}".format(e))
        raise
    return result
