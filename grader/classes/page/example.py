"""One anonymous conversation for a mistake: an example of the commonest kind."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.page.anonymous import COVERED, anonymous, shared_words
from grader.classes.page.statistics import failed
from grader.report.conversation.steps import Conversation, conversation
from grader.result.scorecard import CheckResult, ExerciseResult

# How much is compared for one mistake, spread over the class; enough to find the common kind.
LEARNERS = 60  # at most
EVENTS = 4000  # roughly; an endless loop has hundreds
FEWEST = 6  # learners, even if their conversations are long


@dataclass(frozen=True)
class Example:
    """A conversation for a mistake, its origin, and how many (`alike`) of `of` compared learners had a similar one."""

    exercise: str
    promise: str
    talk: Conversation
    alike: int
    of: int


@dataclass(frozen=True)
class Candidate:
    """A failed check of one learner, as it may be shown."""

    exercise: str
    check: CheckResult
    talk: Conversation

    @property
    def shape(self) -> tuple[object, ...]:
        """Equal for two conversations with the same steps; lines, exit statuses, ports and texts do not count."""
        steps = (
            (step.of_program, step.mood, step.way, *(each for each in step.alike if type(each) is not int))
            for step in self.talk.steps
        )
        return (self.exercise, self.check.id, *steps)

    @property
    def burden(self) -> tuple[int, int]:
        """How many words are covered, and how many steps there are: the smallest is the easiest to read."""
        steps = self.talk.steps
        return (sum(f"{step.text}{step.place}".count(COVERED) for step in steps), len(steps))


def example(entries: Sequence[Entry], mistake: str) -> Example | None:
    """The commonest conversation of a mistake; None where none can be drawn."""
    made = spread([found for entry in entries if (found := first(entry, mistake)) is not None])
    candidates = list(drawable(made))
    if not candidates:
        return None
    shapes = [each.shape for each in candidates]
    alike = Counter(shapes)
    common, count = max(alike.items(), key=lambda each: each[1])  # the first of several
    best = min(
        (each for each, shape in zip(candidates, shapes, strict=True) if shape == common), key=lambda c: c.burden
    )
    return Example(best.exercise, best.check.promise, best.talk, count, len(made))


def first(entry: Entry, mistake: str) -> tuple[ExerciseResult, CheckResult] | None:
    """The first check with the mistake and a conversation that can be drawn, else the first with the mistake."""
    if entry.card is None:
        return None
    shown = [pair for pair in failed(entry.card) if pair[1].advice is not None and pair[1].advice.id == mistake]
    return next((pair for pair in shown if pair[1].transcript), shown[0] if shown else None)


def spread(found: list[tuple[ExerciseResult, CheckResult]]) -> list[tuple[ExerciseResult, CheckResult]]:
    """A part of the checks, evenly spread over the class."""
    events = sum(len(check.transcript) for _exercise, check in found)
    step = max(1, math.ceil(len(found) / LEARNERS), min(math.ceil(events / EVENTS), len(found) // FEWEST))
    return found[::step]


def drawable(made: Sequence[tuple[ExerciseResult, CheckResult]]) -> Iterator[Candidate]:
    """The checks whose conversation can be drawn, made anonymous."""
    groups: dict[tuple[str, str], list[tuple[ExerciseResult, CheckResult]]] = {}
    for exercise, check in made:
        groups.setdefault((exercise.id, check.id), []).append((exercise, check))
    for group in groups.values():
        shared = shared_words([check for _exercise, check in group])
        for exercise, check in group:
            covered = anonymous(check, exercise.file.rsplit("/", 1)[-1], shared)
            talk = conversation(covered)
            if talk is not None:
                yield Candidate(exercise.id, covered, talk)
