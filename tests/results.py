"""Results of every kind for the tests of reports: with all exercises of the course and their real checks."""

import functools
from collections.abc import Callable, Iterator

from grader.course import catalogue
from grader.course.exercise import Check, Exercise
from grader.model.events import SideChannelLine, Unloadable
from grader.result import score
from grader.result.scorecard import Advice, CheckMessages, CheckResult, CheckStatus, ExerciseResult, Scorecard
from grader.texts.message import M_, verbatim
from tests.conversations import failed_check_with

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
    """A result of one of the course's checks."""
    points = check.points if status is CheckStatus.PASSED else 0
    known = {"id": check.id, "promise": check.promise, "status": status, "points": points, "max": check.points}
    return CheckResult(**(known | {"hidden": check.hidden} | more))  # type: ignore[arg-type]


def passed(_number: int, check: Check) -> CheckResult:
    """The check passed."""
    return result(check, CheckStatus.PASSED, seconds=0.25)


def not_started(_number: int, check: Check) -> CheckResult:
    """The stub is unchanged."""
    return result(check, CheckStatus.NOT_TRIED, observed="not started")


def lost(number: int, check: Check) -> CheckResult:
    """The check failed; the texts of a hidden check contain SECRET."""
    what = SECRET if check.hidden else "connected"
    return result(
        check,
        CheckStatus.FAILED,
        expected=f"refused {what}",
        observed=f"{what} {number}",
        seen=what,
        messages=CheckMessages(
            expected=M_("refused {what}", what=what), observed=verbatim(f"{what} {number}"), seen=verbatim(what)
        ),
        line=number + 3,
        mistake=ADVICE.id,
        advice=ADVICE,
        seconds=0.5,
        stuck=True,
        output=f"{what}\nlast words",
        transcript=[SideChannelLine(at=0.1, who="desk", line=what)],
    )


def mixed(number: int, check: Check) -> CheckResult:
    """Every status in turn; a hidden check has always failed."""
    if check.hidden or number % 4 == 1:
        return lost(number, check)
    if number % 4 == 2:
        return result(check, CheckStatus.WITHHELD, observed="this works; do it by recv()")
    return passed(number, check) if number % 4 == 0 else result(check, CheckStatus.NOT_TRIED, observed="first: that")


def no_python(_number: int, check: Check) -> CheckResult:
    """The file has a syntax error."""
    broken = Unloadable(at=0.1, who="program", kind="SyntaxError", text="no", file="a.py", line=3, source="::x::")
    return result(check, CheckStatus.FAILED, expected="a client", observed="SyntaxError at a.py:3", transcript=[broken])


def hostile(number: int, check: Check) -> CheckResult:
    """Every text could break a report."""
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
        transcript=failed_check_with(text).transcript,
    )


def large(number: int, check: Check) -> CheckResult:
    """The program printed many long lines of characters with four bytes each."""
    return result(
        check, CheckStatus.FAILED, expected="a", observed=f"{number}", line=1, output=("🙂" * 590 + "\n") * 120
    )


def exercises(fate: Fate, begin: int = 0, end: int | None = None) -> Iterator[ExerciseResult]:
    """Some exercises of the course, with a result from `fate` for each check."""
    for each in catalogue.load()[begin:end]:
        checks = [fate(number, check) for number, check in enumerate(each.checks)]
        yield score.of_exercise(each, file_of(each), checks, not_started=fate is not_started)


def ungraded(reason: str, own_trouble: bool, begin: int, end: int) -> Iterator[ExerciseResult]:
    """Some exercises that could not be graded."""
    for each in catalogue.load()[begin:end]:
        checks = [result(check, CheckStatus.NOT_TRIED, observed="" if own_trouble else reason) for check in each.checks]
        yield score.of_exercise(each, file_of(each), checks, trouble=reason, own_trouble=own_trouble)


def file_of(each: Exercise) -> str:
    """The path of an exercise's file in a learner's folder."""
    return f"exercises/{each.id}/{each.facts.file}"


def card(*parts: Iterator[ExerciseResult], notes: tuple[str, ...] = ()) -> Scorecard:
    """A result with these exercises."""
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
        "erroneous": card(ungraded("no file", False, 0, 2), exercises(no_python, 2, 4), exercises(mixed, 4)),
        "no_program": card(ungraded("no file", False, 0, 1), exercises(no_python, 1, 3), exercises(not_started, 3)),
        "own_trouble": card(ungraded("the grader itself failed: x", True, 2, 4), exercises(mixed, 4, 8)),
        "full_but_own_trouble": card(exercises(passed, 0, 4), ungraded("the grader itself failed: x", True, 4, 5)),
        "hostile": card(
            exercises(hostile, 0, 10), ungraded("\n".join(WORDS), False, 10, 11), exercises(hostile, 11), notes=WORDS
        ),
        "hostile_trouble": card(exercises(hostile, 0, 3), ungraded("::error::x\n##[y]", True, 3, 4), notes=WORDS),
        "large": card(exercises(passed, 0, 1), exercises(large, 1), notes=("n" * 500,) * 2000),
        "none": card(),
    }
