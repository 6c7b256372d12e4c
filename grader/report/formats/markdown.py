"""The result as Markdown for a page: the table, and for each unfinished exercise the details and one diagram.

A learner's text is never parsed as Markdown or HTML: it is inside a fence that it cannot close, inside a diagram with
all special characters escaped, or in a line with a backslash before each special character.
"""

import re
from collections.abc import Iterator, Sequence

from grader.advice.choose import title_and_text
from grader.report.conversation.steps import conversation
from grader.report.formats.lost_check import OUTPUT_LINES, expected_and_seen
from grader.report.formats.mermaid import diagram
from grader.report.words import (
    evidence,
    hint_command,
    last_output,
    promise_words,
    read_on,
    status_word,
    summary,
    where_next,
)
from grader.result.redaction import LOST, is_redacted
from grader.result.scorecard import Advice, CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.language import _
from grader.texts.wording import as_line

LINE = 600  # characters of a line
# Special anywhere; special at the beginning of a line; special where GitHub makes links and emoji.
SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&!$@^{}]|^[-+=]|(?<=\d)[.)](?=\s|$)|:(?=\S)|(?<=www)\.", re.IGNORECASE)
MARKS = {CheckStatus.FAILED: "✗", CheckStatus.WITHHELD: "○"}


def text(card: Scorecard) -> bytes:
    """The whole report, in UTF-8, with a line end."""
    details = [line for each in unfinished(card) for line in exercise_lines(each)]
    return "".join(f"{line}\n" for line in (*heading(card), *details, *ending(card, card.notes))).encode()


def heading(card: Scorecard) -> Iterator[str]:
    """The score, and a table with a row for each exercise."""
    yield f"# {inline(_('Socket course'))}: {card.score} / {card.max}"
    yield ""
    exercise, points = _("exercise"), _("points")  # Babel finds no text inside an f-string
    yield f"| {inline(exercise)} | {inline(points)} | |"
    yield "|:--|--:|:--|"
    for each in card.exercises:
        yield f"| {inline(each.id)} | {each.score}/{each.max} | {inline(status_word(each.status))} |"


def unfinished(card: Scorecard) -> list[ExerciseResult]:
    """The exercises that have details: those that failed or could not be graded."""
    return [each for each in card.exercises if each.status in (ExerciseStatus.FAILED, ExerciseStatus.ERROR)]


def ending(card: Scorecard, notes: Sequence[str]) -> Iterator[str]:
    """The notes, the summary, and where to continue."""
    yield ""
    for note in notes:
        yield f"- {inline(note)}"
    if notes:
        yield ""
    yield inline(summary(card))
    if card.hidden:
        yield ""
        yield inline(_("{points} more points are in the checks that your teacher has.").format(points=card.hidden))
    upcoming = next((each for each in card.exercises if each.score < each.max), None)
    if upcoming is not None:
        yield ""
        yield f"**{inline(where_next(upcoming))}**"


def exercise_lines(each: ExerciseResult) -> Iterator[str]:
    """The details of an unfinished exercise, with a diagram of its first conversation."""
    yield ""
    yield f"## {inline(each.id)}: {each.score} / {each.max}"
    if each.reason:
        yield ""
        yield from fenced([each.reason])
        return
    done: set[tuple[object, ...]] = set()
    named: set[str] = set()  # the mistakes
    drawn = False
    for check in each.checks:
        if check.status not in LOST:
            continue
        yield ""
        yield f"### {MARKS[check.status]} {inline(promise_words(check.promise))} ({check.points}/{check.max})"
        what = evidence(check)
        if what in done:
            continue
        done.add(what)
        yield ""
        yield from finding_lines(check)
        talk = conversation(check) if check.status is CheckStatus.FAILED and not drawn else None
        if talk is not None:
            drawn = True
            yield ""
            yield from fenced(diagram(talk).split("\n"), "mermaid")
        if check.advice is not None and check.advice.id not in named:
            named.add(check.advice.id)
            yield ""
            yield from advice_lines(each, check.advice)


def advice_lines(each: ExerciseResult, advice: Advice) -> Iterator[str]:
    """The advice, and where to read on."""
    title, text = title_and_text(advice)
    yield f"> **{inline(title)}**"
    yield ">"
    yield f"> {inline(text)}"
    yield ">"
    yield f"> {inline(_('more: '))}`{read_on(advice)}` · `{hint_command(each)}`"


def finding_lines(check: CheckResult) -> Iterator[str]:
    """What was expected, what was seen, and what the program printed."""
    if is_redacted(check):
        yield inline(_("this check stays with your teacher"))
        return
    yield from fenced(expected_and_seen(check))
    if lines := last_output(check, OUTPUT_LINES):
        yield ""
        yield inline(_("your program's own output:"))
        yield ""
        yield from fenced(lines)


def fenced(said: list[str], language: str = "text") -> Iterator[str]:
    """Lines in a fence that is longer than any run of backticks in them (CommonMark 0.31, 4.5)."""
    cleaned = [as_line(line, LINE) if language == "text" else line for line in said]
    runs = [len(run) for line in cleaned for run in re.findall("`+", line)]
    fence = "`" * max(3, max(runs, default=0) + 1)
    yield f"{fence}{language}"
    yield from cleaned
    yield fence


def inline(text: str) -> str:
    """A text as one line, with a backslash before each special character (CommonMark 0.31, 2.4)."""
    return SPECIAL.sub(r"\\\g<0>", as_line(text, LINE))
