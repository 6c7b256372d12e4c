"""What became of a class, in a few lines. Pure."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classes.grading import Tally
from grader.classes.join import Joined
from grader.classes.results import Written
from grader.language import _
from grader.report.signs import can_show
from grader.wording import shorten

GONE_AT_MOST = 10  # names of submissions that were taken out


def of_tally(tally: Tally) -> Iterator[str]:
    """How many were graded, how many had not changed, and a line for each without a result."""
    rows = [
        (_("graded"), tally.graded),
        (_("unchanged"), tally.unchanged),
        (_("without a result"), len(tally.errors)),
    ]
    for name, count in rows:
        yield f"{count:>6}  {name}"
    for who, why in sorted(tally.errors):
        yield f"        {shorten(who)}: {shorten(why, 400)}"


def of_gone(names: Sequence[str], folder: Path) -> Iterator[str]:
    """Which submissions count no more, for they were taken out of the class's folder."""
    if names:
        some = "; ".join([*map(shorten, names[:GONE_AT_MOST]), *(["..."] if len(names) > GONE_AT_MOST else [])])
        said = _("no longer in {folder}, not counted ({count}): {names}")
        yield said.format(folder=shorten(str(folder)), count=len(names), names=some)


def of_roster(joined: Joined) -> Iterator[str]:
    """Who of the roster handed in nothing that is surely theirs, and which submissions are nobody's: all of them."""
    if joined.missing:
        names = "; ".join(shorten(each.name or each.username or each.email) for each in joined.missing)
        yield _("in the roster, without a submission ({count}): {names}").format(count=len(joined.missing), names=names)
    for pair in joined.doubtful:
        yield f"{shorten(pair.person.name or pair.person.username or pair.person.email)}: {shorten(pair.doubt, 400)}"
    strays = [each for each in joined.strays if not each.entry.later]
    if strays:
        names = "; ".join(f"{shorten(each.entry.name)} ({shorten(each.why, 400)})" for each in strays)
        said = _("handed in, and nobody's in the roster ({count}): {names}")
        yield said.format(count=len(strays), names=names)
    if len(strays) < len(joined.strays):
        said = _("earlier downloads, of which a later one counts: {count}")
        yield said.format(count=len(joined.strays) - len(strays))


def of_files(written: Sequence[Written], encoding: str) -> Iterator[str]:
    """The files that were written, and what they do not say."""
    between = " · " if can_show("·", encoding) else ", "
    yield between.join(each.path.name for each in written if each.there)
    for each in written:
        if each.said and each.there:
            yield f"{each.path.name} {each.said}"
        elif each.said:
            yield _("{file} was not written: {reason}").format(file=each.path.name, reason=each.said)
