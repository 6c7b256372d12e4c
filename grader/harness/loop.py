"""Wait for what happens on both sides, until something is true, or it is proven that it never will be.

No fixed sleeps: it waits for events of programs and peers. A program that does not go on is proven stuck
(program/proof.py); behind that stands a time limit in two measures, so that a busy machine costs nobody a
point: seconds of silence, which do not count while the program is ready to run and merely waits for its turn,
and seconds of processor time.
"""

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import psutil

from grader.model import transcript
from grader.model.transcript import Transcript
from grader.program.proof import LOOK_EVERY, LOOKS, QUIET_FOR, Proof, QuietProof, Watch, processor_seconds, under_way
from grader.program.traced import Running
from grader.wire.client import Client
from grader.wire.tcp_queues import Address, Diagnosis
from grader.wire.waiting import wait_ready

CONNECTING_LIMIT = 9.0  # seconds; a queue that was full makes TCP try again after 1, 3 and 7 (tcp_syn_retries, tcp(7))
SHORT_REST = 0.1  # seconds
MEASURE_EVERY = 0.05  # seconds between two readings of the processor time


class Outcome(enum.Enum):
    """How a wait ended."""

    MET = enum.auto()
    ENDED = enum.auto()  # the program ended first
    STUCK = enum.auto()
    LATE = enum.auto()
    FLOODED = enum.auto()


@dataclass(frozen=True)
class Patience:
    """How long a program may keep its peer waiting: seconds of silence, seconds of processor time."""

    silence: float = 3.0
    processor: float = 1.0


@dataclass(frozen=True)
class Care:
    """How sure it must be that a program does not go on.

    So many looks, one `every` so many seconds; where nothing can be looked at, so many seconds of quiet.
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
        self.programs: list[Running] = []
        self.ports: set[int] = set()
        self.diagnosis = Diagnosis()
        self._portable = portable or not Proof.possible()

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
        running: Running,
        quietly: bool = False,
        patience: Patience | None = None,
        care: Care = PROOF,
    ) -> Outcome:
        """Wait until `done()`, or until `running` ended, is stuck as far as this `care` tells, or its time is up.

        What went wrong becomes an event, unless `quietly`.
        """
        patience = patience or self.patience
        began = active = time.monotonic()
        measured = began
        watch = self._watch(running, care)
        process: psutil.Process | None = None
        used_before = 0.0
        while True:
            moved = self.pump_peers()
            if moved:
                active = time.monotonic()
            if self.hear() or moved:
                watch.restart()
            if done():
                return Outcome.MET
            if running.ended:
                self.pump()  # what came just before the end
                return Outcome.MET if done() else Outcome.ENDED
            now = time.monotonic()
            if watch.look() and not running.limits_in_kernel():
                if self.pump():
                    continue
                if not quietly:
                    self._note_stuck(running)
                return Outcome.STUCK
            if running.program.flooded(running.limits):
                if not quietly:
                    self._note_flooded(running, "printed", running.limits.file_bytes)
                return Outcome.FLOODED
            if now - measured >= MEASURE_EVERY:
                measured = now
                if running.program.crowded(running.limits):
                    if not quietly:
                        self._note_flooded(running, "processes", running.limits.processes)
                    return Outcome.FLOODED
                if process is None:
                    process = _process(running)
                    used_before = processor_seconds(process) or 0.0
                used = (processor_seconds(process) or 0.0) - used_before
                busy = used > patience.processor
                silent = now - active > patience.silence and not _ready_to_run(process)
                if silent and self._connecting() and now - active < CONNECTING_LIMIT:
                    silent = False
                if busy or silent or self.record.now() > running.limits.wall_seconds:
                    if not quietly:
                        self._note_late(running, busy, now - active)
                    return Outcome.LATE
            self._wait(care.every)

    def until_waiting(self, running: Running, at_most: float) -> Outcome:
        """Wait until the program is proven to wait for its peer without limit.

        Where it waits with a limit of its own, wait a little longer than that from when that call began, so that it
        shows what it does then; a long limit is patience enough. Where nothing is known, wait `at_most` seconds, and
        longer while it is ready to run and gets no processor: a busy machine has not let it come so far.
        """
        began = time.monotonic()
        limited: float | None = None  # when its first call with a limit was seen to wait
        used_half_way: float | None = None

        def long_enough() -> bool:
            nonlocal limited, used_half_way
            now = time.monotonic()
            limit = running.limit_of_call()
            if limit is None:
                if now - began > at_most / 2 and used_half_way is None:
                    used_half_way = processor_seconds(_process(running)) or 0.0
                if now - began <= at_most or used_half_way is None:
                    return False
                process = _process(running)
                used = (processor_seconds(process) or 0.0) - used_half_way
                starved = used < at_most / 4 and _ready_to_run(process)
                return not starved or now - began > at_most * 5
            if limited is None:
                limited = now
            rest = SHORT_REST if limit > at_most * 2 else limit * 1.2 + SHORT_REST
            # A call whose limit is over may merely wait for its turn on a busy machine.
            return now - limited > rest and not _ready_to_run(_process(running))

        return self.until(long_enough, running, quietly=True, care=GLANCE)

    def _moving(self) -> bool | None:
        """Whether bytes are under way on a connection of ours; None where the system answers no such question."""
        if not self.diagnosis.possible:
            return None
        if self._connecting():
            return True
        for local, remote in (pair for peer in self.peers for pair in peer.pairs()):
            if under_way(self.diagnosis.ask(local, remote)) or under_way(self.diagnosis.ask(remote, local)):
                return True
        return False if self.diagnosis.possible else None

    def _connecting(self) -> bool:
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

    def _watch(self, running: Running, care: Care) -> Watch:
        pid = running.program.pid
        if self._portable or not Proof.may_look(pid):
            return QuietProof(pid, running.waits_in_call, care.quiet_for)
        return Proof(pid, lambda: self.ports, self._moving, care.looks, care.every, running.program.handle.adopter)

    def _note_flooded(self, running: Running, what: str, size: int) -> None:
        self.record.add(transcript.Flooded(at=self.record.now(), who=running.who, what=what, size=size))

    def _note_stuck(self, running: Running) -> None:
        call = self.record.unreturned(running.who)
        file, line = running.where()
        name = call.call if call is not None else ""
        self.record.add(transcript.Stuck(at=self.record.now(), who=running.who, call=name, file=file, line=line))

    def _note_late(self, running: Running, busy: bool, seconds: float) -> None:
        file, line = running.where()
        at = self.record.now()
        self.record.add(transcript.Late(at=at, who=running.who, busy=busy, file=file, line=line, seconds=seconds))


def _process(running: Running) -> psutil.Process | None:
    try:
        return psutil.Process(running.program.pid)
    except psutil.Error:
        return None


def _ready_to_run(process: psutil.Process | None) -> bool:
    """Whether a thread of the program could run and merely has no processor (a busy machine)."""
    try:
        return process is not None and process.status() in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP)
    except psutil.Error:
        return False
