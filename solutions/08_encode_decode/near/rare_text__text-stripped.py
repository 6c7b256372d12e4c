# What is wrong: tabs become blanks; not text-stripped, because the ends stay.
def encode_text(text, encoding="gbk"):
    return text.encode(encoding)


def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding).replace("\t", " ")
