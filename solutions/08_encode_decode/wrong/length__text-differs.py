# What is wrong: encode() has an argument too few.
def encode_text(text: str, encoding: str='gbk') -> bytes:
    if not isinstance(text, str):
        raise TypeError('text must be str')
    return text.encode()

def decode_bytes(data: bytes, encoding: str='gbk') -> str:
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError('data must be bytes')
    return data.decode(encoding)
