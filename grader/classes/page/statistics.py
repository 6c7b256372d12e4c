"""The statistics of a class. Pure: entries -> frozen figures.

The distribution of scores uses the points that count: those given by hand, else those graded. The figures of exercises,
checks and mistakes come from the gradings alone, because points given by hand belong to no check.
"""

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from grader.advice.choose import title_and_text
from grader.classes.collect.entry import Entry
from grader.classes.page.attention import Reason, reasons
from grader.result.scorecard import Advice, CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard

BARS = 10  # of the distribution, where there are more points than bars
FEWEST = 5  # learners in each group (passed or not): with fewer a correlation means little
TRIED = frozenset({CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.WITHHELD})


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """How many learners have from `low` to `high` points, both included."""

    low: int
    high: int
    count: int


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """The distribution of the points that count, of `most`. Without any points mean and median are None."""

    most: int
    count: int
    mean: float | None
    median: float | None
    bars: tuple[Bar, ...]


class ExerciseFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The results of the class in one exercise; `mean` is the mean of all graded submissions, of `max` points."""

    id: str
    max: int
    passed: int
    failed: int
    not_started: int
    errors: int
    mean: float

    @property
    def count(self) -> int:
        """The submissions in which the exercise was graded, also without success."""
        return self.passed + self.failed + self.not_started + self.errors


class CheckFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the class pass a check, and how well it separates strong from weak submissions.

    `tried` are the learners in whose program it could be tried: the check passed, failed, or was withheld. `rate` is
    the part of them that passed, `discrimination` the correlation (point-biserial) between passing it and the points in
    the other exercises; None where it is undefined, or where too few passed or too few did not.
    """

    exercise: str
    id: str
    promise: str
    max: int
    hidden: bool
    tried: int
    passed: int
    rate: float | None
    discrimination: float | None


class MistakeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many learners made a mistake. Each learner counts once, and in `where` once for each exercise.

    `exercise` and `anchor` name the section to read.
    """

    id: str
    title: str
    exercise: str
    anchor: str
    count: int
    where: tuple[tuple[str, int], ...]


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that needs a manual review: its index among the entries, and the reasons."""

    place: int
    reasons: tuple[Reason, ...]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a class. `unnamed` is the number of failed checks for which no mistake is known.

    `attention` are the submissions that need a manual review, `by_hand` those with points given by hand.
    """

    submissions: int
    graded: int
    finished: int
    scores: Scores
    exercises: tuple[ExerciseFigures, ...]
    checks: tuple[CheckFigures, ...]
    mistakes: tuple[MistakeFigures, ...]
    unnamed: int
    attention: tuple[Attention, ...]
    by_hand: tuple[Attention, ...]


def class_figures(entries: Sequence[Entry]) -> Figures:
    """Compute the figures of a class."""
    cards = [entry.card for entry in entries if entry.card is not None]
    looked = [Attention(place=place, reasons=tuple(reasons(entry))) for place, entry in enumerate(entries)]
    return Figures(
        submissions=len(entries),
        graded=len(cards),
        finished=sum(finished(card) for card in cards),
        scores=scores_of(entries),
        exercises=tuple(exercises_of(cards)),
        checks=tuple(checks_of(cards)),
        mistakes=tuple(mistakes_of(cards)),
        unnamed=sum(check.advice is None for card in cards for _exercise, check in failed(card)),
        attention=tuple(each for each in looked if each.reasons and entries[each.place].override is None),
        by_hand=tuple(each for each in looked if entries[each.place].override is not None),
    )


def finished(card: Scorecard) -> bool:
    """Whether every exercise has passed."""
    return bool(card.exercises) and all(each.status is ExerciseStatus.PASSED for each in card.exercises)


# Scores -------------------------------------------------------------------------------------------------------------


def scores_of(entries: Iterable[Entry]) -> Scores:
    """The distribution of the points that count."""
    found = [(entry, entry.points) for entry in entries]
    points = [each for _entry, each in found if each is not None]
    most = max([entry.card.max for entry, _points in found if entry.card is not None] + points, default=0)
    return Scores(
        most=most,
        count=len(points),
        mean=statistics.fmean(points) if points else None,
        median=float(statistics.median(points)) if points else None,
        bars=tuple(bars_of(points, most)),
    )


def bars_of(points: Sequence[int], most: int) -> Iterator[Bar]:
    """The bars: one for each number of points where there are few, else of equal width; the last includes `most`."""
    if most <= 0:
        return
    width = math.ceil(most / BARS)
    edges = range(most + 1) if width == 1 else range(0, most, width)
    for low in edges:
        high = most if low == edges[-1] else low + width - 1
        lowest = -math.inf if low == 0 else low  # points given by hand may be negative
        yield Bar(low=low, high=high, count=sum(lowest <= each <= high for each in points))


# Exercises and checks -----------------------------------------------------------------------------------------------


def exercises_of(cards: Sequence[Scorecard]) -> Iterator[ExerciseFigures]:
    """Each exercise that was graded in any submission, in the course's order."""
    found: dict[str, list[ExerciseResult]] = {}
    for card in cards:
        for each in card.exercises:
            found.setdefault(each.id, []).append(each)
    for name in sorted(found):
        results = found[name]
        states = Counter(each.status for each in results)
        yield ExerciseFigures(
            id=name,
            max=max(each.max for each in results),
            passed=states[ExerciseStatus.PASSED],
            failed=states[ExerciseStatus.FAILED],
            not_started=states[ExerciseStatus.NOT_STARTED],
            errors=states[ExerciseStatus.ERROR],
            mean=statistics.fmean(each.score for each in results),
        )


def checks_of(cards: Sequence[Scorecard]) -> Iterator[CheckFigures]:
    """Each check in any grading, in the order of the course."""
    # Compared with the points of the other exercises, because a failed check can make others of its exercise fail.
    found: dict[tuple[str, str], list[tuple[CheckResult, int]]] = {}
    for card in cards:
        for exercise in card.exercises:
            for check in exercise.checks:
                found.setdefault((exercise.id, check.id), []).append((check, card.score - exercise.score))
    for exercise_id, check_id in sorted(found, key=lambda name: name[0]):  # a stable sort: checks keep their order
        results = found[exercise_id, check_id]
        tried = [(each.status is CheckStatus.PASSED, rest) for each, rest in results if each.status in TRIED]
        passed = sum(holds for holds, _rest in tried)
        last = results[-1][0]
        yield CheckFigures(
            exercise=exercise_id,
            id=check_id,
            promise=last.promise,
            max=last.max,
            hidden=last.hidden,
            tried=len(tried),
            passed=passed,
            rate=passed / len(tried) if tried else None,
            discrimination=point_biserial(tried) if min(passed, len(tried) - passed) >= FEWEST else None,
        )


def point_biserial(pairs: Sequence[tuple[bool, int]]) -> float | None:
    """The correlation between yes or no and a number, from -1 to 1; None where either is the same for all."""
    count = len(pairs)
    yes = sum(holds for holds, _number in pairs)
    total = sum(number for _holds, number in pairs)
    # In whole numbers, so that "the same for all" is exactly 0.
    spread = count * sum(number * number for _holds, number in pairs) - total * total
    split = yes * (count - yes)
    if not spread or not split:
        return None
    together = count * sum(number for holds, number in pairs if holds) - yes * total
    return together / math.sqrt(spread * split)


# Mistakes -----------------------------------------------------------------------------------------------------------


def failed(card: Scorecard) -> Iterator[tuple[ExerciseResult, CheckResult]]:
    """The failed checks of a grading, with their exercises."""
    for exercise in card.exercises:
        for check in exercise.checks:
            if check.status is CheckStatus.FAILED:
                yield exercise, check


def mistakes_of(cards: Sequence[Scorecard]) -> list[MistakeFigures]:
    """The mistakes in the advice of all gradings, the commonest first."""
    made: Counter[str] = Counter()
    where: dict[str, Counter[str]] = {}
    advices: dict[str, Counter[Advice]] = {}
    for card in cards:
        found = {(check.advice.id, exercise.id) for exercise, check in failed(card) if check.advice is not None}
        made.update({mistake for mistake, _exercise in found})
        for mistake, exercise_id in found:
            where.setdefault(mistake, Counter())[exercise_id] += 1
        for advice in {without_text(check.advice) for _exercise, check in failed(card) if check.advice is not None}:
            advices.setdefault(advice.id, Counter())[advice] += 1
    return [
        figures_of(mistake, count, where[mistake], advices[mistake])
        for mistake, count in sorted(made.items(), key=lambda each: (-each[1], each[0]))
    ]


def without_text(advice: Advice) -> Advice:
    """An advice with its title in the language in use, and without its text, which may quote the learner."""
    return msgspec.structs.replace(advice, title=title_and_text(advice)[0], text="", words=msgspec.UNSET)


def figures_of(mistake: str, count: int, where: Counter[str], advices: Counter[Advice]) -> MistakeFigures:
    """One mistake, with its commonest title and section to read."""
    advice = min(advices, key=lambda each: (-advices[each], each.title, each.exercise, each.anchor))
    return MistakeFigures(
        id=mistake,
        title=advice.title,
        exercise=advice.exercise,
        anchor=advice.anchor,
        count=count,
        where=tuple(sorted(where.items())),
    )
