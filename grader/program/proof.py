"""The proof that a program is stuck, so that no check waits for a time limit. Pure: samples in, verdict out.

A program is proven stuck when, in several samples in a row,

    every task of it and of its descendants sleeps in a system call that waits without a time limit,
    no task was switched between the samples (the kernel counts the switches), and
    no byte is under way in either direction on its connections,

and the peer has nothing left to send. Then neither side will ever send again.

One sample is not enough: a program sleeps for a moment between any two bytes. The steps that `judge` requests:

    NOT_YET ── enough equal samples ──> READ_QUEUES ── nothing under way ──> LOOK_AGAIN ── still equal ──> PROVEN
       └────────────────────── something is under way, or a task was switched <─────────────────────┘

If /proc cannot be read, `judge_quiet` decides: the trace shows a call without a time limit that has not returned, and
the program has used no processor time for a while.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.program.samples import Process, Queues, Quiet, Sample, Task
from grader.program.system_calls import Waits, name_endless_wait

LOOKS = 4  # equal samples in a row; with one, 15 of 80 proofs were wrong; with three, 0 of 240
QUIET_FOR = 1.0  # seconds; even on a busy machine a runnable program waits far less for a processor

# SIGALRM, SIGVTALRM, SIGPROF: a timer may send them, and so wake a task that catches or blocks them.
_TIMER_SIGNALS = 1 << 13 | 1 << 25 | 1 << 26


class Verdict(enum.StrEnum):
    """What the samples prove so far, and what must be read next."""

    NOT_YET = "not yet"  # look again later
    READ_QUEUES = "read queues"  # now
    LOOK_AGAIN = "look again"  # now: no task may have run while the queues were read
    PROVEN = "proven"
    NEVER = "never"  # the program has ended


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of the samples since the last event on the wire: `equal` samples in a row with these `tasks`."""

    verdict: Verdict = Verdict.NOT_YET
    equal: int = 0
    tasks: tuple[Task, ...] | None = None


def judge(before: Judgement, entry: Sample | Queues, table: Waits, looks: int = LOOKS) -> Judgement:
    """The judgement after one more entry. The proof needs `looks` equal samples in a row."""
    if isinstance(entry, Queues):
        if entry.under_way:  # read the queues again only after as many samples
            return replace(before, verdict=Verdict.NOT_YET, equal=1)
        return replace(before, verdict=Verdict.LOOK_AGAIN)
    tasks = waiting_tasks(entry, table)
    if tasks is None:
        return Judgement(Verdict.NEVER if has_ended(entry) else Verdict.NOT_YET)
    if tasks != before.tasks:
        return Judgement(Verdict.NOT_YET, 1, tasks)
    if before.verdict is Verdict.LOOK_AGAIN:
        return replace(before, verdict=Verdict.PROVEN)
    equal = before.equal + 1
    return Judgement(Verdict.READ_QUEUES if equal >= looks else Verdict.NOT_YET, equal, tasks)


def waiting_tasks(sample: Sample, table: Waits) -> tuple[Task, ...] | None:
    """All tasks of the program's tree, if each waits without a limit; None if any runs, has a limit or was not read."""
    read, unread = members(sample)
    if unread or not all(is_waiting(process, table) for process in read):
        return None
    return tuple([task for process in read for task in process.tasks])


def members(sample: Sample) -> tuple[list[Process], list[int]]:
    """The processes of the program's tree that are in the sample, and the PIDs of those that are not.

    Orphans in the program's session belong to the tree: the program may wait for them.
    """
    known = {process.number: process for process in sample.processes}
    todo = [sample.program, *[each.number for each in sample.adopted if each.session == sample.program]]
    read: list[Process] = []
    unread: list[int] = []
    for number in todo:  # the loop appends to `todo`
        process = known.get(number)
        if process is None:
            unread.append(number)
        elif number == sample.program or not process.ended:
            read.append(process)
            todo += [child for child in process.children if child not in todo]
    return read, unread


def is_waiting(process: Process, table: Waits) -> bool:
    """Whether a process was read, and each of its tasks waits without a limit."""
    return bool(process.tasks) and all(waits_for_ever(task, table) for task in process.tasks)


def waits_for_ever(task: Task, table: Waits) -> bool:
    """Whether a task sleeps in a call without a time limit, and no timer can wake it."""
    if task.call is None or name_endless_wait(task.call, table) is None:
        return False
    return task.state == "S" and not (task.caught | task.blocked) & _TIMER_SIGNALS


def has_ended(sample: Sample) -> bool:
    """Whether the program's own process has ended."""
    return any(process.ended for process in sample.processes if process.number == sample.program)


def judge_quiet(history: Sequence[Quiet], quiet_for: float = QUIET_FOR) -> Verdict:
    """The verdict without /proc: PROVEN once the program was quiet for `quiet_for` seconds."""
    run = quiet_run(history)
    return Verdict.PROVEN if len(run) > 1 and run[-1].at - run[0].at >= quiet_for else Verdict.NOT_YET


def quiet_run(history: Sequence[Quiet]) -> list[Quiet]:
    """The first and the last sample of the current quiet time; fewer than two if the program is not quiet."""
    run: list[Quiet] = []
    for each in history:
        if each.used is None or not each.waits:
            run = []
        elif run and run[-1].used == each.used:
            run = [run[0], each]
        else:
            run = [each]
    return run
