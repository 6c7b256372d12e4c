"""How long a wait may last, and what ends it early. Pure: what was measured in, a verdict out.

The limits are set so that a busy machine costs no points: seconds of silence, which do not count while the program is
ready to run and merely has no processor, and seconds of processor time.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass

CONNECTING_LIMIT = 9.0  # seconds; a queue that was full makes TCP try again after 1, 3 and 7 (tcp_syn_retries, tcp(7))
SHORT_REST = 0.1  # seconds
STARVED_TIMES = 5  # a program that gets no processor is waited for so many times as long


class WaitEnd(enum.Enum):
    """How a wait ended."""

    MET = enum.auto()
    ENDED = enum.auto()  # the program ended first
    STUCK = enum.auto()
    LATE = enum.auto()
    FLOODED = enum.auto()


class Deadline(enum.Enum):
    """Which time limit a program has exceeded."""

    PROCESSOR = enum.auto()
    SILENCE = enum.auto()
    WALL = enum.auto()


@dataclass(frozen=True)
class Patience:
    """How long a program may keep its peer waiting: seconds of silence, seconds of processor time."""

    silence: float = 3.0
    processor: float = 1.0


@dataclass(frozen=True)
class Spent:
    """What was spent, in seconds: without an event on the wire, of the processor in this wait, of the check as a whole.

    `ready`: the program could run and merely has no processor. `connecting`: a connection attempt of the reference side
    is not answered yet, so that TCP itself may be waiting to try again.
    """

    silence: float = 0.0
    processor: float = 0.0
    check: float = 0.0
    ready: bool = False
    connecting: bool = False


def exceeded(spent: Spent, patience: Patience, wall_seconds: float) -> Deadline | None:
    """The time limit that is exceeded; None while there is time left. `wall_seconds` are for the whole check."""
    if spent.processor > patience.processor:
        return Deadline.PROCESSOR
    if spent.silence > patience.silence and not _is_excused(spent):
        return Deadline.SILENCE
    return Deadline.WALL if spent.check > wall_seconds else None


def _is_excused(spent: Spent) -> bool:
    return spent.ready or (spent.connecting and spent.silence < CONNECTING_LIMIT)


@dataclass(frozen=True)
class Evidence:
    """What one turn of a wait found against the program.

    It is proven stuck, it printed too much (`flooded`), it started too many processes (`crowded`), it is late.
    """

    stuck: bool = False
    flooded: bool = False
    crowded: bool = False
    late: Deadline | None = None

    def verdict(self) -> WaitEnd | None:
        """How the wait ends; None if it goes on."""
        if self.stuck:
            return WaitEnd.STUCK
        if self.flooded or self.crowded:
            return WaitEnd.FLOODED
        return None if self.late is None else WaitEnd.LATE


class LongEnough:
    """Whether a program had enough time to come to the place where it waits for its peer.

    A call with a time limit of its own: a little longer than that, from when the call was first seen, so that the
    program shows what it does then. A limit of more than `at_most` seconds twice over is not waited for.
    No such call: `at_most` seconds; up to STARVED_TIMES as long while the program is ready to run and gets no
    processor. `used` gives its seconds of processor time, `ready` whether it could run; asked only when needed.
    """

    def __init__(self, began: float, at_most: float, used: Callable[[], float], ready: Callable[[], bool]) -> None:
        self._began = began
        self._at_most = at_most
        self._used = used
        self._ready = ready
        self._limited_since: float | None = None
        self._used_half_way: float | None = None

    def verdict(self, now: float, limit: float | None) -> bool:
        """Whether it had enough time by `now`. `limit` is that of the call that has not returned; None without one."""
        return self._had_enough(now - self._began) if limit is None else self._is_over(now, limit)

    def _is_over(self, now: float, limit: float) -> bool:
        if self._limited_since is None:
            self._limited_since = now
        rest = SHORT_REST if limit > self._at_most * 2 else limit * 1.2 + SHORT_REST
        # A call whose limit is over may merely have no processor on a busy machine.
        return now - self._limited_since > rest and not self._ready()

    def _had_enough(self, waited: float) -> bool:
        if waited > self._at_most / 2 and self._used_half_way is None:
            self._used_half_way = self._used()
        if waited <= self._at_most or self._used_half_way is None:
            return False
        starved = self._used() - self._used_half_way < self._at_most / 4 and self._ready()
        return not starved or waited > self._at_most * STARVED_TIMES
