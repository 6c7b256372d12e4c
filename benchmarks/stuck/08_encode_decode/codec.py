"""08, stuck: it takes its own lock a second time."""

import codecs
import threading

LOCK = threading.Lock()


def checked(encoding: str) -> str:
    """Return the codec's own name."""
    with LOCK:
        return codecs.lookup(encoding).name


def encode_text(text: str, encoding: str = "gbk") -> bytes:
    """Return the bytes of `text`; this is never reached."""
    with LOCK:
        return text.encode(checked(encoding))


def decode_bytes(data: bytes, encoding: str = "gbk") -> str:
    """Return the text of `data`; this is never reached."""
    with LOCK:
        return data.decode(checked(encoding))
