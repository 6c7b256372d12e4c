"""Wait for what happens on both sides, until something is true, or it is proven that it never will be.

No fixed sleeps: it waits for events of programs and peers. A program that does not go on is proven stuck
(program/proof.py); behind that stand time limits (deadlines.py).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import psutil

from grader.harness.deadlines import Deadline, Evidence, LongEnough, Patience, Spent, WaitEnd, exceeded
from grader.model.events import Flooded, Late, Stuck
from grader.model.transcript import Transcript
from grader.program.observer import LOOK_EVERY, Observer, ProcObserver, QuietObserver
from grader.program.processor_time import is_ready_to_run, process_of, processor_seconds
from grader.program.proof import LOOKS, QUIET_FOR, Verdict
from grader.program.samples import is_under_way
from grader.program.traced import TracedProgram
from grader.wire.client import Client
from grader.wire.tcp_queues import Address, Diagnosis
from grader.wire.waiting import wait_ready

MEASURE_EVERY = 0.05  # seconds between two readings of the processor time


@dataclass(frozen=True)
class Care:
    """How sure it must be that a program does not go on.

    So many `looks`, one `every` so many seconds; where /proc cannot be read, so many seconds of quiet.
    """

    looks: int = LOOKS
    every: float = LOOK_EVERY
    quiet_for: float = QUIET_FOR


PROOF = Care()
GLANCE = Care(looks=2, every=0.001, quiet_for=0.02)  # that it waits just now; no verdict depends on it


class Peer(Protocol):
    """What the loop needs of a peer."""

    def readers(self) -> list[int]:
        """Descriptors to wait on for reading."""

    def writers(self) -> list[int]:
        """Descriptors to wait on for writing."""

    def pump(self) -> bool:
        """Do what can be done without waiting; whether anything happened."""

    def pairs(self) -> list[tuple[Address, Address]]:
        """The addresses of its open connections: its own, the other side's."""


class Loop:
    """Drives both sides of one check. `ports` are those of the conversation, for the proof."""

    def __init__(self, record: Transcript, patience: Patience, portable: bool = False) -> None:
        self.record = record
        self.patience = patience
        self.peers: list[Peer] = []
        self.programs: list[TracedProgram] = []
        self.ports: set[int] = set()
        self.diagnosis = Diagnosis()
        self._portable = portable or not ProcObserver.possible()

    def pump(self) -> bool:
        """Do what can be done on either side without waiting; whether anything happened."""
        moved = self.pump_peers()
        return self.hear() or moved

    def pump_peers(self) -> bool:
        """Send and receive what can be; whether anything moved on the wire."""
        return any([peer.pump() for peer in self.peers])

    def hear(self) -> bool:
        """Hear what the programs' traces say; whether there was anything."""
        return any([running.hear() for running in self.programs if not running.ended])

    def until(
        self,
        done: Callable[[], bool],
        running: TracedProgram,
        quietly: bool = False,
        patience: Patience | None = None,
        care: Care = PROOF,
    ) -> WaitEnd:
        """Wait until `done()`, or until `running` ended, is stuck as far as this `care` tells, or its time is up.

        What went wrong becomes an event, unless `quietly`.
        """
        wait = Wait(self, running, patience or self.patience, self.observe(running, care))
        while True:
            wait.hear()
            if done():
                return WaitEnd.MET
            if running.ended:
                self.pump()  # what came just before the end
                return WaitEnd.MET if done() else WaitEnd.ENDED
            evidence = wait.gather_evidence()
            if (end := evidence.verdict()) is not None:
                if not quietly:
                    self.record.add(wait.describe(evidence))
                return end
            self._wait(care.every)

    def until_waiting(self, running: TracedProgram, at_most: float) -> WaitEnd:
        """Wait until the program is proven to wait for its peer without limit, or had time enough to come so far."""
        process = process_of(running.program.pid)
        long_enough = LongEnough(
            time.monotonic(), at_most, lambda: processor_seconds(process) or 0.0, lambda: is_ready_to_run(process)
        )

        def done() -> bool:
            return long_enough.verdict(time.monotonic(), running.limit_of_call())

        return self.until(done, running, quietly=True, care=GLANCE)

    def _under_way(self) -> bool | None:
        """Whether bytes are under way on a connection of ours; None where the system answers no such question."""
        if not self.diagnosis.possible:
            return None
        if self.connecting():
            return True
        for local, remote in (pair for peer in self.peers for pair in peer.pairs()):
            if is_under_way(self.diagnosis.ask(local, remote)) or is_under_way(self.diagnosis.ask(remote, local)):
                return True
        return False if self.diagnosis.possible else None

    def connecting(self) -> bool:
        """Whether a client of ours is not connected yet: TCP itself may be waiting to try again."""
        return any(isinstance(peer, Client) and peer.open and not peer.settled for peer in self.peers)

    def rest(self, seconds: float) -> None:
        """Let time pass, as a slow peer does, while both sides are heard."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.pump()
            self._wait(min(left, LOOK_EVERY))

    def _wait(self, seconds: float = LOOK_EVERY) -> None:
        readers = [number for peer in self.peers for number in peer.readers()]
        writers = [number for peer in self.peers for number in peer.writers()]
        for each in self.programs:
            if not each.ended:
                readers += each.program.readers()
        wait_ready(readers, writers, seconds)

    def observe(self, running: TracedProgram, care: Care) -> Observer:
        """The observer of a program, in the best way that this system has."""
        pid, adopter = running.program.pid, running.program.handle.adopter
        if self._portable or not ProcObserver.may_read(pid):
            return QuietObserver(pid, running.waits_in_call, care.quiet_for)
        return ProcObserver(pid, adopter, lambda: self.ports, self._under_way, care.looks, care.every)


class Wait:
    """One wait for a program: what it has spent so far, and what is found against it."""

    def __init__(self, loop: Loop, running: TracedProgram, patience: Patience, observer: Observer) -> None:
        self._loop = loop
        self._running = running
        self._patience = patience
        self._observer = observer
        self._active = self._measured = time.monotonic()
        self._process: psutil.Process | None = None
        self._used_before = 0.0

    def hear(self) -> bool:
        """Hear both sides; whether anything happened. That begins the proof again; only the wire ends a silence."""
        moved = self._loop.pump_peers()
        if moved:
            self._active = time.monotonic()
        if happened := self._loop.hear() or moved:
            self._observer.forget()
        return happened

    def gather_evidence(self) -> Evidence:
        """What speaks against the program now. The dearer questions are asked every MEASURE_EVERY seconds."""
        program, limits = self._running.program, self._running.limits
        if self._is_stuck():
            return Evidence(stuck=True)
        if program.flooded(limits):
            return Evidence(flooded=True)
        now = time.monotonic()
        if now - self._measured < MEASURE_EVERY:
            return Evidence()
        self._measured = now
        if program.crowded(limits):
            return Evidence(crowded=True)
        return Evidence(late=exceeded(self._spent(now), self._patience, limits.wall_seconds))

    def _is_stuck(self) -> bool:
        """Whether it is proven stuck. A time limit that only the kernel knows refutes the proof."""
        if self._observer.observe() is not Verdict.PROVEN or self._running.limits_in_kernel():
            return False
        return not self.hear()  # what came during the proof: the program may go on

    def _spent(self, now: float) -> Spent:
        if self._process is None:
            self._process = process_of(self._running.program.pid)
            self._used_before = processor_seconds(self._process) or 0.0
        return Spent(
            silence=now - self._active,
            processor=(processor_seconds(self._process) or 0.0) - self._used_before,
            check=self._loop.record.now(),
            ready=is_ready_to_run(self._process),
            connecting=self._loop.connecting(),
        )

    def describe(self, evidence: Evidence) -> Stuck | Flooded | Late:
        """The event that tells of what was found."""
        who, limits, at = self._running.who, self._running.limits, self._loop.record.now()
        if evidence.flooded:
            return Flooded(at=at, who=who, what="printed", size=limits.file_bytes)
        if evidence.crowded:
            return Flooded(at=at, who=who, what="processes", size=limits.processes)
        silence = time.monotonic() - self._active
        file, line = self._running.where()
        at = self._loop.record.now()
        if evidence.stuck:
            call = self._loop.record.unreturned(who)
            name = call.call if call is not None else ""
            return Stuck(at=at, who=who, call=name, file=file, line=line)
        busy = evidence.late is Deadline.PROCESSOR
        return Late(at=at, who=who, busy=busy, file=file, line=line, seconds=silence)
