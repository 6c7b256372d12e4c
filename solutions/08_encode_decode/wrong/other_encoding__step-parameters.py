# What is wrong: the encoding is left out of the parameters, and whoever asks for another one is refused.
def encode_text(text: str) -> bytes:
    return text.encode("gbk")


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    return data.decode(encoding)
