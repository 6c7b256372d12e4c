"""The reference client: a connection that it opens itself."""

import errno
import socket

from grader.model.errors import GraderError
from grader.model.events import Refused, Unreached
from grader.model.transcript import Transcript
from grader.wire.connection import GONE, Connection, Shown, plain

_UNDER_WAY = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, errno.EALREADY, 10035}


class Client(Connection):
    """Connects without blocking; `settled` once the result is known: connected, refused or unreached.

    `receive_buffer` is the size in bytes of its kernel buffer, small for a slow reader.
    """

    def __init__(
        self,
        address: tuple[str, int],
        who: str,
        transcript: Transcript,
        shown: Shown = plain,
        source: str | None = None,
        receive_buffer: int | None = None,
    ) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        super().__init__(sock, who, transcript, shown)
        self.address = address
        self.refused = False
        self.unreached = False
        if receive_buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        if source is not None:
            sock.bind((source, 0))
        code = sock.connect_ex(address)
        if code == 0:
            self.opened()
        elif code not in _UNDER_WAY:
            self._failed(code)

    @property
    def settled(self) -> bool:
        """Whether the result of the connection attempt is known."""
        return self.connected or self.refused or self.unreached

    def writers(self) -> list[int]:
        """The descriptors to wait on for writing: a connecting socket becomes writable with the result."""
        if not self.settled and self._socket is not None:
            return [self._socket.fileno()]
        return super().writers()

    def pump(self, all_of_it: bool = False) -> bool:
        """Continue connecting, then read and write."""
        if not self.settled and self._socket is not None:
            try:
                self._socket.getpeername()
            except OSError:
                code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if code in GONE:
                    self.opened()  # it was connected, and is already reset
                elif code:
                    self._failed(code)
                return bool(code)
            self.opened()
            super().pump(all_of_it)
            return True
        return super().pump(all_of_it)

    def _failed(self, code: int) -> None:
        now, remote = self._transcript.now(), self._shown(self.address)
        if code in (errno.ECONNREFUSED, 10061):
            self.refused = True
            self._transcript.add(Refused(at=now, who=self.who, remote=remote))
        elif code in (errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOBUFS):
            raise GraderError(f"the reference client cannot connect to {remote}: {errno.errorcode.get(code, code)}")
        else:
            self.unreached = True
            reason = errno.errorcode.get(code, str(code))
            self._transcript.add(Unreached(at=now, who=self.who, remote=remote, reason=reason))
