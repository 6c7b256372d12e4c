"""The full report at a terminal: the table, the details of each exercise, where to continue.

It has no colour where the output is not a terminal or NO_COLOR is set, and only ASCII marks where the encoding of the
output lacks the others.
"""

import os
from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from grader.report.conversation.steps import conversation
from grader.report.terminal.advice import advice_lines, repeated_advice_lines
from grader.report.terminal.picture import picture
from grader.report.terminal.signs import Signs
from grader.report.words import (
    evidence,
    finding_texts,
    last_output,
    promise_words,
    reason_untried,
    status_word,
    summary,
    trouble,
    where_next,
)
from grader.result.redaction import LOST, is_redacted
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.cells import hanging, harmless
from grader.texts.language import _, for_encoding
from grader.texts.wording import as_line

BAR = 10  # cells
OUTPUT_LINES = 6  # of the program's own output, for each failed check
LINE = 600  # characters of a text at most
WIDTH = 80  # cells where the output is not a terminal
WIDEST = 120  # cells at most
NARROW = 64  # cells; a narrower report has no bars and small margins


class ReportConsole(Console):
    """A console that drops its output without an error after the reader has closed the pipe."""

    def on_broken_pipe(self) -> None:
        """Drop all further output."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def console_for(file: TextIO, width: int | None = None) -> Console:
    """A console that prints `?` for a character that the encoding lacks."""
    reconfigure = getattr(file, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    console = ReportConsole(file=file, highlight=False, soft_wrap=True, markup=False, emoji=False, width=width)
    if width is None and not file.isatty():
        console.width = WIDTH
    return console


def show(card: Scorecard, console: Console, details: bool) -> None:
    """Print the report; with `details` also the exercises that passed."""
    with for_encoding(console.encoding):
        for line in lines(card, Signs(console.encoding), details, console.width):
            console.print(line)


def lines(card: Scorecard, signs: Signs, details: bool, width: int = WIDTH) -> Iterator[Text]:
    """The report, line by line, in at most `width` cells; a file path is never broken."""
    return map(harmless, card_lines(card, signs, details, min(width, WIDEST)))


def card_lines(card: Scorecard, signs: Signs, details: bool, width: int) -> Iterator[Text]:
    """The table, the details, the notes, where to continue."""
    yield from heading_lines(card, signs, width)
    for each in card.exercises:
        if each.status is not ExerciseStatus.NOT_STARTED and (details or each.status is not ExerciseStatus.PASSED):
            yield Text()
            yield from exercise_lines(each, signs, details, width)
    yield Text()
    yield from note_lines(card, signs, width)
    yield from closing_lines(card, signs, width)


def heading_lines(card: Scorecard, signs: Signs, width: int) -> Iterator[Text]:
    """The score, and a line for each exercise."""
    score = f"{card.score} / {card.max}"
    title = _("Socket course")
    yield Text.assemble((title, "bold"), " " * max(1, width - cell_len(title) - len(score)), (score, "bold"))
    upcoming = unfinished(card)
    for each in card.exercises:
        yield from hanging(row(each, signs, each is upcoming, width >= NARROW), 3, width)


def note_lines(card: Scorecard, signs: Signs, width: int) -> Iterator[Text]:
    """What the grader noticed about the files and the machine."""
    for note in card.notes:
        yield from hanging(Text(f"{signs.next} {as_line(note, LINE)}", "yellow"), 2, width)


def closing_lines(card: Scorecard, signs: Signs, width: int) -> Iterator[Text]:
    """How long the grading took, what else there is to earn, where to continue."""
    upcoming = unfinished(card)
    yield from hanging(Text(summary(card)), 2, width)
    if card.hidden:
        said = _("{points} more points are in the checks that your teacher has.").format(points=card.hidden)
        yield from hanging(Text(said), 2, width)
    elif upcoming is None:
        yield Text(_("Every check passed."), "green")
    if upcoming is not None:
        yield from next_lines(upcoming, signs, width)


def unfinished(card: Scorecard) -> ExerciseResult | None:
    """The first exercise that lacks points; None where there is none."""
    return next((each for each in card.exercises if each.score < each.max), None)


def next_lines(upcoming: ExerciseResult, signs: Signs, width: int) -> Iterator[Text]:
    """Where to continue. The path is never broken, so that a reader can click or copy it."""
    said = f"{signs.next} {where_next(upcoming)}"
    if cell_len(said) > width:
        said = said.replace(upcoming.file, "").rstrip() + f"\n  {upcoming.file}"
    yield from (Text(line, "bold") for line in said.split("\n"))


STYLES = {
    ExerciseStatus.PASSED: "green",
    ExerciseStatus.FAILED: "red",
    ExerciseStatus.NOT_STARTED: "bright_black",
    ExerciseStatus.ERROR: "magenta",
}


def row(each: ExerciseResult, signs: Signs, is_next: bool, with_bar: bool = True) -> Text:
    """One exercise in the table."""
    style = STYLES[each.status]
    full = round(BAR * each.score / each.max) if each.max else 0
    mark = signs.next if is_next else " "
    points = f"{each.score}/{each.max}"
    return Text.assemble(
        f" {mark} ",
        (f"{each.id:<18}", style),
        (signs.full * full + signs.empty * (BAR - full) + " " if with_bar else "", style),
        (f"{points:>{7 if with_bar else 5}}  {status_word(each.status)}", style),
    )


def exercise_lines(each: ExerciseResult, signs: Signs, details: bool, width: int) -> Iterator[Text]:
    """The details of one exercise; with `details` each different conversation is drawn, else only the first."""
    yield Text.assemble((each.id, "bold"), f"  {each.score} / {each.max}")
    if each.reason:
        yield from hanging(Text(f"  {as_line(each.reason, LINE)}", "magenta"), 2, width)
        return
    done: set[tuple[object, ...]] = set()
    named: set[str] = set()  # the mistakes
    drawn: set[tuple[object, ...]] = set()
    gap = False  # whether the previous check had a picture or advice
    for check in each.checks:
        if gap:
            yield Text()
        yield from check_lines(check, signs, width)
        before = len(drawn) + len(named)
        what = evidence(check)
        if check.status in LOST and what not in done:
            done.add(what)
            if check.advice is not None and check.advice.id in named:
                yield from finding_lines(check, width)
                yield from repeated_advice_lines(check.advice, signs, width, margin_of(width))
                gap = False
                continue
            if check.advice is not None:
                named.add(check.advice.id)
                yield from advice_lines(each, check, check.advice, signs, width, margin_of(width))
            yield from finding_lines(check, width)
            yield from output_lines(check, width)
            yield from picture_lines(check, signs, width, drawn, details)
        elif check.status is CheckStatus.NOT_TRIED and (reason := reason_untried(each, check)):
            yield from hanging(Text(f"      {as_line(reason, LINE)}", "bright_black"), 6, width)
        gap = len(drawn) + len(named) > before


def check_lines(check: CheckResult, signs: Signs, width: int) -> Iterator[Text]:
    """The mark, the promise and the points of a check."""
    mark, style = {
        CheckStatus.PASSED: (signs.passed, "green"),
        CheckStatus.FAILED: (signs.failed, "red"),
        CheckStatus.WITHHELD: (signs.withheld, "yellow"),
        CheckStatus.NOT_TRIED: (signs.untried, "bright_black"),
    }[check.status]
    column = width - (10 if width >= NARROW else 6)  # where the points stand
    *lines, last = hanging(Text.assemble("  ", (f"{mark} ", style), promise_words(check.promise)), 4, column - 2)
    yield from lines
    last.append(" " * (column - cell_len(last.plain)))
    last.append(f"{check.points}/{check.max}", style)
    yield last


def finding_lines(check: CheckResult, width: int) -> Iterator[Text]:
    """What was expected and seen; for a redacted check only that the teacher has the details."""
    margin, texts = " " * margin_of(width), finding_texts(check)
    if is_redacted(check):
        yield from hanging(Text(margin + _("this check stays with your teacher"), "bright_black"), len(margin), width)
        return
    said = [(_("expected: "), texts.expected)] if texts.expected else []
    for label, text in (*said, (_("seen:     "), texts.observed)):
        line = Text.assemble(margin, (label, "bright_black"), as_line(text, LINE))
        yield from hanging(line, len(margin) + cell_len(label), width)


def output_lines(check: CheckResult, width: int, most: int = OUTPUT_LINES) -> Iterator[Text]:
    """The last `most` lines that the program printed."""
    margin = " " * margin_of(width)
    if shown := last_output(check, most):
        yield Text(margin + _("your program's own output:"), "bright_black")
        for line in shown:
            for part in hanging(Text(as_line(line, 100), "bright_black"), 0, width - len(margin) - 2):
                # `|` before each line prevents a runner of GitHub Actions from executing it as a command.
                yield Text(f"{margin}| ", "bright_black") + part


def picture_lines(
    check: CheckResult, signs: Signs, width: int, drawn: set[tuple[object, ...]], details: bool
) -> Iterator[Text]:
    """The conversation, unless there is none, or one with the same steps or the same mistake was already drawn."""
    talk = conversation(check) if check.status is CheckStatus.FAILED and (details or not drawn) else None
    if talk is None or drawn & {talk.shape, trouble(check)}:
        return
    drawn |= {talk.shape, trouble(check)}
    yield Text()
    for line in picture(talk, signs, width - margin_of(width)):
        yield Text(" " * margin_of(width)) + line


def margin_of(width: int) -> int:
    """The cells before the details of a check."""
    return 6 if width >= NARROW else 2
