"""What the system knows about TCP sockets: unacknowledged bytes of a connection, and ports with a listening socket.

    Diagnosis    Linux: one query about one connection through a sock_diag socket, 10 microseconds
    read_table   Linux: the table in /proc/net/tcp, milliseconds on a machine with much memory

Sources: sock_diag(7), linux/inet_diag.h; proc_pid_net(5). On other systems the answer is unknown (None).
"""

import contextlib
import errno
import socket
import struct
from collections.abc import Iterable
from typing import NamedTuple

ESTABLISHED, SYN_SENT, SYN_RECV, LISTEN = 1, 2, 3, 10

_NETLINK_SOCK_DIAG = 4
_SOCK_DIAG_BY_FAMILY = 20
_NLM_F_REQUEST = 1
_NLMSG_ERROR = 2
_HEADER = struct.Struct("=IHHII")  # nlmsghdr: length, type, flags, sequence, port
_REQUEST = struct.Struct("=BBBBI")  # inet_diag_req_v2 up to its socket: family, protocol, extensions, padding, states
_NO_COOKIE = b"\xff" * 8
_ANY_STATE = 0xFFFFFFFF

Address = tuple[str, int]


class Queue(NamedTuple):
    """One side of a connection: its state, and the number of bytes sent but not acknowledged."""

    state: int
    unsent: int


class Diagnosis:
    """Queries the system about single connections. `possible` becomes false if it does not answer."""

    def __init__(self) -> None:
        self.possible = hasattr(socket, "AF_NETLINK")
        self._socket: socket.socket | None = None

    def close(self) -> None:
        """Close the query socket."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, local: Address, remote: Address) -> Queue | None:
        """The side of a connection whose own address is `local`; None if it is unknown."""
        if not self.possible:
            return None
        try:
            if self._socket is None:
                self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETLINK_SOCK_DIAG)
                self._socket.settimeout(1.0)
            self._socket.send(_question(local, remote))
            return self._parse_reply(self._socket.recv(4096))
        except OSError:
            self.possible = False
            return None

    def _parse_reply(self, data: bytes) -> Queue | None:
        kind = _HEADER.unpack_from(data)[1]
        if kind == _NLMSG_ERROR:
            code = -struct.unpack_from("=i", data, _HEADER.size)[0]
            if code != errno.ENOENT:
                self.possible = False
            return None
        state = data[_HEADER.size + 1]
        (unsent,) = struct.unpack_from("=I", data, _HEADER.size + 4 + 48 + 8)  # after expires and rqueue: wqueue
        return Queue(state, unsent)


def is_listening(port: int, diagnosis: Diagnosis) -> bool:
    """Whether a socket listens on a port of this machine; False if that is unknown."""
    if diagnosis.possible:
        known = diagnosis.ask(("127.0.0.1", port), ("0.0.0.0", 0))
        if diagnosis.possible:
            return known is not None and known.state == LISTEN
    return any(local == port and queue.state == LISTEN for local, _remote, queue in read_table())


def _question(local: Address, remote: Address) -> bytes:
    sockets = struct.pack("!HH", local[1], remote[1])
    for host, _port in (local, remote):
        sockets += socket.inet_aton(host).ljust(16, b"\0")
    sockets += struct.pack("=I", 0) + _NO_COOKIE
    body = _REQUEST.pack(socket.AF_INET, socket.IPPROTO_TCP, 0, 0, _ANY_STATE) + sockets
    return _HEADER.pack(_HEADER.size + len(body), _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 1, 0) + body


def read_table(names: Iterable[str] = ("/proc/net/tcp", "/proc/net/tcp6")) -> list[tuple[int, int, Queue]]:
    """All sockets in the table: local port, remote port, queue. Empty if there is no table."""
    found: list[tuple[int, int, Queue]] = []
    for name in names:
        with contextlib.suppress(OSError), open(name, encoding="ascii") as file:
            found += filter(None, map(parse_row, file))
    return found


def parse_row(line: str) -> tuple[int, int, Queue] | None:
    """One line of the table; None for its heading."""
    words = line.split()
    if len(words) < 5 or words[0] == "sl":
        return None
    local, remote = (int(words[place].rpartition(":")[2], 16) for place in (1, 2))
    return local, remote, Queue(int(words[3], 16), int(words[4].partition(":")[0], 16))
