import codecs


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    encoder = codecs.getincrementalencoder(encoding)()
    return encoder.encode(text, final=True)


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    return decoder.decode(data, final=True)
