"""The advice below a failed check: title, text, where to read on."""

from collections.abc import Iterator

from rich.text import Text

from grader.advice.choose import title_and_text
from grader.report.terminal.signs import Signs
from grader.report.words import hint_command, read_on
from grader.result.scorecard import Advice, ExerciseResult
from grader.texts.cells import hanging
from grader.texts.language import _
from grader.texts.wording import as_line

LINE = 600  # maximum length of a text, in characters


def advice_lines(each: ExerciseResult, advice: Advice, signs: Signs, width: int, margin: int) -> Iterator[Text]:
    """The advice in lines of at most `width` cells, of which the first `margin` are empty."""
    space = " " * margin
    title, text = title_and_text(advice)
    yield Text()
    heading = Text.assemble(space, (f"{signs.next} ", "yellow"), (as_line(title, LINE), "bold yellow"))
    yield from hanging(heading, margin + 2, width)
    yield from hanging(Text(f"{space}  {as_line(text, LINE)}"), margin + 2, width)
    for label, place in ((_("more: "), read_on(advice)), (_("hint: "), hint_command(each))):
        yield from hanging(Text.assemble(f"{space}  ", (label, "bright_black"), place), margin + 2, width)


def repeated_advice_lines(advice: Advice, signs: Signs, width: int, margin: int) -> Iterator[Text]:
    """One line in place of advice that was already shown for an earlier check."""
    line = _("the same mistake: {title}").format(title=as_line(title_and_text(advice)[0], LINE))
    yield from hanging(Text.assemble(" " * margin, (f"{signs.next} ", "yellow"), (line, "yellow")), margin + 2, width)
