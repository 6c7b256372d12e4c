"""The results of all learners as compact JSON for the page: each text is stored once, and each record is an array.

The page's script (web/class.js) builds the view of one learner from it. It depends on the order of the fields below.
"""

import datetime
from collections.abc import Sequence

import msgspec

from grader.advice.choose import title_and_text
from grader.classes.collect.entry import Entry
from grader.classes.page.people import People
from grader.report.words import finding_texts, promise_words, reason_untried, status_word
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus
from grader.texts.language import _
from grader.texts.wording import as_line

LINE = 300  # characters that are kept of each text
STATES = tuple(ExerciseStatus)
MARKS = {CheckStatus.PASSED: "✓", CheckStatus.FAILED: "✗", CheckStatus.WITHHELD: "○", CheckStatus.NOT_TRIED: "·"}


class CheckRecord(msgspec.Struct, frozen=True, array_like=True):
    """A check of one learner. `promise`, `expected`, `observed` and `title` are indexes into `PageData.texts`."""

    promise: int
    mark: str
    points: int
    max: int
    expected: int = 0
    observed: int = 0
    title: int = 0
    line: int = 0


class ExerciseRecord(msgspec.Struct, frozen=True, array_like=True):
    """An exercise of one learner. `id` and `reason` are indexes into `texts`; `checks` is empty unless it failed."""

    id: int
    state: int
    points: int
    max: int
    reason: int
    checks: list[CheckRecord]


class LearnerRecord(msgspec.Struct, frozen=True, array_like=True):
    """One learner. `facts` are pairs of a label, as an index into `PageData.texts`, and a value, as text."""

    name: str
    facts: list[tuple[int, str]]
    exercises: list[ExerciseRecord]


class PageData(msgspec.Struct, frozen=True):
    """The records of all learners, with the texts and words of the view."""

    texts: list[str]
    states: list[str]
    words: dict[str, str]
    learners: list[LearnerRecord]


class TextTable:
    """Texts by their index; each is stored once, and 0 is the empty text."""

    def __init__(self) -> None:
        self.all: list[str] = [""]
        self._places = {"": 0}

    def place(self, text: str) -> int:
        """The index of a text, which is added where it is new."""
        line = as_line(text, LINE)
        if line not in self._places:
            self._places[line] = len(self.all)
            self.all.append(line)
        return self._places[line]


def embedded(entries: Sequence[Entry], people: People, zone: datetime.tzinfo | None) -> str:
    """The data as JSON without `<`, `>` and `&`, so that it can stand in a script element. Times are in `zone`."""
    texts = TextTable()
    learners = [learner(entry, people.called(entry), texts, zone) for entry in entries]
    data = PageData(texts.all, [status_word(each) for each in STATES], words(), learners)
    shown = msgspec.json.encode(data).decode()
    for letter in "<>&\u2028\u2029":
        shown = shown.replace(letter, f"\\u{ord(letter):04x}")
    return shown


def words() -> dict[str, str]:
    """The words that the script needs."""
    return {
        "expected": _("expected: ").strip(),
        "seen": _("seen:     ").strip(),
        "line": _("line {line}"),
        "open": _("Show the results of {name}"),
        "sorted": _("{caption}: sorted by {column}"),
    }


def learner(entry: Entry, name: str, texts: TextTable, zone: datetime.tzinfo | None) -> LearnerRecord:
    """One learner's record."""
    card = entry.card
    said = [
        (_("points"), points(entry)),
        (_("points by hand"), points_by_hand(entry, zone)),
        (_("folder"), entry.place),
        (_("graded at"), shown_time(entry.graded, zone)),
        (_("commit"), " ".join(filter(None, (entry.commit[:12], shown_time(entry.committed, zone))))),
        (_("no result"), entry.trouble if card is None else ""),
    ]
    facts = [(texts.place(label), as_line(value, LINE)) for label, value in said if value]
    facts += [(texts.place(_("note")), as_line(note, LINE)) for note in (card.notes if card is not None else [])]
    exercises = [exercise(each, texts) for each in card.exercises] if card is not None else []
    return LearnerRecord(name, facts, exercises)


def points(entry: Entry) -> str:
    """The points that count, and the maximum where it is known; empty where there are no points."""
    if entry.points is None:
        return ""
    return str(entry.points) if entry.card is None else f"{entry.points} / {entry.card.max}"


def shown_time(said: str, zone: datetime.tzinfo | None) -> str:
    """A time in ISO 8601 as the page shows it, in this zone; any other text is returned unchanged."""
    try:
        return in_words(datetime.datetime.fromisoformat(said).astimezone(zone))
    except (ValueError, OverflowError):
        return said


def in_words(when: datetime.datetime) -> str:
    """A time with its zone, to the minute."""
    return when.strftime("%Y-%m-%d %H:%M %Z").strip()


def points_by_hand(entry: Entry, zone: datetime.tzinfo | None) -> str:
    """The points given by hand, when and why; empty where there are none."""
    if entry.override is None:
        return ""
    return f"{entry.override.points} ({shown_time(entry.override.at, zone)}): {entry.override.reason}"


def exercise(each: ExerciseResult, texts: TextTable) -> ExerciseRecord:
    """One exercise's record."""
    checks = each.checks if each.status is ExerciseStatus.FAILED else []
    return ExerciseRecord(
        texts.place(each.id),
        STATES.index(each.status),
        each.score,
        each.max,
        texts.place(each.reason),
        [check(each, one, texts) for one in checks],
    )


def check(each: ExerciseResult, one: CheckResult, texts: TextTable) -> CheckRecord:
    """One check's record."""
    promise, mark = texts.place(promise_words(one.promise)), MARKS[one.status]
    if one.status is CheckStatus.PASSED:
        return CheckRecord(promise, mark, one.points, one.max)
    title = title_and_text(one.advice)[0] if one.advice is not None else ""
    found = finding_texts(one)
    observed = reason_untried(each, one) if one.status is CheckStatus.NOT_TRIED else found.observed
    expected, seen, named = map(texts.place, (found.expected, observed, title))
    return CheckRecord(promise, mark, one.points, one.max, expected, seen, named, one.line or 0)
