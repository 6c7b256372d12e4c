# What is wrong: blanks at the ends of a text get lost.
def encode_text(text, encoding="gbk"):
    return text.strip().encode(encoding)
def decode_bytes(data, encoding="gbk"):
    return data.decode(encoding).strip()
