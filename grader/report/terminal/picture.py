"""A conversation drawn for a terminal: the program on the left, the reference side on the right, time runs downwards.

      your program (host.py + bind.py)            reference client
      ------------------------------------------  ----------------
      socket()                           host.py
      bind(('', 21877))                bind.py:6
                                      <---------  connects to 127.0.0.2:21877
                                               x  expected: refused
                                                  but:      connected

On a narrow terminal both sides share one column.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from grader.report.conversation.repeats import Cut, shortened
from grader.report.conversation.step import Mood, Step, is_program
from grader.report.conversation.steps import Conversation
from grader.report.conversation.titles import peer_title, program_title, speaker_name, verdict_lines
from grader.report.terminal.byte_difference import marked
from grader.report.terminal.signs import Signs
from grader.result.finding import Difference
from grader.texts.cells import folded, padded
from grader.texts.language import _

WIDE = 58  # cells; with fewer there is only one column
ARROW = 9  # cells
LINES = 3  # at most, of one step
TROUBLED = 5  # at most, of a step that went wrong
GAP = 2  # cells
STYLES = {Mood.PLAIN: "", Mood.QUIET: "bright_black", Mood.TROUBLE: "red"}


@dataclass(frozen=True)
class Parts:
    """The lines of a picture: the names of both sides, the steps, and what was expected instead of the last one."""

    heading: list[Text]
    steps: list[Text]
    verdict: list[Text]


def picture(talk: Conversation, signs: Signs, width: int) -> Iterator[Text]:
    """The conversation in lines of at most `width` cells."""
    parts = picture_parts(talk, signs, width)
    yield from (*parts.heading, *parts.steps, *parts.verdict)


def picture_parts(talk: Conversation, signs: Signs, width: int) -> Parts:
    """The parts of a picture in lines of at most `width` cells."""
    drawn = Wide(talk, signs, width) if width >= WIDE else Narrow(talk, signs, width)
    verdict = drawn.failure() if talk.difference is None else difference_lines(talk.difference, signs, width)
    return Parts(list(drawn.heading()), list(step_lines(talk, drawn)), list(verdict))


def step_lines(talk: Conversation, drawn: "Wide | Narrow") -> Iterator[Text]:
    """The steps, each on its side; consecutive steps of a speaker name the speaker once."""
    speaking = {True: "", False: ""}  # the last speaker of each side
    for each in shortened(talk.steps):
        if isinstance(each, Cut):
            yield from drawn.cut(each)
            continue
        side = talk.programs if each.of_program else talk.peers
        who = speaker_name(each.who, side)
        name = _("{name}: ").format(name=who) if who and each.who != speaking[each.of_program] else ""
        speaking[each.of_program] = each.who
        yield from drawn.left(each, name) if each.of_program else drawn.right(each, name)


def difference_lines(difference: Difference, signs: Signs, width: int) -> Iterator[Text]:
    """The bytes that were expected and those that came, with a mark below the first that differs."""
    for number, line in enumerate(marked(difference, width - GAP)):
        yield Text.assemble((padded("" if number else signs.failed, GAP), "red"), line)


def lines_of(step: Step) -> int:
    """The maximum number of lines for a step."""
    return TROUBLED if step.mood is Mood.TROUBLE else LINES


def verdict(talk: Conversation, failed: str, width: int) -> Iterator[tuple[str, str]]:
    """What was expected and observed, in lines of at most `width` cells; the first has the mark `failed`."""
    for label, text in verdict_lines(talk):
        for line in folded(text, width - cell_len(label), LINES):
            yield failed, label + line
            failed, label = "", " " * cell_len(label)


class Wide:
    """Two columns; only one where the conversation has no peer."""

    def __init__(self, talk: Conversation, signs: Signs, width: int) -> None:
        self.talk, self.signs, self.width = talk, signs, width
        self.rest = (width - ARROW - 2 * GAP) // 2 if talk.peers else 0  # cells of the right column
        self.own = width - self.rest - (GAP if talk.peers else 0)  # cells of the left column, with the arrow
        places = [cell_len(step.place) for step in talk.steps if step.of_program]
        self.place = min(max(places, default=0), self.own // 2)

    def heading(self) -> Iterator[Text]:
        """The names of both sides."""
        title = folded(program_title(self.talk), self.own)
        other = folded(peer_title(self.talk.peers), self.rest) if self.talk.peers else []
        for number in range(max(len(title), len(other))):
            yield Text(self.beside(*(side[number] if number < len(side) else "" for side in (title, other))), "bold")
        yield Text(self.beside(self.signs.line * self.own, self.signs.line * self.rest), "bright_black")

    def beside(self, left: str, right: str) -> str:
        """Two texts, each in its column."""
        return f"{padded(left, self.own + GAP)}{right}".rstrip()

    def left(self, step: Step, name: str) -> Iterator[Text]:
        """A step of the program, with its place at the end of its first line."""
        if name:
            yield Text(name.strip(), "bold")
        lines = folded(step.text, self.own - (self.place + GAP if step.place else 0), lines_of(step))
        for number, line in enumerate(lines):
            made = Text(line, STYLES[step.mood])
            if step.place and not number:
                place = folded(step.place, self.place, 1)[0]
                made.append(" " * (self.own - cell_len(line) - cell_len(place)))
                made.append(place, "bright_black" if step.mood is Mood.QUIET else "cyan")
            yield made

    def right(self, step: Step, name: str) -> Iterator[Text]:
        """A step of the other side, behind its arrow."""
        for number, line in enumerate(folded(f"{name}{step.text}", self.rest, LINES)):
            arrow = self.signs.arrow(step.way, ARROW) if not number and step.way else ""
            yield self.in_right(arrow, line, STYLES[step.mood])

    def in_right(self, mark: str, line: str, style: str) -> Text:
        """A line of the right column, with a mark before it."""
        before = " " * (self.own - cell_len(mark)) + mark + " " * GAP
        return Text.assemble((before, "red" if mark == self.signs.failed else "cyan"), (line, style))

    def cut(self, cut: Cut) -> Iterator[Text]:
        """A note that steps were left out, on its side; at the left where it is about both sides."""
        if cut.who is None or is_program(cut.who):
            yield Text(folded(cut.text, self.own, 1)[0], "bright_black")
        else:
            yield from (self.in_right("", line, "bright_black") for line in folded(cut.text, self.rest, LINES))

    def failure(self) -> Iterator[Text]:
        """What was expected and observed: in the right column if each text fits there, else across both columns."""
        fits = all(cell_len(label + text) <= self.rest for label, text in verdict_lines(self.talk))
        beside = self.talk.peers and fits
        for mark, line in verdict(self.talk, self.signs.failed, self.rest if beside else self.width - GAP):
            yield self.in_right(mark, line, "") if beside else Text.assemble((padded(mark, GAP), "red"), line)


class Narrow:
    """One column: the steps of the program at the left edge, those of the other side after an arrow."""

    ARROW = 3
    INDENT = 4

    def __init__(self, talk: Conversation, signs: Signs, width: int) -> None:
        self.talk, self.signs, self.width = talk, signs, width

    def heading(self) -> Iterator[Text]:
        """The names of both sides."""
        yield from (Text(line, "bold") for line in folded(program_title(self.talk), self.width))
        if self.talk.peers:
            lines = folded(peer_title(self.talk.peers), self.width - self.INDENT)
            yield from (Text(" " * self.INDENT + line, "bold") for line in lines)
        yield Text(self.signs.line * self.width, "bright_black")

    def left(self, step: Step, name: str) -> Iterator[Text]:
        """A step of the program; its place is on the last line if it fits, else on the next one."""
        if name:
            yield Text(name.strip(), "bold")
        lines = [Text(line, STYLES[step.mood]) for line in folded(step.text, self.width, lines_of(step))]
        style = "bright_black" if step.mood is Mood.QUIET else "cyan"
        if step.place:
            room = self.width - cell_len(lines[-1].plain) - cell_len(step.place)
            if room < GAP:
                lines.append(Text(" " * self.INDENT))
                room = 0
            lines[-1].append(" " * room + folded(step.place, self.width - self.INDENT, 1)[0], style)
        yield from lines

    def right(self, step: Step, name: str) -> Iterator[Text]:
        """A step of the other side, behind its arrow."""
        for number, line in enumerate(folded(f"{name}{step.text}", self.width - self.INDENT, LINES)):
            arrow = self.signs.arrow(step.way, self.ARROW) if not number and step.way else ""
            yield Text.assemble((padded(arrow, self.INDENT), "cyan"), (line, STYLES[step.mood]))

    def cut(self, cut: Cut) -> Iterator[Text]:
        """A note that steps were left out."""
        yield from (Text(line, "bright_black") for line in folded(cut.text, self.width, LINES))

    def failure(self) -> Iterator[Text]:
        """What was expected and observed, behind the mark."""
        for mark, line in verdict(self.talk, self.signs.failed, self.width - self.INDENT):
            yield Text.assemble((padded(mark, self.INDENT), "red"), line)
