"""A message on a stream of bytes: its size in four bytes, the most significant first, then its bytes."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    import socket

SIZE_BYTES = 4
AT_ONCE = 1 << 20  # bytes


def frame(data: bytes) -> bytes:
    """A message with its size before it. OverflowError for 4 GiB or more."""
    return len(data).to_bytes(SIZE_BYTES, "big") + data


def receive_frame(channel: socket.socket, at_most: int) -> bytes:
    """Wait for the next message. EOFError if the stream ends within it, or if it has over `at_most` bytes."""
    size = int.from_bytes(_exactly(channel, SIZE_BYTES), "big")
    if size > at_most:
        raise EOFError(f"a message of {size} bytes is too large")
    return _exactly(channel, size)


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), AT_ONCE))
        if not part:
            raise EOFError("the stream has ended")
        parts += part
    return bytes(parts)
