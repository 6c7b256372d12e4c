"""What an export writes for each person: points, or the reason why there are none."""

from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.exports.comment import comment
from grader.classes.roster.csv_cells import one_line
from grader.classes.roster.join import Joined, Pair
from grader.classes.roster.roster import Person
from grader.model.errors import UsageError
from grader.result.scorecard import Scorecard
from grader.texts.language import _


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """How to export: the assignment's name, whether no submission means 0 points, and the maximum of points.

    0 is written only where it is certain that there is no submission. `most` None: the maximum of the results.
    """

    assignment: str = "Socket course"
    missing_as_zero: bool = False
    most: int | None = None


@dataclass(frozen=True)
class Standing:
    """What is written for a person: points, or why there are none."""

    pair: Pair
    points: int | None
    why: str = ""

    @property
    def person(self) -> Person:
        """The person."""
        return self.pair.person

    @property
    def comment(self) -> str:
        """The comment on the submission."""
        return comment(self.pair.entry)


def most_of(joined: Joined, options: ExportOptions) -> int:
    """The maximum of points: that of the options, else of the results. UsageError where there is neither."""
    cards = cards_of(joined)
    if options.most is None and not cards:
        raise UsageError(_("nothing is graded yet, so there are no points to export"))
    return max(card.max for card in cards) if options.most is None else options.most


def cards_of(joined: Joined) -> list[Scorecard]:
    """The results of all submissions that have one."""
    paired = [each.entry for each in joined.pairs if each.entry is not None]
    entries = [*paired, *(each.entry for each in joined.strays)]
    return [each.card for each in entries if each.card is not None]


def trouble_of(entry: Entry, most: int) -> str:
    """Why a teacher must examine a submission before its points count, in one line; empty where they count."""
    if entry.override is not None:
        return ""
    if entry.trouble or entry.card is None:
        return _("not graded: {why}").format(why=one_line(entry.trouble) or _("no result"))
    broken = next((each.id for each in entry.card.exercises if each.own_trouble), None)
    if broken is not None:
        return _("the grader itself failed at {exercise}; grade it again").format(exercise=broken)
    if entry.card.max != most:
        said = _("graded out of {max} points instead of {most}; grade it again")
        return said.format(max=entry.card.max, most=most)
    return ""


def standings_of(joined: Joined, options: ExportOptions, most: int) -> list[Standing]:
    """What is written for each person of the roster, in its order."""
    missing = _missing(len(joined.unclaimed), options)
    return [_standing(pair, missing, most) for pair in joined.pairs]


def _missing(unclaimed: int, options: ExportOptions) -> tuple[int | None, str]:
    """The points of people without a submission, or why they get no points."""
    if not options.missing_as_zero:
        return None, _("no submission")
    if not unclaimed:
        return 0, ""
    said = _("no submission that is surely theirs (without an owner so far: {count}); complete the roster first")
    return None, said.format(count=unclaimed)


def _standing(pair: Pair, missing: tuple[int | None, str], most: int) -> Standing:
    if pair.doubt:
        return Standing(pair, None, pair.doubt)
    if pair.entry is None:
        return Standing(pair, *missing)
    trouble = trouble_of(pair.entry, most)
    return Standing(pair, None, trouble) if trouble else Standing(pair, pair.entry.points)
