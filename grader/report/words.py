"""Words that several reports share."""

from grader.course.exercise import READMES
from grader.result.redaction import is_redacted
from grader.result.scorecard import (
    Advice,
    Cause,
    CheckResult,
    CheckStatus,
    CheckTexts,
    ExerciseResult,
    ExerciseStatus,
    Scorecard,
)
from grader.texts.language import _, current
from grader.texts.wording import as_line


def summary(card: Scorecard) -> str:
    """How many exercises, how many finished, how long it took."""
    finished = sum(each.status is ExerciseStatus.PASSED for each in card.exercises)
    if len(card.exercises) == 1:
        return _("graded in {seconds:.1f} s, box: {box}").format(seconds=card.seconds, box=card.box)
    return _("{count} exercises, {finished} finished, graded in {seconds:.1f} s, box: {box}").format(
        count=len(card.exercises), finished=finished, seconds=card.seconds, box=card.box
    )


def troubled(card: Scorecard) -> list[ExerciseResult]:
    """The exercises in which the grader itself failed: nothing is known about the learner's work there."""
    return [each for each in card.exercises if each.own_trouble]


def trouble_said(card: Scorecard) -> str:
    """Why there is no score, for a consumer that takes one; empty where there is a score."""
    names = ", ".join(each.id for each in troubled(card))
    said = _("there is no score: the grader itself failed in {exercises}, and nothing is known about the work there")
    return said.format(exercises=names) if names else ""


def percent(card: Scorecard) -> int:
    """The points in percent, rounded down: 100 means all of them."""
    return 100 * card.score // card.max if card.max else 0


def all_earned(card: Scorecard) -> bool:
    """Whether there were points, and every one was earned."""
    return 0 < card.max == card.score and all(each.status is ExerciseStatus.PASSED for each in card.exercises)


def exercise_title(each: ExerciseResult) -> str:
    """The name of an exercise in other systems: `03 bind`."""
    return as_line(each.id.replace("_", " "), 60)


def status_word(status: ExerciseStatus) -> str:
    """The status of an exercise in words."""
    return {
        ExerciseStatus.PASSED: _("passed"),
        ExerciseStatus.FAILED: _("not yet"),
        ExerciseStatus.NOT_STARTED: _("not started"),
        ExerciseStatus.ERROR: _("cannot be graded"),
    }[status]


def where_next(upcoming: ExerciseResult) -> str:
    """Where to go on, with the file."""
    start = _("start here") if upcoming.status is ExerciseStatus.NOT_STARTED else _("go on here")
    return _("{start}: {file}").format(start=start, file=upcoming.file)


def trouble(check: CheckResult) -> tuple[object, ...]:
    """Equal for two checks of an exercise that failed for the same reason: same cause, same mistake, same line.

    A result of an older version has no cause. A redacted check, and one of which neither is known, equals no other.
    """
    if is_redacted(check) or not (check.cause or check.mistake):
        return (check.id,)
    return (check.cause, check.mistake, check.line)


def evidence(check: CheckResult) -> tuple[object, ...]:
    """Equal for two checks of which a report shows the details once.

    Where all that is known is what the peer saw, or a sentence of the check, that must be equal, too.
    """
    texts = finding_texts(check)
    is_all = check.status is CheckStatus.WITHHELD or texts.seen == texts.observed
    return (*trouble(check), texts.observed if is_all else "")


def finding_texts(check: CheckResult) -> CheckTexts:
    """The texts of a check in the language in use; as they were saved where the result has no usable messages."""
    if check.messages:
        try:
            return check.messages.texts(current())
        except (LookupError, ValueError):  # no such word, or another kind of word
            pass
    return CheckTexts(check.expected, check.observed, check.seen)


def reason_untried(each: ExerciseResult, check: CheckResult) -> str:
    """Why a check was not tried, in the language in use; as it was saved where the result does not name the cause."""
    match check.cause:
        case Cause(kind="not_started"):
            return _("not started")
        case Cause(kind="not_tried", what=first):
            promise = next((other.promise for other in each.checks if other.id == first), first)
            return _("first: {promise}").format(promise=promise_words(promise))
    return finding_texts(check).observed


def promise_words(promise: str) -> str:
    """The promise of a check in the language in use. A result has it in English, one of an older version as graded."""
    return _(promise)


def read_on(advice: Advice) -> str:
    """The README that explains a mistake, in the language in use, with the anchor."""
    place = f"#{advice.anchor}" if advice.anchor else ""
    return f"exercises/{advice.exercise}/{READMES[current()]}{place}"


def hint_command(each: ExerciseResult) -> str:
    """The command for a hint."""
    return f"nox -s hint -- {each.id[:2]}"
