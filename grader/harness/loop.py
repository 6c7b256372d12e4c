"""Wait for events on both sides until a condition holds, the program is proven stuck, or a time limit ends the wait.

There are no fixed sleeps: the loop waits for events of programs and peers. A program that makes no progress is proven
stuck (program/proof.py); if there is no proof, time limits end the wait (deadlines.py).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import psutil

from grader.harness.deadlines import Deadline, Evidence, LongEnough, Patience, Spent, WaitEnd, exceeded
from grader.model.events import Flooded, LabEvent, Late, Stuck
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
    """How much evidence a proof needs: `looks` samples, one every `every` seconds.

    Without /proc: `quiet_for` seconds without processor time.
    """

    looks: int = LOOKS
    every: float = LOOK_EVERY
    quiet_for: float = QUIET_FOR


PROOF = Care()
GLANCE = Care(looks=2, every=0.001, quiet_for=0.02)  # whether the program waits now; no verdict depends on it


class Peer(Protocol):
    """The methods of a peer that the loop needs."""

    def readers(self) -> list[int]:
        """Descriptors to wait on for reading."""

    def writers(self) -> list[int]:
        """Descriptors to wait on for writing."""

    def pump(self) -> bool:
        """Send and receive without blocking; whether anything happened."""

    def pairs(self) -> list[tuple[Address, Address]]:
        """The pairs of addresses of its open connections: its own, that of the other side."""


class Loop:
    """Drives both sides of one check. `ports` are those of its connections, for the proof."""

    def __init__(self, record: Transcript, patience: Patience, portable: bool = False) -> None:
        self.record = record
        self.patience = patience
        self.peers: list[Peer] = []
        self.programs: list[TracedProgram] = []
        self.ports: set[int] = set()
        self.diagnosis = Diagnosis()
        self._portable = portable or not ProcObserver.possible()

    def pump(self) -> bool:
        """Drive both sides without blocking; whether anything happened."""
        moved = self.pump_peers()
        return self.read_traces() or moved

    def pump_peers(self) -> bool:
        """Let all peers send and receive; whether anything moved on the wire."""
        return any([peer.pump() for peer in self.peers])

    def read_traces(self) -> bool:
        """Read the traces of the programs; whether there was anything new."""
        return any([running.read_trace() for running in self.programs if not running.ended])

    def until(
        self,
        done: Callable[[], bool],
        running: TracedProgram,
        quietly: bool = False,
        patience: Patience | None = None,
        care: Care = PROOF,
    ) -> WaitEnd:
        """Wait until `done()`, or until `running` has ended, is proven stuck with this `care`, or exceeds a limit.

        A failure is added to the transcript as an event, unless `quietly`.
        """
        wait = Wait(self, running, patience or self.patience, self.observe(running, care))
        while True:
            wait.drive()
            if done():
                return WaitEnd.MET
            if running.ended:
                self.pump()  # bytes may have arrived just before the end
                return WaitEnd.MET if done() else WaitEnd.ENDED
            evidence = wait.gather_evidence()
            if (end := evidence.verdict()) is not None:
                if not quietly:
                    self.record.add(wait.describe(evidence))
                return end
            self._wait(care.every)

    def until_waiting(self, running: TracedProgram, at_most: float) -> WaitEnd:
        """Wait until the program is proven to wait for its peer, or has had enough time to reach that point."""
        process = process_of(running.program.pid)
        long_enough = LongEnough(
            time.monotonic(), at_most, lambda: processor_seconds(process) or 0.0, lambda: is_ready_to_run(process)
        )
        return self.until(
            lambda: long_enough.verdict(time.monotonic(), running.limit_of_call()), running, quietly=True, care=GLANCE
        )

    def _under_way(self) -> bool | None:
        """Whether bytes are under way on a connection of the check; None if the system does not answer that."""
        if not self.diagnosis.possible:
            return None
        if self.connecting():
            return True
        for local, remote in (pair for peer in self.peers for pair in peer.pairs()):
            if is_under_way(self.diagnosis.ask(local, remote)) or is_under_way(self.diagnosis.ask(remote, local)):
                return True
        return False if self.diagnosis.possible else None

    def connecting(self) -> bool:
        """Whether a reference client is still connecting: TCP itself may be waiting to try again."""
        return any(isinstance(peer, Client) and peer.open and not peer.settled for peer in self.peers)

    def rest(self, seconds: float) -> None:
        """Let time pass, as a slow peer does, and drive both sides meanwhile."""
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
        """The best observer of a program that this system supports."""
        pid, adopter = running.program.pid, running.program.handle.adopter
        if self._portable or not ProcObserver.may_read(pid):
            return QuietObserver(pid, running.waits_in_call, care.quiet_for)
        return ProcObserver(pid, adopter, lambda: self.ports, self._under_way, care.looks, care.every)


class Wait:
    """One wait for a program: the time spent so far, and the evidence against the program."""

    def __init__(self, loop: Loop, running: TracedProgram, patience: Patience, observer: Observer) -> None:
        self._loop = loop
        self._running = running
        self._patience = patience
        self._observer = observer
        self._active = self._measured = time.monotonic()
        self._process: psutil.Process | None = None
        self._used_before = 0.0

    def drive(self) -> bool:
        """Drive both sides; whether anything happened. Any event restarts the proof, only traffic ends the silence."""
        moved = self._loop.pump_peers()
        if moved:
            self._active = time.monotonic()
        if happened := self._loop.read_traces() or moved:
            self._observer.forget()
        return happened

    def gather_evidence(self) -> Evidence:
        """The evidence against the program. Slow measurements are made every MEASURE_EVERY seconds."""
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
        """Whether it is proven stuck. A time limit in the kernel, which /proc does not show, invalidates the proof."""
        if self._observer.observe() is not Verdict.PROVEN or self._running.limits_in_kernel():
            return False
        return not self.drive()  # an event during the proof: the program may continue

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

    def describe(self, evidence: Evidence) -> LabEvent:
        """The event that describes the evidence."""
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
        return Late(at=at, who=who, busy=evidence.late is Deadline.PROCESSOR, file=file, line=line, seconds=silence)
