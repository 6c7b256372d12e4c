"""Results of every kind as data: the whole course with its real checks, as learners or the grader itself leave it."""

import functools
from collections.abc import Callable, Iterator

from grader.course import catalogue
from grader.course.exercise import Check, Exercise
from grader.model import transcript
from grader.result import score
from grader.result.scorecard import Advice, CheckResult, CheckStatus, ExerciseResult, Scorecard
from tests.conversations import talk

SECRET = "secret-of-a-hidden-check"
WORDS = (
    "two\nlines\r\nand ::error::one",
    '::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}',
    "  ::stop-commands::mine",
    "\t::set-output name=score::100",
    "##[error]old form ##[set-env name=a;]b ###[x ####[y",
    "%0A::error::escaped %25 100%",
    "quotes \" ' ` & < > ]]> and | a, b: c",
    "🙂 绑定端口 e\u0301",
    "nul \x00 bell \x07 escape \x1b[31m tab \t end",
    "half a letter \ud800 and \udfff",
    "right \u202e to left \u200f mark \ufeff \ufffe",
    "line\u2028separator\x85next\x0b\x0c",
    "https://example.com?a=1,b=2:3 EOF << ghadelimiter",
)
Fate = Callable[[int, Check], CheckResult]
ADVICE = Advice(
    id="bind-swapped", title="The address has the port first", text="Turn it.", exercise="03_bind", anchor="a"
)


def result(check: Check, status: CheckStatus, **more: object) -> CheckResult:
    """What became of a check of the course."""
    points = check.points if status is CheckStatus.PASSED else 0
    known = {"id": check.id, "promise": check.promise, "status": status, "points": points, "max": check.points}
    return CheckResult(**(known | {"hidden": check.hidden} | more))  # type: ignore[arg-type]


def passed(_number: int, check: Check) -> CheckResult:
    """It works."""
    return result(check, CheckStatus.PASSED, seconds=0.25)


def not_started(_number: int, check: Check) -> CheckResult:
    """The stub is untouched."""
    return result(check, CheckStatus.NOT_TRIED, observed="not started")


def lost(number: int, check: Check) -> CheckResult:
    """It does not work; what a hidden check says of it is a secret."""
    what = SECRET if check.hidden else "connected"
    return result(
        check,
        CheckStatus.FAILED,
        expected=f"refused {what}",
        observed=f"{what} {number}",
        seen=what,
        line=number + 3,
        mistake=ADVICE.id,
        advice=ADVICE,
        seconds=0.5,
        stuck=True,
        output=f"{what}\nlast words",
        transcript=[transcript.Told(at=0.1, who="desk", line=what)],
    )


def mixed(number: int, check: Check) -> CheckResult:
    """Some of it works, each in another way not."""
    if check.hidden or number % 4 == 1:
        return lost(number, check)
    if number % 4 == 2:
        return result(check, CheckStatus.WITHHELD, observed="this works; do it by recv()")
    return passed(number, check) if number % 4 == 0 else result(check, CheckStatus.NOT_TRIED, observed="first: that")


def no_python(_number: int, check: Check) -> CheckResult:
    """The file is no Python."""
    broken = transcript.Unloadable(
        at=0.1, who="program", kind="SyntaxError", text="no", file="a.py", line=3, source="::x::"
    )
    return result(check, CheckStatus.FAILED, expected="a client", observed="SyntaxError at a.py:3", transcript=[broken])


def hostile(number: int, check: Check) -> CheckResult:
    """Every text is one that tries to break a report."""
    text = WORDS[number % len(WORDS)]
    words = "\n".join(WORDS)
    return result(
        check,
        CheckStatus.FAILED,
        promise=text,
        expected=text,
        observed=f"{text}{number}",
        line=number - 1,
        advice=Advice(id=f"m{number}", title=text, text=words, exercise="03_bind", anchor=""),
        output=words,
        transcript=talk(text).transcript,
    )


def large(number: int, check: Check) -> CheckResult:
    """It printed a megabyte of letters of four bytes, and each line is long."""
    return result(
        check, CheckStatus.FAILED, expected="a", observed=f"{number}", line=1, output=("🙂" * 590 + "\n") * 120
    )


def exercises(fate: Fate, begin: int = 0, end: int | None = None) -> Iterator[ExerciseResult]:
    """Some exercises of the course, whose checks all had this fate."""
    for each in catalogue.load()[begin:end]:
        checks = [fate(number, check) for number, check in enumerate(each.checks)]
        yield score.of_exercise(each, file_of(each), checks, not_started=fate is not_started)


def untold(reason: str, own_trouble: bool, begin: int, end: int) -> Iterator[ExerciseResult]:
    """Some exercises that could not be graded."""
    for each in catalogue.load()[begin:end]:
        checks = [result(check, CheckStatus.NOT_TRIED, observed="" if own_trouble else reason) for check in each.checks]
        yield score.of_exercise(each, file_of(each), checks, trouble=reason, own_trouble=own_trouble)


def file_of(each: Exercise) -> str:
    """Where a learner has it."""
    return f"exercises/{each.id}/{each.facts.file}"


def card(*parts: Iterator[ExerciseResult], notes: tuple[str, ...] = ()) -> Scorecard:
    """A result of these exercises."""
    graded = [each for part in parts for each in part]
    points, most, hidden = score.totals(graded)
    return Scorecard(
        score=points,
        max=most,
        hidden=hidden,
        seconds=1.25,
        box="limits",
        python="3.11.7",
        platform="linux",
        notes=list(notes),
        exercises=graded,
    )


@functools.cache
def cards() -> dict[str, Scorecard]:
    """One result of each kind."""
    return {
        "empty": card(exercises(not_started)),
        "half": card(exercises(passed, 0, 4), exercises(mixed, 4, 9), exercises(not_started, 9), notes=("a note",)),
        "full": card(exercises(passed)),
        "lost": card(exercises(lost)),
        "erroneous": card(untold("no file", False, 0, 2), exercises(no_python, 2, 4), exercises(mixed, 4)),
        "no_program": card(untold("no file", False, 0, 1), exercises(no_python, 1, 3), exercises(not_started, 3)),
        "own_trouble": card(untold("the grader itself failed: x", True, 2, 4), exercises(mixed, 4, 8)),
        "full_but_own_trouble": card(exercises(passed, 0, 4), untold("the grader itself failed: x", True, 4, 5)),
        "hostile": card(
            exercises(hostile, 0, 10), untold("\n".join(WORDS), False, 10, 11), exercises(hostile, 11), notes=WORDS
        ),
        "hostile_trouble": card(exercises(hostile, 0, 3), untold("::error::x\n##[y]", True, 3, 4), notes=WORDS),
        "large": card(exercises(passed, 0, 1), exercises(large, 1), notes=("n" * 500,) * 2000),
        "none": card(),
    }
