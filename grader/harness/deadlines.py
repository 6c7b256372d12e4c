"""How long a wait may last, and what ends it early. Pure: measurements in, a verdict out.

A busy machine costs no points: a wait is limited by seconds of processor time and seconds of silence, and silence does
not count while the program is ready to run but gets no processor. The limit of the whole check is far higher.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass

CONNECTING_LIMIT = 9.0  # seconds; if the queue is full, TCP tries again after 1, 3 and 7 (tcp_syn_retries, tcp(7))
SHORT_REST = 0.1  # seconds
STARVED_TIMES = 5  # factor on the waiting time for a program that gets no processor


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
    """The seconds since the last event on the wire, of processor time in this wait, and since the check began.

    `ready`: the program is ready to run, but may get no processor. `connecting`: a connection attempt of the reference
    side has no answer yet, so that TCP itself may be waiting to try again.
    """

    silence: float = 0.0
    processor: float = 0.0
    check: float = 0.0
    ready: bool = False
    connecting: bool = False


def exceeded(spent: Spent, patience: Patience, wall_seconds: float) -> Deadline | None:
    """The time limit that is exceeded; None if there is none. `wall_seconds` is the limit of the whole check.

    After too long a silence, a program that used at least half of its processor time was computing, not waiting.
    """
    if spent.processor > patience.processor:
        return Deadline.PROCESSOR
    excused = spent.ready or (spent.connecting and spent.silence < CONNECTING_LIMIT)
    if spent.silence > patience.silence and not excused:
        return Deadline.SILENCE if spent.processor < patience.processor / 2 else Deadline.PROCESSOR
    return Deadline.WALL if spent.check > wall_seconds else None


@dataclass(frozen=True)
class Evidence:
    """The observations of one round of a wait.

    The program is proven stuck, printed too much (`flooded`), started too many processes (`crowded`), or is late.
    """

    stuck: bool = False
    flooded: bool = False
    crowded: bool = False
    late: Deadline | None = None

    def verdict(self) -> WaitEnd | None:
        """How the wait ends; None if it continues."""
        if self.stuck:
            return WaitEnd.STUCK
        if self.flooded or self.crowded:
            return WaitEnd.FLOODED
        return None if self.late is None else WaitEnd.LATE


class LongEnough:
    """Whether a program has had enough time to reach the point where it waits for its peer.

    In a call with a time limit, it gets a little more than that limit, so that it shows what it does afterwards; but
    only SHORT_REST if the limit is more than twice `at_most` seconds. Otherwise it gets `at_most` seconds, and up to
    STARVED_TIMES as long while it is ready to run but gets no processor. `used` returns its seconds of processor time,
    `ready` whether it is ready to run.
    """

    def __init__(self, began: float, at_most: float, used: Callable[[], float], ready: Callable[[], bool]) -> None:
        self._began = began
        self._at_most = at_most
        self._used = used
        self._ready = ready
        self._limited_since: float | None = None
        self._used_half_way: float | None = None

    def verdict(self, now: float, limit: float | None) -> bool:
        """Whether it has had enough time at `now`. `limit` is that of the call that has not returned, if it has one."""
        return self._had_enough(now - self._began) if limit is None else self._is_over(now, limit)

    def _is_over(self, now: float, limit: float) -> bool:
        if self._limited_since is None:
            self._limited_since = now
        rest = SHORT_REST if limit > self._at_most * 2 else limit * 1.2 + SHORT_REST
        # On a busy machine a call may return late, because the program gets no processor.
        return now - self._limited_since > rest and not self._ready()

    def _had_enough(self, waited: float) -> bool:
        if waited > self._at_most / 2 and self._used_half_way is None:
            self._used_half_way = self._used()
        if waited <= self._at_most or self._used_half_way is None:
            return False
        starved = self._used() - self._used_half_way < self._at_most / 4 and self._ready()
        return not starved or waited > self._at_most * STARVED_TIMES
