"""The class as one page for its teacher: everything is in it, and it asks nobody for anything.

    web/class.html.jinja    the page
    web/class.css           its style
    web/class.js            tables that sort, and a learner's results on demand; without it all tables can be read

The page allows its own style and its own script by their digests and nothing else (Content Security Policy), so that
even a text that escaped its escaping could do nothing. Every text is escaped by Jinja2; what the script shows comes as
JSON and goes into the page as text.
"""

import base64
import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classes.collect.entry import Entry
from grader.classes.page import learners
from grader.classes.page.anonymous import SHARED
from grader.classes.page.attention import Need, Reason
from grader.classes.page.example import Example, example
from grader.classes.page.people import People
from grader.classes.page.statistics import FEWEST, Attention, ExerciseFigures, Figures, MistakeFigures, Scores
from grader.classes.roster.join import Joined
from grader.course.exercise import READMES
from grader.model.errors import UsageError
from grader.report.conversation.repeats import Cut, shortened
from grader.report.conversation.step import Step, Way
from grader.report.terminal.byte_difference import marked
from grader.report.words import named, peer_title, program_title, promise_words, status_word, verdict
from grader.result.scorecard import ExerciseResult, ExerciseStatus
from grader.texts.language import _, current
from grader.texts.wording import as_line

if TYPE_CHECKING:
    from jinja2 import Environment

WEB = Path(__file__).with_name("web")
SHOWN = 12  # mistakes that are shown with a conversation; rarer ones stand in a table
SEVERAL = 2  # learners who make a mistake a common one
FEW = 3  # mistakes that are shown where none is common: the first ones, for there is no other order
TAGS = {"en": "en", "zh": "zh-CN"}
ARROWS = {Way.TO_PROGRAM: "◀──", Way.TO_PEER: "──▶", Way.BOUNCED: "✗──", None: ""}
MARKED = 60  # cells of two messages that differ
LINE = 300  # letters of a foreign text


@dataclass(frozen=True)
class Options:
    """What the page is called, when it was made, and where the course lies: a folder or an address for its links.

    Without `course` the places to read on are named, and not linked.
    """

    made: datetime.datetime
    title: str = ""
    course: str = ""


def html(entries: Sequence[Entry], figures: Figures, options: Options, joined: Joined | None = None) -> bytes:
    """The page, in UTF-8. `joined` tells who is in the class, None without a roster.

    UsageError where Jinja2 is not installed.
    """
    people = People(joined)
    style, script = own("class.css"), own("class.js")
    count = common(figures.mistakes)
    shown = [mistake(each, entries, options, number < count) for number, each in enumerate(figures.mistakes)]
    page = environment().get_template("class.html.jinja")
    said = page.render(
        lang=TAGS[current()],
        title=as_line(options.title, LINE) or _("Socket course"),
        made=options.made.isoformat(timespec="minutes"),
        when=learners.in_words(options.made),
        f=figures,
        style=style,
        script=script,
        policy=policy(style, script),
        data=learners.embedded(entries, people, options.made.tzinfo),
        columns=list(columns(figures.scores)),
        exercises=[(each, list(segments(each))) for each in figures.exercises],
        mistakes=shown[:count],
        rarer=shown[count:],
        attention=[look(each, entries[each.place], people) for each in figures.attention],
        by_hand=[given(each, entries[each.place], people, options) for each in figures.by_hand],
        rows=[row(entry, people, figures) for entry in entries],
        elsewhere=sum(in_another(each) for each in entries),
        people=people,
        strays=list(people.strays(entries)),
        shared=SHARED,
        fewest=FEWEST,
    )
    return said.encode()


def own(name: str) -> str:
    """One of the page's own files; with one kind of line end, so that its digest is the same everywhere."""
    return (WEB / name).read_text(encoding="utf-8")


def environment() -> "Environment":
    """Jinja2, with every text escaped. It is imported here, for nobody needs it but a teacher with a class."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        said = _("the page of a class needs the package {package}: python -m pip install {package}")
        raise UsageError(said.format(package="jinja2")) from error
    made = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["_"] = _
    made.filters |= {"percent": percent, "rounded": rounded, "plain": plain}
    made.filters |= {"line": lambda text: as_line(text, LINE), "promised": promise_words}
    return made


def policy(style: str, script: str) -> str:
    """What the page may do: show its own style, run its own script. Source: W3C, Content Security Policy Level 3."""
    allowed = f"style-src {digest(style)}; script-src {digest(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """A text's digest as the policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# Numbers ------------------------------------------------------------------------------------------------------------


def percent(part: float, whole: float) -> float:
    """How many hundredths, with two digits: enough for the width of a bar."""
    return round(100 * part / whole, 2) if whole else 0.0


def rounded(number: float | None, digits: int = 1) -> str:
    """A number for a table, with a real minus; a dash where there is none."""
    if number is None:
        return "–"
    return f"{number:.{digits}f}".replace("-", "−")


def plain(number: float | None) -> str:
    """A number without digits that say nothing."""
    return "–" if number is None else f"{number:g}"


@dataclass(frozen=True)
class Column:
    """One bar of the distribution: all in hundredths of the picture."""

    low: int
    high: int
    count: int
    left: float
    width: float
    height: float


def columns(scores: Scores) -> Iterator[Column]:
    """The bars of the distribution, the highest as high as the picture."""
    most = max((bar.count for bar in scores.bars), default=0)
    wide = 100 / len(scores.bars) if scores.bars else 0
    for number, bar in enumerate(scores.bars):
        height = percent(bar.count, most)
        yield Column(bar.low, bar.high, bar.count, round(number * wide, 2), round(wide, 2), height)


@dataclass(frozen=True)
class Segment:
    """A piece of an exercise's bar."""

    kind: str
    count: int
    left: float
    width: float


def segments(each: ExerciseFigures) -> Iterator[Segment]:
    """The pieces of an exercise's bar, one behind the other."""
    left = 0
    parts = {
        ExerciseStatus.PASSED: each.passed,
        ExerciseStatus.FAILED: each.failed,
        ExerciseStatus.NOT_STARTED: each.not_started,
        ExerciseStatus.ERROR: each.errors,
    }
    for status, count in parts.items():
        yield Segment(status.value, count, percent(left, each.count), percent(count, each.count))
        left += count


# Mistakes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A row of a conversation: a step, or what was left out."""

    kind: str
    left: str = ""
    place: str = ""
    arrow: str = ""
    right: str = ""


@dataclass(frozen=True)
class Talk:
    """A conversation, ready to be shown."""

    exercise: str
    promise: str
    program: str
    peers: str
    lines: list[Line]
    verdict: list[tuple[str, str]]
    marked: str
    alike: int
    of: int


@dataclass(frozen=True)
class Mistake:
    """A mistake, ready to be shown; `link` is empty where nobody said where the course lies."""

    figures: MistakeFigures
    title: str
    where: list[tuple[str, int]]
    place: str
    link: str
    talk: Talk | None


def common(found: Sequence[MistakeFigures]) -> int:
    """How many of these mistakes, the commonest first, are shown with a conversation."""
    return min(sum(each.count >= SEVERAL for each in found), SHOWN) or FEW


def mistake(each: MistakeFigures, entries: Sequence[Entry], options: Options, with_talk: bool) -> Mistake:
    """A mistake with its place to read on, and with a conversation where that is wanted and can be drawn."""
    found = example(entries, each.id) if with_talk else None
    place = as_line(
        f"exercises/{each.exercise}/{READMES[current()]}" + (f"#{each.anchor}" if each.anchor else ""), LINE
    )
    link = f"{options.course.rstrip('/')}/{place}" if options.course else ""
    return Mistake(each, each.title, list(each.where), place, link, talk_of(found) if found is not None else None)


def talk_of(found: Example) -> Talk:
    """A conversation in rows, as the learner's own report draws it."""
    talk = found.talk
    differ = "\n".join(marked(talk.difference, MARKED)) if talk.difference is not None else ""
    return Talk(
        exercise=found.exercise,
        promise=promise_words(found.promise),
        program=program_title(talk),
        peers=peer_title(talk.peers) if talk.peers else "",
        lines=[line_of(step, talk.programs, talk.peers) for step in shortened(talk.steps)],
        verdict=[(label.strip(), text) for label, text in verdict(talk)] if not differ else [],
        marked=differ,
        alike=found.alike,
        of=found.of,
    )


def line_of(step: Step | Cut, programs: Sequence[str], peers: Sequence[str]) -> Line:
    """A row: the program's side on the left, the peer's on the right."""
    if isinstance(step, Cut):
        return Line("cut", left=step.text)
    who = named(step.who, programs if step.of_program else peers)
    text = _("{name}: ").format(name=who) + step.text if who else step.text
    kind = step.mood.name.lower()
    if step.of_program:
        return Line(kind, left=text, place=step.place)
    return Line(kind, arrow=ARROWS[step.way], right=text)


# Submissions --------------------------------------------------------------------------------------------------------


def in_another(entry: Entry) -> bool:
    """Whether the texts of a result are known to be in another language than the page's."""
    return entry.card is not None and entry.language not in ("", current())


def look(each: Attention, entry: Entry, people: People) -> tuple[str, int, list[str]]:
    """Whose submission needs a person, its place, and why."""
    return people.called(entry), each.place, list(map(told, each.reasons))


def given(each: Attention, entry: Entry, people: People, options: Options) -> tuple[str, int, list[str]]:
    """Whom a person has given points, the place, how many and why, and what else there is to know."""
    name, place, reasons = look(each, entry, people)
    return name, place, [learners.given(entry, options.made.tzinfo), *reasons]


def told(reason: Reason) -> str:
    """Why somebody should look, in words."""
    said = {
        Need.NO_RESULT: _("no result: {detail}"),
        Need.OWN_TROUBLE: _("{exercise}: the grader failed, not the learner: {detail}"),
        Need.UNREADABLE: _("{exercise} cannot be graded: {detail}"),
        Need.FLOODED: _("{exercise}: it floods, and was stopped ({detail})"),
        Need.LIMIT: _("{exercise}: it ran into a limit ({detail})"),
        Need.SIGNAL: _("{exercise}: the system ended it (signal {detail})"),
        Need.COMMANDS: _("{exercise}: it prints commands, as if to steer what reads its output"),
    }[reason.need]
    flooded = {"printed": _("output"), "sent": _("bytes"), "processes": _("processes")}
    detail = flooded.get(reason.detail, reason.detail) if reason.need is Need.FLOODED else reason.detail
    return said.format(exercise=reason.exercise, detail=as_line(detail, LINE))


@dataclass(frozen=True)
class Cell:
    """An exercise of one learner: what is shown, what it sorts by, and how it looks."""

    text: str
    value: int
    kind: str
    said: str


@dataclass(frozen=True)
class Row:
    """A learner in the table of all."""

    name: str
    points: int | None
    overridden: bool
    cells: list[Cell]


def row(entry: Entry, people: People, figures: Figures) -> Row:
    """A learner's row: a cell for each exercise of the class."""
    results = {each.id: each for each in entry.card.exercises} if entry.card is not None else {}
    return Row(
        name=people.called(entry),
        points=entry.points,
        overridden=entry.override is not None,
        cells=[cell(results.get(each.id)) for each in figures.exercises],
    )


def cell(result: ExerciseResult | None) -> Cell:
    """An exercise of one learner, in one cell."""
    if result is None:
        return Cell("", -3, "none", "")
    said = status_word(result.status)
    if result.status is ExerciseStatus.ERROR:
        return Cell("!", -2, "error", said)
    if result.status is ExerciseStatus.NOT_STARTED:
        return Cell("–", -1, "not_started", said)
    return Cell(str(result.score), result.score, result.status.value, said)
