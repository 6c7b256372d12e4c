"""The order of the grader to a new process. Both sides have this class; it is sent as bytes of `marshal`."""

from __future__ import annotations

import marshal

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind):
        """Give a class a constructor with keyword arguments only: the real decorator would cost milliseconds too."""
        kind.__init__ = lambda self, **values: self.__dict__.update(values)
        return kind


ORDER_AT_MOST = 1 << 30  # bytes; the files of a submission are far smaller


@dataclass
class LandlockRules:
    """What Landlock allows: paths to `read`, to `write`, `devices` to use, TCP `ports` to connect to."""

    read: list[str]
    write: list[str]
    devices: list[str]
    ports: list[int]


@dataclass
class Order:
    """What a new process is to run, and how.

    `file` is the learner's file in `folder` (which ends with a separator). `host` is the compiled host program that
    calls the learner's `steps`, with the arguments `argv`; None for a whole program. `ports` maps the course's ports to
    private ones. `files` are written into the folder first. `limits` are names of the module `resource` with their
    values. `stdout`, `stderr` and `where` (for the stacks) are paths, or numbers of open files. `portable`: use no
    signals, and write the stacks every `patience` / 4 seconds. `short_sends`: each send() takes at most half of its
    bytes, which send(2) may do at any time.
    """

    file: str
    folder: str
    tmp: str
    files: dict[str, bytes]
    host: bytes | None
    steps: tuple[str, ...]
    argv: tuple[str, ...]
    ports: dict[int, int]
    short_sends: bool
    limits: list[tuple[str, int]]
    landlock: LandlockRules | None
    patience: float
    portable: bool
    stdout: str | int
    stderr: str | int
    where: str | int


def pack(order: Order) -> bytes:
    """The order as bytes."""
    return marshal.dumps(vars(order) | {"landlock": order.landlock and vars(order.landlock)})


def unpack(data: bytes) -> Order:
    """The order that was packed into these bytes."""
    values = marshal.loads(data)
    rules = values.pop("landlock")
    return Order(landlock=LandlockRules(**rules) if rules else None, **values)
