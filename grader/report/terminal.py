"""The result for a person at a terminal: the table, what was seen, what to do next.

Plain text without colour where the output is no terminal or NO_COLOR is set; plain ASCII where the output's
encoding has no other letters.
"""

import os
import re
from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from grader.language import _
from grader.verdict import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.wording import as_line

BAR = 10  # cells
OUTPUT_LINES = 6  # of the program's own output, for each failed check
LINE = 600  # characters of a finding at most
WIDTH = 80  # where nobody tells


class Signs:
    """The marks of a report, in letters that the output can show."""

    def __init__(self, encoding: str) -> None:
        fancy = can_show("✓✗·○━─▸", encoding)
        self.passed, self.failed, self.withheld, self.untried = "✓✗○·" if fancy else "+x~."
        self.full, self.empty = "━─" if fancy else "#-"
        self.next = "▸" if fancy else ">"


def can_show(text: str, encoding: str) -> bool:
    """Whether an encoding has every letter of a text."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class ReportConsole(Console):
    """A console whose reader may go away: then the rest is not shown, and nothing fails."""

    def on_broken_pipe(self) -> None:
        """Show nothing more."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def console_for(file: TextIO, width: int | None = None) -> Console:
    """A console that never fails on a letter: what the encoding lacks is shown as `?`."""
    reconfigure = getattr(file, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    console = ReportConsole(file=file, highlight=False, soft_wrap=True, markup=False, emoji=False, width=width)
    if width is None and not console.is_terminal:
        console.width = WIDTH
    return console


def show(card: Scorecard, console: Console, details: bool) -> None:
    """Print the report. With `details` each check of an exercise, and not only what is to be mended."""
    signs = Signs(console.encoding)
    for line in lines(card, signs, details, console.width):
        console.print(line)


def lines(card: Scorecard, signs: Signs, details: bool, width: int = WIDTH) -> Iterator[Text]:
    """The report, line by line."""
    score = f"{card.score} / {card.max}"
    title = _("Socket course")
    yield Text.assemble(
        (title, "bold"), " " * max(1, min(width, WIDTH) - cell_len(title) - len(score)), (score, "bold")
    )
    upcoming = next((each for each in card.exercises if each.score < each.max), None)
    for each in card.exercises:
        yield row(each, signs, each is upcoming)
    for each in card.exercises:
        if each.status is not ExerciseStatus.NOT_STARTED and (details or each.status is not ExerciseStatus.PASSED):
            yield Text()
            yield from exercise_lines(each, signs, details)
    yield Text()
    for note in card.notes:
        yield Text(f"{signs.next} {as_line(note, LINE)}", "yellow")
    yield Text(summary(card))
    if card.hidden:
        yield Text(_("{points} more points are graded only when you push.").format(points=card.hidden))
    elif upcoming is None:
        yield Text(_("Every check passed."), "green")
    if upcoming is not None:
        start = _("start here") if upcoming.status is ExerciseStatus.NOT_STARTED else _("go on here")
        yield Text(f"{signs.next} " + _("{start}: {file}").format(start=start, file=upcoming.file), "bold")


def summary(card: Scorecard) -> str:
    """How many exercises, how many finished, how long it took."""
    finished = sum(each.status is ExerciseStatus.PASSED for each in card.exercises)
    if len(card.exercises) == 1:
        return _("graded in {seconds:.1f} s").format(seconds=card.seconds)
    return _("{count} exercises, {finished} finished, graded in {seconds:.1f} s").format(
        count=len(card.exercises), finished=finished, seconds=card.seconds
    )


STYLES = {
    ExerciseStatus.PASSED: "green",
    ExerciseStatus.FAILED: "red",
    ExerciseStatus.NOT_STARTED: "bright_black",
    ExerciseStatus.ERROR: "magenta",
}


def status_word(status: ExerciseStatus) -> str:
    """The status of an exercise in words."""
    return {
        ExerciseStatus.PASSED: _("passed"),
        ExerciseStatus.FAILED: _("not yet"),
        ExerciseStatus.NOT_STARTED: _("not started"),
        ExerciseStatus.ERROR: _("cannot be graded"),
    }[status]


def row(each: ExerciseResult, signs: Signs, is_next: bool) -> Text:
    """One exercise in the table."""
    style = STYLES[each.status]
    full = round(BAR * each.score / each.max) if each.max else 0
    mark = signs.next if is_next else " "
    points = f"{each.score}/{each.max}"
    return Text.assemble(
        f" {mark} ",
        (f"{each.id:<18}", style),
        (signs.full * full + signs.empty * (BAR - full), style),
        (f" {points:>7}  {status_word(each.status)}", style),
    )


def exercise_lines(each: ExerciseResult, signs: Signs, details: bool) -> Iterator[Text]:
    """What is to be said of one exercise."""
    yield Text.assemble((each.id, "bold"), f"  {each.score} / {each.max}")
    if each.reason:
        yield Text(f"  {as_line(each.reason, LINE)}", "magenta")
        return
    told: set[tuple[str, int | None]] = set()
    for check in each.checks:
        yield Text.assemble("  ", *check_line(check, signs))
        what = (without_numbers(check.observed), check.line)  # one cause in several checks is told once
        if check.status in (CheckStatus.FAILED, CheckStatus.WITHHELD) and what not in told:
            told.add(what)
            yield from finding_lines(check)
        elif check.status is CheckStatus.NOT_TRIED and check.observed:
            yield Text(f"      {as_line(check.observed, LINE)}", "bright_black")


def without_numbers(text: str) -> str:
    """A text in which ports, sizes and times do not count."""
    return re.sub(r"\d+", "0", text)


def check_line(check: CheckResult, signs: Signs) -> list[tuple[str, str]]:
    """A check: its mark, its promise, its points."""
    mark, style = {
        CheckStatus.PASSED: (signs.passed, "green"),
        CheckStatus.FAILED: (signs.failed, "red"),
        CheckStatus.WITHHELD: (signs.withheld, "yellow"),
        CheckStatus.NOT_TRIED: (signs.untried, "bright_black"),
    }[check.status]
    promise = _(check.promise)
    gap = " " * max(2, WIDTH - 14 - cell_len(promise))
    return [(f"{mark} ", style), (promise, ""), (f"{gap}{check.points}/{check.max}", style)]


def finding_lines(check: CheckResult) -> Iterator[Text]:
    """What was expected, what was seen, and the program's own last words."""
    if check.expected:
        yield Text.assemble("      ", (_("expected: "), "bright_black"), as_line(check.expected, LINE))
    yield Text.assemble("      ", (_("seen:     "), "bright_black"), as_line(check.observed, LINE))
    written = [line for line in check.output.splitlines() if line.strip()]
    if written:
        yield Text("      " + _("your program's own output:"), "bright_black")
        if len(written) > OUTPUT_LINES:
            yield Text(
                "      | " + _("... {count} lines before").format(count=len(written) - OUTPUT_LINES), "bright_black"
            )
        for line in written[-OUTPUT_LINES:]:
            # Behind a stroke, so that no line of a learner's can be taken for a command of a workflow.
            yield Text(f"      | {as_line(line, 100)}", "bright_black")
