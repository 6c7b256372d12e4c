"""The reasons for a manual review of a submission, which its points do not show. Pure."""

import enum
from collections.abc import Iterator

import msgspec

from grader.classes.collect.entry import Entry
from grader.model.events import Exited, Flooded, Raised
from grader.result.scorecard import ExerciseResult, ExerciseStatus
from grader.texts.github_runner import holds_command

FULL = frozenset({"24", "10024"})  # too many open files: errno(3), and Winsock's own number


class Need(enum.StrEnum):
    """A kind of reason for a manual review."""

    NO_RESULT = "no_result"
    OWN_TROUBLE = "own_trouble"  # the grader itself failed
    UNREADABLE = "unreadable"  # an exercise cannot be graded
    FLOODED = "flooded"  # it printed, sent or started processes without end
    LIMIT = "limit"  # of memory or open files
    SIGNAL = "signal"  # a signal ended it
    COMMANDS = "commands"  # it prints commands to a runner of GitHub Actions


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason; `exercise` is empty for the whole submission. `detail` is a learner's text, a number or an error."""

    need: Need
    exercise: str = ""
    detail: str = ""


def reasons(entry: Entry) -> Iterator[Reason]:
    """Every reason once, those of the whole submission first."""
    if entry.card is None:
        yield Reason(need=Need.NO_RESULT, detail=entry.trouble)
        return
    for each in entry.card.exercises:
        found = dict.fromkeys(of_exercise(each))
        flooded = any(reason.need is Need.FLOODED for reason in found)
        # The grader ends a flooding program with a signal, which is the same reason.
        yield from (reason for reason in found if not (flooded and reason.need is Need.SIGNAL))


def of_exercise(each: ExerciseResult) -> Iterator[Reason]:
    """The reasons in one exercise; some more than once."""
    if each.status is ExerciseStatus.ERROR:
        need = Need.OWN_TROUBLE if each.own_trouble else Need.UNREADABLE
        yield Reason(need=need, exercise=each.id, detail=each.reason)
    for check in each.checks:
        for event in check.transcript:
            match event:
                case Flooded(what=what):
                    yield Reason(need=Need.FLOODED, exercise=each.id, detail=what)
                case Exited(status=status) if status < 0:
                    yield Reason(need=Need.SIGNAL, exercise=each.id, detail=str(-status))
                case Raised(kind="MemoryError"):
                    yield Reason(need=Need.LIMIT, exercise=each.id, detail="MemoryError")
                case Raised(kind=kind, text=text, detail=detail) if detail.get("errno") in FULL:
                    yield Reason(need=Need.LIMIT, exercise=each.id, detail=f"{kind}: {text}")
        if holds_command(check.output):
            yield Reason(need=Need.COMMANDS, exercise=each.id)
