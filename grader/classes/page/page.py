"""The class as one page for its teacher: one HTML file that loads nothing from elsewhere.

    web/class.html.jinja    the page
    web/class.css           its style
    web/class.js            sorts the tables and opens a learner's results; the tables can be read without it

Jinja2 escapes every text; what the script shows comes as JSON and goes into the page as text. The Content Security
Policy of the page allows only its own style and script, by their digests, in case the escaping fails.
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
from grader.classes.page.mistakes import LINE, count_common, mistake_view
from grader.classes.page.people import People
from grader.classes.page.statistics import FEWEST, Attention, ExerciseFigures, Figures, Scores
from grader.classes.roster.join import Joined
from grader.model.errors import UsageError
from grader.report.words import promise_words, status_word
from grader.result.scorecard import ExerciseResult, ExerciseStatus
from grader.texts.language import _, current
from grader.texts.wording import as_line

if TYPE_CHECKING:
    from jinja2 import Environment

WEB = Path(__file__).with_name("web")
TAGS = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True)
class PageOptions:
    """The title of the page, when it was made, and the folder or address of the course, for links.

    Without `course` the sections to read are not linked.
    """

    made: datetime.datetime
    title: str = ""
    course: str = ""


def html(entries: Sequence[Entry], figures: Figures, options: PageOptions, joined: Joined | None = None) -> bytes:
    """The page, in UTF-8. `joined` is the class matched with its roster, None without a roster.

    UsageError where Jinja2 is not installed.
    """
    people = People(joined)
    style, script = read_web_file("class.css"), read_web_file("class.js")
    count = count_common(figures.mistakes)
    shown = [
        mistake_view(each, entries, options.course, number < count) for number, each in enumerate(figures.mistakes)
    ]
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
        attention=[attention_row(each, entries[each.place], people) for each in figures.attention],
        by_hand=[by_hand_row(each, entries[each.place], people, options) for each in figures.by_hand],
        rows=[row(entry, people, figures) for entry in entries],
        elsewhere=sum(each.card is not None and each.language not in ("", current()) for each in entries),
        people=people,
        strays=list(people.strays(entries)),
        shared=SHARED,
        fewest=FEWEST,
    )
    return said.encode()


def read_web_file(name: str) -> str:
    """One of the page's own files, with LF line ends, so that its digest is the same on every system."""
    return (WEB / name).read_text(encoding="utf-8")


def environment() -> "Environment":
    """Jinja2, with every text escaped. It is imported here because only the page of a class needs it."""
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
    """The policy that allows the page only its own style and script. Source: W3C, Content Security Policy Level 3."""
    allowed = f"style-src {digest(style)}; script-src {digest(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """A text's digest as the policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# Numbers ------------------------------------------------------------------------------------------------------------


def percent(part: float, whole: float) -> float:
    """A part in percent, with two decimals; 0 of 0 is 0."""
    return round(100 * part / whole, 2) if whole else 0.0


def rounded(number: float | None, digits: int = 1) -> str:
    """A number for a table, with a minus sign (U+2212); a dash for None."""
    if number is None:
        return "–"
    return f"{number:.{digits}f}".replace("-", "−")


def plain(number: float | None) -> str:
    """A number without trailing zeros; a dash for None."""
    return "–" if number is None else f"{number:g}"


@dataclass(frozen=True)
class ScoreColumn:
    """One bar of the distribution; `left`, `width` and `height` in percent of the picture."""

    low: int
    high: int
    count: int
    left: float
    width: float
    height: float


def columns(scores: Scores) -> Iterator[ScoreColumn]:
    """The bars of the distribution, the highest as high as the picture."""
    most = max((bar.count for bar in scores.bars), default=0)
    wide = 100 / len(scores.bars) if scores.bars else 0
    for number, bar in enumerate(scores.bars):
        height = percent(bar.count, most)
        yield ScoreColumn(bar.low, bar.high, bar.count, round(number * wide, 2), round(wide, 2), height)


@dataclass(frozen=True)
class BarSegment:
    """A part of the bar of an exercise; `left` and `width` in percent."""

    kind: str
    count: int
    left: float
    width: float


def segments(each: ExerciseFigures) -> Iterator[BarSegment]:
    """The parts of the bar of an exercise, from left to right."""
    left = 0
    parts = {
        ExerciseStatus.PASSED: each.passed,
        ExerciseStatus.FAILED: each.failed,
        ExerciseStatus.NOT_STARTED: each.not_started,
        ExerciseStatus.ERROR: each.errors,
    }
    for status, count in parts.items():
        yield BarSegment(status.value, count, percent(left, each.count), percent(count, each.count))
        left += count


# Submissions --------------------------------------------------------------------------------------------------------


def attention_row(each: Attention, entry: Entry, people: People) -> tuple[str, int, list[str]]:
    """A submission that needs a manual review: the name, its index among the entries, the reasons."""
    return people.called(entry), each.place, list(map(reason_words, each.reasons))


def by_hand_row(each: Attention, entry: Entry, people: People, options: PageOptions) -> tuple[str, int, list[str]]:
    """A submission with points given by hand: the name, its index, the points and their reason, other reasons."""
    name, place, reasons = attention_row(each, entry, people)
    return name, place, [learners.points_by_hand(entry, options.made.tzinfo), *reasons]


def reason_words(reason: Reason) -> str:
    """A reason for a manual review, in words."""
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
class ExerciseCell:
    """An exercise of one learner: the text that is shown, the value to sort by, the CSS class, the status in words."""

    text: str
    value: int
    kind: str
    said: str


@dataclass(frozen=True)
class LearnerRow:
    """A learner's row in the table of all learners."""

    name: str
    points: int | None
    overridden: bool
    cells: list[ExerciseCell]


def row(entry: Entry, people: People, figures: Figures) -> LearnerRow:
    """A learner's row: a cell for each exercise of the class."""
    results = {each.id: each for each in entry.card.exercises} if entry.card is not None else {}
    return LearnerRow(
        name=people.called(entry),
        points=entry.points,
        overridden=entry.override is not None,
        cells=[cell(results.get(each.id)) for each in figures.exercises],
    )


def cell(result: ExerciseResult | None) -> ExerciseCell:
    """An exercise of one learner, in one cell."""
    if result is None:
        return ExerciseCell("", -3, "none", "")
    said = status_word(result.status)
    if result.status is ExerciseStatus.ERROR:
        return ExerciseCell("!", -2, "error", said)
    if result.status is ExerciseStatus.NOT_STARTED:
        return ExerciseCell("–", -1, "not_started", said)
    return ExerciseCell(str(result.score), result.score, result.status.value, said)
