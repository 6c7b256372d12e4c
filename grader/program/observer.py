"""Observes a running program, until the samples prove that it is stuck (proof.py).

ProcObserver    Linux: /proc, a proof in about 15 ms
QuietObserver   every other system
"""

import os
import platform
import time
from collections.abc import Callable
from typing import Protocol

from grader.program.processor_time import process_of, processor_seconds
from grader.program.proof import (
    LOOKS,
    QUIET_FOR,
    Judgement,
    Verdict,
    is_waiting,
    judge,
    judge_quiet,
    members,
    quiet_run,
    waits_for_ever,
)
from grader.program.samples import Adopted, Process, Queues, Quiet, Sample, Task, any_under_way, parse_status
from grader.program.system_calls import TABLES, Waits, name_endless_wait, parse_system_call
from grader.sandbox.process_tree import children_of, session_of
from grader.wire.tcp_queues import read_table

LOOK_EVERY = 0.003  # seconds


class Observer(Protocol):
    """Observes a program while its peer waits for it."""

    def observe(self) -> Verdict:
        """Take a sample, at most one every few milliseconds."""

    def forget(self) -> None:
        """Discard the samples so far, after an event."""


class ProcObserver:
    """The proof from /proc. `adopter` is the process that adopts the program's orphans.

    `under_way` says whether bytes are under way on the connections of the check. If it returns None, the table of all
    connections is searched for the check's `ports`. The proof needs `looks` samples, one every `every` seconds.
    """

    def __init__(
        self,
        program: int,
        adopter: int,
        ports: Callable[[], set[int]],
        under_way: Callable[[], bool | None] = lambda: None,
        looks: int = LOOKS,
        every: float = LOOK_EVERY,
    ) -> None:
        self._program = program
        self._adopter = adopter
        self._ports = ports
        self._under_way = under_way
        self._looks = looks
        self._every = every
        self._table = TABLES[platform.machine().lower()]
        self._judgement = Judgement()
        self._next = 0.0

    @staticmethod
    def possible() -> bool:
        """Whether this system has what the proof needs; tested on this process."""
        if platform.machine().lower() not in TABLES:
            return False
        try:
            return bool(_text(f"/proc/{os.getpid()}/syscall")) and os.path.exists("/proc/net/tcp")
        except OSError:
            return False

    @staticmethod
    def may_read(pid: int) -> bool:
        """Whether this process may read the state of another one: some systems forbid it (ptrace(2), access modes)."""
        try:
            return bool(_text(f"/proc/{pid}/syscall"))
        except PermissionError:
            return False
        except OSError:
            return True  # it has ended: the next sample shows that

    def forget(self) -> None:
        """Discard the samples so far."""
        self._judgement = Judgement()

    def observe(self) -> Verdict:
        """Take a sample, and at once the further readings that its verdict requires."""
        now = time.monotonic()
        if now < self._next:
            return Verdict.NOT_YET
        self._next = now + self._every
        verdict = self._judge_with(self._sample())
        if verdict is Verdict.READ_QUEUES:
            verdict = self._judge_with(self._queues())
        if verdict is Verdict.LOOK_AGAIN:
            verdict = self._judge_with(self._sample())
        return verdict

    def _judge_with(self, entry: Sample | Queues) -> Verdict:
        self._judgement = judge(self._judgement, entry, self._table, self._looks)
        return self._judgement.verdict

    def _sample(self) -> Sample:
        return read_sample(self._program, self._adopter, self._table)

    def _queues(self) -> Queues:
        under_way = self._under_way()
        if under_way is None:
            rows = read_table([f"/proc/{self._program}/net/tcp", f"/proc/{self._program}/net/tcp6"])
            under_way = any_under_way(rows, self._ports())
        return Queues(under_way)


def read_sample(program: int, adopter: int, table: Waits) -> Sample:
    """Read the tasks of a program's tree, up to the first one that does not wait: the others do not matter then."""
    own = read_process(program, table)
    if not is_waiting(own, table):
        return Sample(program, (own,))
    adopted = tuple([Adopted(number, session_of(number)) for number in children_of(adopter) if number != program])
    sample = Sample(program, (own,), adopted)
    while unread := members(sample)[1]:
        process = _read_other(unread[0], table)
        sample = Sample(program, (*sample.processes, process), adopted)
        if not process.ended and not is_waiting(process, table):
            break
    return sample


def read_process(number: int, table: Waits) -> Process:
    """Read the tasks of one process, up to the first one that does not wait; if all wait, also its children."""
    tasks: list[Task] = []
    try:
        names = os.listdir(f"/proc/{number}/task")
    except OSError as error:
        return Process(number, ended=isinstance(error, FileNotFoundError))
    try:
        for name in names:
            tasks.append(_read_task(f"/proc/{number}/task/{name}/", int(name), table))
            if not waits_for_ever(tasks[-1], table):
                return Process(number, tuple(tasks))
    except (OSError, ValueError):
        return Process(number)  # a task has ended, or may not be read
    return Process(number, tuple(tasks), tuple(children_of(number)))


def _read_other(number: int, table: Waits) -> Process:
    """Read a process that may be a zombie or have ended."""
    try:
        ended = "\nState:\tZ" in _text(f"/proc/{number}/status")
    except OSError:
        ended = True
    return Process(number, ended=True) if ended else read_process(number, table)


def _read_task(folder: str, number: int, table: Waits) -> Task:
    call = parse_system_call(_text(folder + "syscall"))
    if call is None or name_endless_wait(call, table) is None:
        return Task(number, call)  # its status matters only while it waits
    return parse_status(number, call, _text(folder + "status"))


class QuietObserver:
    """The proof without /proc. `waits` says whether the program is in a traced call without a time limit."""

    def __init__(self, pid: int, waits: Callable[[], bool], quiet_for: float = QUIET_FOR) -> None:
        self._waits = waits
        self._quiet_for = quiet_for
        self._history: list[Quiet] = []
        self._process = process_of(pid)

    def forget(self) -> None:
        """Discard the samples so far."""
        self._history.clear()

    def observe(self) -> Verdict:
        """Take a sample."""
        waits = self._waits()
        used = processor_seconds(self._process) if waits else None
        self._history = quiet_run([*self._history, Quiet(time.monotonic(), used, waits)])
        return judge_quiet(self._history, self._quiet_for)


def _text(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()
