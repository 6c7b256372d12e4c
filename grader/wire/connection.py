"""One non-blocking TCP connection of the reference side; each event goes to the transcript.

It reads all bytes that arrive, unless it is paused or reads in small chunks. The end of the stream and a reset are
different events (RFC 9293, 3.6 and 3.5.2).
"""

import errno
import socket
import struct
from collections.abc import Callable

from grader.model.events import DATA_KEPT, Closed, Connected, Finished, Flooded, Received, Reset, Sent
from grader.model.transcript import Transcript
from grader.wire.tcp_queues import Address

READ_AT_MOST = 64 << 20  # bytes; more than any program of the course needs to send

# The errors of a socket after a reset by the other side; the numbers are those of Windows.
GONE = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, 10053, 10054})

Shown = Callable[[tuple[str, int]], str]


def plain(address: tuple[str, int]) -> str:
    """An address as HOST:PORT."""
    return f"{address[0]}:{address[1]}"


class Connection:
    """A connected (or connecting) socket of the reference side.

    `received` holds all received bytes; `finished` and `reset` say how the stream ended; while `paused`, it does not
    read.
    """

    def __init__(self, sock: socket.socket, who: str, transcript: Transcript, shown: Shown = plain) -> None:
        self.who = who
        self.received = bytearray()
        self.connected = False
        self.finished = False
        self.reset = False
        self.flooded = False
        self.paused = False
        self.chunk = 1 << 16
        self._socket: socket.socket | None = sock
        self._to_send = bytearray()
        self._finish_after = False
        self._lost = False
        self._pair: tuple[Address, Address] | None = None
        self._transcript = transcript
        self._shown = shown
        self.local_port = 0
        sock.setblocking(False)

    def opened(self) -> None:
        """Record that the connection is made, and its addresses. It may already be reset."""
        assert self._socket is not None
        self.connected = True
        local = self._socket.getsockname()[:2]
        try:
            other = self._socket.getpeername()[:2]
            self._pair, remote = (local, other), self._shown(other)
        except OSError:
            self.reset, remote = True, ""
        self.local_port = local[1]
        now = self._transcript.now()
        self._transcript.add(Connected(at=now, who=self.who, local=self._shown(local), remote=remote))
        if self.reset:
            self._add(Reset)

    @property
    def open(self) -> bool:
        """Whether it is still open on this side."""
        return self._socket is not None

    @property
    def over(self) -> bool:
        """Whether the stream from the other side has ended, or is no longer read."""
        return self.finished or self.reset or self.flooded

    @property
    def sending(self) -> bool:
        """Whether it has unsent bytes."""
        return bool(self._to_send)

    def readers(self) -> list[int]:
        """The descriptors to wait on for reading."""
        if self._socket is None or self.paused or self.over or not self.connected:
            return []
        return [self._socket.fileno()]

    def pairs(self) -> list[tuple[Address, Address]]:
        """Its own address and that of the other side, while it is open and connected."""
        return [self._pair] if self._socket is not None and self._pair is not None else []

    def writers(self) -> list[int]:
        """The descriptors to wait on for writing."""
        return [self._socket.fileno()] if self._socket is not None and self._to_send and self.connected else []

    def send(self, data: bytes) -> None:
        """Send bytes, in one segment if they fit."""
        self._to_send += data
        self._transcript.add(
            Sent(at=self._transcript.now(), who=self.who, size=len(data), data=bytes(data[:DATA_KEPT]))
        )
        self._write()

    def finish(self) -> None:
        """Close the sending half once all bytes are sent; it still reads."""
        self._finish_after = True
        self._write()

    def close(self) -> None:
        """Close it. Received bytes are read first: closing with unread bytes would send a reset."""
        if self._socket is not None:
            self.pump(all_of_it=True)
            self._end("close")

    def abort(self) -> None:
        """Reset it (SO_LINGER with zero seconds, socket(7))."""
        if self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._end("reset")

    def drop(self) -> None:
        """Close it without an event in the transcript."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def pump(self, all_of_it: bool = False) -> bool:
        """Read and write without blocking; whether anything happened."""
        if self._socket is None or not self.connected:
            return False
        moved = self._write()
        while not self.over and (not self.paused or all_of_it):
            try:
                data = self._socket.recv(self.chunk)
            except (BlockingIOError, InterruptedError):
                break
            except OSError as error:
                self.reset = True
                if error.errno not in GONE:
                    raise
                self._add(Reset)
                return True
            moved = True
            self._acknowledge()
            if not data:
                self.reset, self.finished = self._lost, not self._lost
                self._add(Reset if self._lost else Finished)
                break
            self.received += data
            now = self._transcript.now()
            if len(self.received) <= READ_AT_MOST:
                self._transcript.add(Received(at=now, who=self.who, size=len(data), data=bytes(data[:DATA_KEPT])))
            else:
                self.flooded = True
                self._transcript.add(Flooded(at=now, who=self.who, what="sent", size=len(self.received)))
            if self.chunk < 1 << 16 and not all_of_it:
                break  # a slow reader: a little at a time
        return moved

    def _acknowledge(self) -> None:
        """Acknowledge at once: with a delayed acknowledgement (tcp(7)) the bytes would still seem to be under way."""
        if self._socket is not None and hasattr(socket, "TCP_QUICKACK"):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _write(self) -> bool:
        moved = False
        while self._to_send and self._socket is not None and self.connected:
            try:
                sent = self._socket.send(self._to_send)
            except (BlockingIOError, InterruptedError):
                return moved
            except OSError as error:
                # ECONNRESET: the other side reset the connection, and the next read does not report it again. After an
                # end of stream the error is EPIPE (tcp_reset() in the kernel), and reading still reports that end.
                self._to_send.clear()
                self._lost = error.errno != errno.EPIPE
                return True
            del self._to_send[:sent]
            moved = True
        if self._finish_after and self._socket is not None and self.connected:
            self._finish_after = False
            try:
                self._socket.shutdown(socket.SHUT_WR)
            except OSError:
                return moved
            self._transcript.add(Closed(at=self._transcript.now(), who=self.who, how="finish"))
        return moved

    def _end(self, how: str) -> None:
        self.drop()
        self._transcript.add(Closed(at=self._transcript.now(), who=self.who, how=how))

    def _add(self, kind: type[Finished] | type[Reset]) -> None:
        self._transcript.add(kind(at=self._transcript.now(), who=self.who))
