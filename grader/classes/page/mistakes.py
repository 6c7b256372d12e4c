"""The commonest mistakes of a class, ready for its page: how many made each, where to read on, one conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.page.example import Example, example
from grader.classes.page.statistics import MistakeFigures
from grader.course.exercise import READMES
from grader.report.conversation.repeats import Cut, shortened
from grader.report.conversation.step import Step, Way
from grader.report.conversation.titles import peer_title, program_title, speaker_name, verdict_lines
from grader.report.terminal.byte_difference import marked
from grader.report.words import promise_words
from grader.texts.language import _, current
from grader.texts.wording import as_line

SHOWN = 12  # mistakes that are shown with a conversation; rarer ones are listed in a table
SEVERAL = 2  # learners; a mistake that this many made is common
FEW = 3  # the first mistakes, which are shown where no mistake is common
ARROWS = {Way.TO_PROGRAM: "◀──", Way.TO_PEER: "──▶", Way.BOUNCED: "✗──", None: ""}
MARKED = 60  # terminal cells of a line that shows where two messages differ
LINE = 300  # characters that are kept of each text


@dataclass(frozen=True)
class ConversationRow:
    """A row of a conversation: a step, or a note that steps were left out."""

    kind: str
    left: str = ""
    place: str = ""
    arrow: str = ""
    right: str = ""


@dataclass(frozen=True)
class ConversationView:
    """A conversation, ready to be shown."""

    exercise: str
    promise: str
    program: str
    peers: str
    lines: list[ConversationRow]
    verdict: list[tuple[str, str]]
    marked: str
    alike: int
    of: int


@dataclass(frozen=True)
class MistakeView:
    """A mistake, ready to be shown; `link` is empty where the address of the course is not known."""

    figures: MistakeFigures
    title: str
    where: list[tuple[str, int]]
    place: str
    link: str
    talk: ConversationView | None


def count_common(found: Sequence[MistakeFigures]) -> int:
    """How many of these mistakes, the commonest first, are shown with a conversation."""
    return min(sum(each.count >= SEVERAL for each in found), SHOWN) or FEW


def mistake_view(each: MistakeFigures, entries: Sequence[Entry], course: str, with_talk: bool) -> MistakeView:
    """A mistake with the section to read, and with a conversation where one is requested and can be drawn."""
    found = example(entries, each.id) if with_talk else None
    place = as_line(
        f"exercises/{each.exercise}/{READMES[current()]}" + (f"#{each.anchor}" if each.anchor else ""), LINE
    )
    link = f"{course.rstrip('/')}/{place}" if course else ""
    return MistakeView(each, each.title, list(each.where), place, link, view_of(found) if found is not None else None)


def view_of(found: Example) -> ConversationView:
    """A conversation in rows, as the learner's own report draws it."""
    talk = found.talk
    differ = "\n".join(marked(talk.difference, MARKED)) if talk.difference is not None else ""
    return ConversationView(
        exercise=found.exercise,
        promise=promise_words(found.promise),
        program=program_title(talk),
        peers=peer_title(talk.peers) if talk.peers else "",
        lines=[row_of(step, talk.programs, talk.peers) for step in shortened(talk.steps)],
        verdict=[(label.strip(), text) for label, text in verdict_lines(talk)] if not differ else [],
        marked=differ,
        alike=found.alike,
        of=found.of,
    )


def row_of(step: Step | Cut, programs: Sequence[str], peers: Sequence[str]) -> ConversationRow:
    """A row: the program's side on the left, the peer's on the right."""
    if isinstance(step, Cut):
        return ConversationRow("cut", left=step.text)
    who = speaker_name(step.who, programs if step.of_program else peers)
    text = _("{name}: ").format(name=who) + step.text if who else step.text
    kind = step.mood.name.lower()
    if step.of_program:
        return ConversationRow(kind, left=text, place=step.place)
    return ConversationRow(kind, arrow=ARROWS[step.way], right=text)
