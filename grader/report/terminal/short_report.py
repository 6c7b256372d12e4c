"""The report of one screen: the table, and the first check that does not hold with its advice, where the eye is.

    03_bind           ━━━━━━━━──     6/8  not yet

      ✓ 4 checks hold

      ✗ only there: bound to the host given, not to every address         0/2
        ▸ The server is bound to every address                      bind.py:6
          The host "" means every address of this machine. ...
          Try: bind((host, port)), with the host that you were given.
        expected: a client that connects to 127.0.0.2:15915 is refused
        seen:     connected

        your program                           reference client
        ...

The name of the mistake and all lines below it fit into the height of the screen: the picture is cut, never the advice.
"""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from grader.report.conversation.steps import conversation
from grader.report.terminal.advice import mistake_lines
from grader.report.terminal.full_report import (
    LINE,
    WIDEST,
    WIDTH,
    check_lines,
    closing_lines,
    finding_lines,
    heading_lines,
    margin_of,
    note_lines,
    output_lines,
)
from grader.report.terminal.picture import picture_parts
from grader.report.terminal.signs import Signs
from grader.report.words import hint_command
from grader.result.redaction import LOST
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.cells import hanging, harmless
from grader.texts.language import _, for_encoding
from grader.texts.wording import as_line

HEIGHT = 24  # lines of a screen whose height is unknown
BELOW = 2  # lines below the report: the result of the nox session, and the prompt of the shell
FINDING_LINES = 4  # of what was expected and seen, together
PICTURE_LEAST = 7  # lines; a shorter piece of a conversation says nothing
OUTPUT_LINES = 3  # of the program's own output


def show(card: Scorecard, console: Console, height: int | None = None) -> None:
    """Print the report for a screen of `height` lines; by default the height of the terminal."""
    lines_of_screen = height or (console.height if console.file.isatty() else HEIGHT)
    with for_encoding(console.encoding):
        for line in lines(card, Signs(console.encoding), console.width, lines_of_screen):
            console.print(line)


def lines(card: Scorecard, signs: Signs, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Text]:
    """The report, line by line, in at most `width` cells; the part that matters has less than `height` lines."""
    return map(harmless, _lines(card, signs, min(width, WIDEST), height))


def _lines(card: Scorecard, signs: Signs, width: int, height: int) -> Iterator[Text]:
    yield from heading_lines(card, signs, width)
    for each in card.exercises:
        if each.reason:
            yield from hanging(Text(f"   {each.id}: {as_line(each.reason, LINE)}", "magenta"), 3, width)
    yield from note_lines(card, signs, width)
    closing = [Text(), *closing_lines(card, signs, width)]
    first = first_lost(card)
    if first is not None:
        each, check = first
        yield Text()
        yield from other_lines(each, check, signs, width)
        yield from block_lines(each, check, signs, width, height - BELOW - len(closing))
    yield from closing


def first_lost(card: Scorecard) -> tuple[ExerciseResult, CheckResult] | None:
    """The first check that lost points, with its exercise; None where there is none."""
    started = [each for each in card.exercises if each.status is ExerciseStatus.FAILED]
    return next(((each, check) for each in started for check in each.checks if check.status in LOST), None)


def other_lines(each: ExerciseResult, shown: CheckResult, signs: Signs, width: int) -> Iterator[Text]:
    """The exercise's other checks: how many hold, and a line for each that does not."""
    holding = sum(check.status is CheckStatus.PASSED for check in each.checks)
    if holding:
        said = _("{count} checks hold") if holding > 1 else _("1 check holds")
        yield Text(f"  {signs.passed} " + said.format(count=holding), "green")
    for check in each.checks:
        if check is not shown and check.status is not CheckStatus.PASSED:
            yield from check_lines(check, signs, width)


def block_lines(each: ExerciseResult, check: CheckResult, signs: Signs, width: int, room: int) -> Iterator[Text]:
    """The check with its advice, what was seen, and as much of its conversation as fits into `room` lines."""
    block = [Text(), *check_lines(check, signs, width)]
    if check.advice is not None:
        block += mistake_lines(each, check, check.advice, signs, width, margin_of(width))
    block += list(finding_lines(check, width))[:FINDING_LINES]
    commands = list(command_lines(each, width))
    left = room - len(block) - len(commands)
    drawn = picture_lines(check, signs, width, left)
    printed = [*output_lines(check, width, OUTPUT_LINES)]
    if printed and len(printed) <= left - len(drawn):
        block += printed
    yield from (*block, *drawn, *commands)


def picture_lines(check: CheckResult, signs: Signs, width: int, room: int) -> list[Text]:
    """The conversation of two sides, with a blank line before it; its first steps are left out where they do not fit.

    What was expected stands above already, unless it is about bytes that differ.
    """
    talk = conversation(check) if check.status is CheckStatus.FAILED else None
    if talk is None or not talk.peers or room < PICTURE_LEAST:
        return []
    margin = margin_of(width)
    parts = picture_parts(talk, signs, width - margin)
    verdict = parts.verdict if talk.difference is not None else []
    kept = max(0, room - 2 - len(parts.heading) - len(verdict))  # without the blank line and the note
    steps = parts.steps
    if len(steps) > kept + 1:
        said = _("... {count} lines before").format(count=len(steps) - kept)
        steps = [Text(said, "bright_black"), *steps[len(steps) - kept :]]
    return [Text(), *(Text(" " * margin) + line for line in (*parts.heading, *steps, *verdict))]


def command_lines(each: ExerciseResult, width: int) -> Iterator[Text]:
    """The commands that show more: all checks, and a hint."""
    said = _("all in full: nox -s grade -- {number} --all   hint: {hint}")
    said = said.format(number=each.id[:2], hint=hint_command(each))
    yield from hanging(Text(f"  {said}", "bright_black"), 2, width)
