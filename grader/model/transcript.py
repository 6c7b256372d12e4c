"""The log of one check: its events in order, on one clock for both sides."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from grader.model.events import Call, Event, Received

Kind = TypeVar("Kind", bound=Event)


class Transcript:
    """An append-only list of events, with one clock for both sides. `events` are those of a saved transcript."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.began = time.monotonic()
        self._events: list[Event] = list(events)

    def now(self) -> float:
        """Seconds since the check began."""
        return time.monotonic() - self.began

    def add(self, event: Event) -> None:
        """Insert an event by its time, because a line of the trace may arrive late."""
        place = len(self._events)
        while place and self._events[place - 1].at > event.at:
            place -= 1
        self._events.insert(place, event)

    def returned(self, who: str, number: int, at: float, result: str, error: str) -> None:
        """Record the result or the error of call `number` of `who`."""
        for place in range(len(self._events) - 1, -1, -1):
            event = self._events[place]
            if isinstance(event, Call) and event.who == who and event.number == number:
                seconds = max(0.0, at - event.at)
                self._events[place] = msgspec.structs.replace(event, result=result, error=error, seconds=seconds)
                return

    def all(self, kind: type[Kind], who: str | None = None) -> Iterator[Kind]:
        """The events of one kind, in order; only those of side `who` if it is given."""
        return (event for event in self._events if isinstance(event, kind) and who in (None, event.who))

    def last(self, kind: type[Kind], who: str | None = None) -> Kind | None:
        """The newest event of a kind, or None."""
        return next(reversed([*self.all(kind, who)]), None)

    def unreturned(self, who: str) -> Call | None:
        """The newest call of a program that has not returned, or None."""
        return next((call for call in reversed([*self.all(Call, who)]) if call.seconds is None), None)

    def received(self, who: str) -> bytes:
        """All kept bytes that a peer received, joined."""
        return b"".join(event.data for event in self.all(Received, who))

    def events(self) -> list[Event]:
        """All events, in order."""
        return list(self._events)
