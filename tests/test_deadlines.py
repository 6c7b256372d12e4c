"""The rules that end a wait, as tables; and the loop that applies them, with stand-ins for programs and peers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.harness.deadlines import (
    CONNECTING_LIMIT,
    STARVED_TIMES,
    Deadline,
    Evidence,
    LongEnough,
    Patience,
    Spent,
    WaitEnd,
    exceeded,
)
from grader.harness.loop import Care, Loop
from grader.model.events import Late, Stuck
from grader.model.transcript import Transcript
from grader.program.observer import Observer
from grader.program.proof import Verdict
from grader.program.traced import TracedProgram
from grader.sandbox.limits import Limits
from grader.wire.tcp_queues import Address

# Time limits ---------------------------------------------------------------------------------------------------------

PATIENCE = Patience(silence=3.0, processor=1.0)
WALL = 20.0
SPENT = {
    "nothing": (Spent(), None),
    "exactly the allowed silence": (Spent(silence=3.0), None),
    "more silence": (Spent(silence=3.01), Deadline.SILENCE),
    "silence after little computing": (Spent(silence=3.01, processor=0.49), Deadline.SILENCE),
    "silence on the wire while it computed": (Spent(silence=3.01, processor=0.5), Deadline.PROCESSOR),
    "silence while the program waits for a processor": (Spent(silence=15.0, ready=True), None),
    "silence while TCP retries": (Spent(silence=3.01, connecting=True), None),
    "silence just before TCP has retried": (Spent(silence=CONNECTING_LIMIT - 0.01, connecting=True), None),
    "silence after TCP has retried": (Spent(silence=CONNECTING_LIMIT, connecting=True), Deadline.SILENCE),
    "exactly the allowed processor time": (Spent(processor=1.0), None),
    "more processor time": (Spent(processor=1.01), Deadline.PROCESSOR),
    "more processor time while TCP retries": (Spent(processor=1.01, connecting=True), Deadline.PROCESSOR),
    "more of both": (Spent(silence=3.01, processor=1.01), Deadline.PROCESSOR),
    "exactly the time of the check": (Spent(check=20.0), None),
    "more than the time of the check": (Spent(check=20.01), Deadline.WALL),
    "more than the time of the check without a processor": (Spent(check=20.01, ready=True), Deadline.WALL),
}


@pytest.mark.parametrize("name", SPENT)
def test_exceeded_names_the_time_limit_after(name: str) -> None:
    spent, deadline = SPENT[name]
    assert exceeded(spent, PATIENCE, WALL) is deadline


def test_tcp_retries_three_times_before_its_silence_counts() -> None:
    assert CONNECTING_LIMIT > 1 + 2 + 4  # RFC 6298, 5.5: the time doubles each time; tcp_syn_retries, tcp(7)


@pytest.mark.parametrize(
    ("evidence", "end"),
    [
        (Evidence(), None),
        (Evidence(stuck=True), WaitEnd.STUCK),
        (Evidence(flooded=True), WaitEnd.FLOODED),
        (Evidence(crowded=True), WaitEnd.FLOODED),
        *[(Evidence(late=deadline), WaitEnd.LATE) for deadline in Deadline],
        (Evidence(stuck=True, late=Deadline.SILENCE), WaitEnd.STUCK),
        (Evidence(crowded=True, late=Deadline.PROCESSOR), WaitEnd.FLOODED),
    ],
)
def test_the_evidence_decides_how_a_wait_ends(evidence: Evidence, end: WaitEnd | None) -> None:
    assert evidence.verdict() is end


# LongEnough ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A moment of a wait that began at 0 and lasts at most 2 seconds."""

    now: float
    limit: float | None = None
    used: float = 0.0
    ready: bool = False
    enough: bool = False


MOMENTS = {
    "nothing is known": [Moment(0.0), Moment(1.1), Moment(2.0), Moment(2.1, enough=True)],
    "it runs and gets the processor": [
        Moment(1.1, used=0.5, ready=True),
        Moment(2.1, used=1.0, ready=True, enough=True),
    ],
    "it gets no processor": [
        Moment(1.1, used=0.5, ready=True),
        Moment(2.1, used=0.6, ready=True),
        Moment(2.0 * STARVED_TIMES, used=0.6, ready=True),
        Moment(2.0 * STARVED_TIMES + 0.1, used=0.6, ready=True, enough=True),
    ],
    "it gets no processor at first": [
        Moment(1.1, used=0.5, ready=True),
        Moment(2.1, used=0.6, ready=True),
        Moment(4.0, used=1.0, ready=True, enough=True),
    ],
    "it gets no processor and then it sleeps": [
        Moment(1.1, ready=True),
        Moment(2.1, ready=True),
        Moment(4.0, enough=True),
    ],
    "it gets no processor after a gap between samples": [Moment(2.5, ready=True), Moment(11.0, enough=True)],
    "a call has a limit": [Moment(5.0, limit=1.0), Moment(6.3, limit=1.0), Moment(6.31, limit=1.0, enough=True)],
    "a call has a limit of zero": [
        Moment(5.0, limit=0.0),
        Moment(5.09, limit=0.0),
        Moment(5.11, limit=0.0, enough=True),
    ],
    "a call has a limit and no processor after it": [
        Moment(5.0, limit=1.0),
        Moment(6.4, limit=1.0, ready=True),
        Moment(6.5, limit=1.0, enough=True),
    ],
    "a call has a long limit": [
        Moment(5.0, limit=60.0),
        Moment(5.09, limit=60.0),
        Moment(5.11, limit=60.0, enough=True),
    ],
    "a call has the longest limit that counts": [
        Moment(5.0, limit=4.0),
        Moment(9.8, limit=4.0),
        Moment(9.91, limit=4.0, enough=True),
    ],
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_wait_is_long_enough_when(name: str) -> None:
    moments = iter(MOMENTS[name])
    at = Moment(0.0)
    long_enough = LongEnough(0.0, 2.0, lambda: at.used, lambda: at.ready)
    for at in moments:
        assert long_enough.verdict(at.now, at.limit) is at.enough, at


def test_the_processor_time_is_read_only_when_it_matters() -> None:
    reads: list[float] = []
    long_enough = LongEnough(0.0, 2.0, lambda: reads.append(0.0) or 0.0, lambda: False)  # type: ignore[func-returns-value]
    for tenths in range(10):
        long_enough.verdict(tenths / 10, None)
    assert reads == []


# The loop ------------------------------------------------------------------------------------------------------------


NO_PROCESS = (1 << 22) + 1  # more than PID_MAX_LIMIT, proc_sys_kernel(5)


@dataclass
class StandIn:
    """A stand-in for a TracedProgram, and also for the object in its `program` attribute; it does nothing."""

    too_many: bool = False
    printed_too_much: bool = False
    kernel_limit: bool = False
    ended: bool = False
    who: str = "program"
    limits: Limits = field(default_factory=Limits)
    pid: int = NO_PROCESS

    @property
    def program(self) -> "StandIn":
        return self

    def read_trace(self) -> bool:
        return False

    def readers(self) -> list[int]:
        return []

    def crowded(self, _limits: Limits) -> bool:
        return self.too_many

    def flooded(self, _limits: Limits) -> bool:
        return self.printed_too_much

    def limits_in_kernel(self) -> bool:
        return self.kernel_limit

    def where(self) -> tuple[str, int]:
        return "program.py", 3


class FixedObserver:
    """An observer that always returns the same verdict."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.looks = 0
        self.looks_at_forget: list[int] = []  # the value of `looks` at each call of forget()

    def observe(self) -> Verdict:
        self.looks += 1
        return self.verdict

    def forget(self) -> None:
        self.looks_at_forget.append(self.looks)


class LatePeer:
    """A peer to which data arrives just after the program was observed."""

    def __init__(self, observer: FixedObserver) -> None:
        self.came = False
        self._observer = observer

    def readers(self) -> list[int]:
        return []

    writers = readers

    def pairs(self) -> list[tuple[Address, Address]]:
        return []

    def pump(self) -> bool:
        if self.came or not self._observer.looks:
            return False
        self.came = True
        return True


class ScriptedLoop(Loop):
    """A loop with a given observer."""

    def __init__(self, observer: FixedObserver) -> None:
        super().__init__(Transcript(), Patience(silence=0.1))
        self.observer = observer
        self.tries_again = False
        self.late_peer = LatePeer(observer)
        self.peers.append(self.late_peer)

    def observe(self, running: TracedProgram, care: Care) -> Observer:
        return self.observer

    def connecting(self) -> bool:
        return self.tries_again


def wait_for(
    standin: StandIn,
    verdict: Verdict = Verdict.NOT_YET,
    met: Callable[[ScriptedLoop], bool] = lambda loop: False,
    patience: Patience | None = None,
    tries_again: bool = False,
) -> tuple[WaitEnd, list[Any], ScriptedLoop]:
    """Wait for a condition; return how the wait ended, its events and the loop."""
    loop = ScriptedLoop(FixedObserver(verdict))
    loop.tries_again = tries_again
    running: Any = standin
    loop.programs.append(running)
    end = loop.until(lambda: met(loop), running, patience=patience)
    return end, loop.record.events(), loop


def test_data_that_arrives_during_the_proof_is_read_before_the_verdict() -> None:
    end, events, loop = wait_for(StandIn(), Verdict.PROVEN, met=lambda loop: loop.late_peer.came)
    assert (end, events) == (WaitEnd.MET, [])
    assert loop.observer.looks_at_forget == [1]


def test_a_proof_that_holds_ends_the_wait() -> None:
    end, (event,), loop = wait_for(StandIn(), Verdict.PROVEN)
    assert end is WaitEnd.STUCK
    assert (type(event), event.line) == (Stuck, 3)
    assert loop.observer.looks == 2  # the first proof was refuted by the arriving data


def test_a_time_limit_in_the_kernel_refutes_the_proof() -> None:
    end, (event,), _loop = wait_for(StandIn(kernel_limit=True), Verdict.PROVEN)
    assert end is WaitEnd.LATE
    assert (type(event), event.busy) == (Late, False)
    assert event.seconds >= 0.1


def test_too_many_processes_end_the_wait() -> None:
    end, (event,), _loop = wait_for(StandIn(too_many=True), patience=Patience(silence=60.0))
    assert (end, event.what, event.size) == (WaitEnd.FLOODED, "processes", Limits().processes)


def test_too_much_output_ends_the_wait() -> None:
    end, (event,), _loop = wait_for(StandIn(printed_too_much=True), patience=Patience(silence=60.0))
    assert (end, event.what, event.size) == (WaitEnd.FLOODED, "printed", Limits().file_bytes)


def test_the_time_limit_of_the_check_ends_the_wait() -> None:
    end, (event,), _loop = wait_for(StandIn(limits=Limits(wall_seconds=0.0)), patience=Patience(silence=60.0))
    assert (end, type(event), event.busy) == (WaitEnd.LATE, Late, False)


def test_a_wait_continues_while_tcp_retries_a_connection() -> None:
    end, (event,), _loop = wait_for(StandIn(limits=Limits(wall_seconds=0.4)), tries_again=True)
    assert end is WaitEnd.LATE
    assert event.seconds >= 0.35  # the silence alone would end it after 0.1 s


def test_only_the_processor_time_of_the_current_wait_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.harness.loop.processor_seconds", lambda _process: 5.0)
    end, (event,), _loop = wait_for(StandIn())
    assert (end, event.busy) == (WaitEnd.LATE, False)
