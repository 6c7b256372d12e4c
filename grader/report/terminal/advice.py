"""The advice of a failed check: title and line, text, where to read on."""

from collections.abc import Iterator
from pathlib import PurePath

from rich.cells import cell_len
from rich.text import Text

from grader.advice.choose import title_and_text
from grader.report.terminal.signs import Signs
from grader.report.words import hint_command, read_on
from grader.result.scorecard import Advice, CheckResult, ExerciseResult
from grader.texts.cells import hanging
from grader.texts.language import _
from grader.texts.wording import as_line

LINE = 600  # maximum length of a text, in characters


def advice_lines(
    each: ExerciseResult, check: CheckResult, advice: Advice, signs: Signs, width: int, margin: int
) -> Iterator[Text]:
    """The advice in lines of at most `width` cells, of which the first `margin` are empty."""
    yield from mistake_lines(each, check, advice, signs, width, margin)
    for label, place in ((_("more: "), read_on(advice)), (_("hint: "), hint_command(each))):
        yield from hanging(Text.assemble(f"{' ' * margin}  ", (label, "bright_black"), place), margin + 2, width)


def mistake_lines(
    each: ExerciseResult, check: CheckResult, advice: Advice, signs: Signs, width: int, margin: int
) -> Iterator[Text]:
    """The name of the mistake with the line of the learner's file, and what to try."""
    title, text = (as_line(part, LINE) for part in title_and_text(advice))
    heading = Text.assemble(" " * margin, (f"{signs.next} ", "yellow"), (title, "bold yellow"))
    place = f"{PurePath(each.file).name}:{check.line}" if check.line else ""
    gap = width - cell_len(heading.plain) - cell_len(place)
    if place and gap >= 2:
        yield heading.append(" " * gap).append(place, "cyan")
    else:
        yield from hanging(heading, margin + 2, width)
    yield from hanging(Text(f"{' ' * margin}  {text}"), margin + 2, width)


def repeated_advice_lines(advice: Advice, signs: Signs, width: int, margin: int) -> Iterator[Text]:
    """One line in place of advice that was already shown for an earlier check."""
    line = _("the same mistake: {title}").format(title=as_line(title_and_text(advice)[0], LINE))
    yield from hanging(Text.assemble(" " * margin, (f"{signs.next} ", "yellow"), (line, "yellow")), margin + 2, width)
