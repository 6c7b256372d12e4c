"""The reference server: it listens on a private port and accepts all clients."""

import socket
from collections.abc import Callable

from grader.model.errors import GraderError
from grader.model.transcript import Transcript
from grader.wire.connection import Connection, Shown, plain
from grader.wire.tcp_queues import Address


class Server:
    """A listening socket of the reference side; `connections` holds the accepted connections, in order.

    `joined` is called with each accepted connection. `again`: the port may be one that was just released.
    GraderError if the port is not available.
    """

    def __init__(
        self,
        port: int,
        who: str,
        transcript: Transcript,
        shown: Shown = plain,
        host: str = "127.0.0.1",
        again: bool = False,
        joined: Callable[[Connection], None] = lambda _connection: None,
    ) -> None:
        self.port = port
        self.who = who
        self.connections: list[Connection] = []
        self._transcript = transcript
        self._shown = shown
        self._joined = joined
        self._socket: socket.socket | None = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if again and hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows SO_REUSEADDR would share the port
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif again:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen(64)
        except OSError as error:
            self._socket.close()
            raise GraderError(f"the reference server cannot use port {port}: {error}") from error
        self._socket.setblocking(False)

    def readers(self) -> list[int]:
        """The descriptors to wait on for reading."""
        return [] if self._socket is None else [self._socket.fileno()]

    def pairs(self) -> list[tuple[Address, Address]]:
        """The addresses of the accepted connections."""
        return [pair for connection in self.connections for pair in connection.pairs()]

    def writers(self) -> list[int]:
        """Empty: a listening socket never waits to write."""
        return []

    def pump(self) -> bool:
        """Accept the waiting clients; whether there were any."""
        came = False
        while self._socket is not None:
            try:
                accepted, _ = self._socket.accept()
            except (BlockingIOError, InterruptedError):
                break
            except ConnectionError:
                continue  # it was aborted before it was accepted (accept(2))
            number = len(self.connections) + 1
            who = self.who if number == 1 else f"{self.who} ({number})"
            connection = Connection(accepted, who, self._transcript, self._shown)
            self.connections.append(connection)
            connection.opened()
            self._joined(connection)
            came = True
        return came

    def drop(self) -> None:
        """Stop listening and close the connections."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        for connection in self.connections:
            connection.drop()
