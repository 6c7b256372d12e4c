import io


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, newline="") as out:
        out.write(text)
        out.flush()
        return raw.getvalue()


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    with io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="") as reader:
        return reader.read()
