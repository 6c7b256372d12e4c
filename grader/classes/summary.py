"""Summarize a graded class in a few lines. Pure."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classes.collect.found import Found
from grader.classes.grading.grade_class import Tally
from grader.classes.results import Written
from grader.classes.roster.join import Joined
from grader.report.terminal.signs import can_show
from grader.texts.language import _
from grader.texts.wording import shorten

NAMED_AT_MOST = 3  # people left out of a file
LISTED_AT_MOST = 10  # names of removed submissions, or lines about names that occur twice


def of_tally(tally: Tally) -> Iterator[str]:
    """The counts of graded, unchanged and failed submissions, and a line for each failure."""
    counts = {_("graded"): tally.graded, _("unchanged"): tally.unchanged, _("without a result"): len(tally.errors)}
    for name, count in counts.items():
        yield f"{count:>6}  {name}"
    for who, why in sorted(tally.errors):
        yield f"        {shorten(who)}: {shorten(why, 400)}"


def of_namesakes(found: Sequence[Found]) -> Iterator[str]:
    """Submissions that got a longer name because another one has the same name."""
    others = [each for each in found if each.keeper]
    for each in others[:LISTED_AT_MOST]:
        said = _("{place} is called {name} here, for {keeper} has the same name")
        yield said.format(place=shorten(each.place), name=shorten(each.name), keeper=shorten(each.keeper))
    if len(others) > LISTED_AT_MOST:
        yield _("and {count} more such").format(count=len(others) - LISTED_AT_MOST)


def of_gone(names: Sequence[str], folder: Path) -> Iterator[str]:
    """Submissions that were removed from the class's folder and so do not count."""
    if names:
        some = "; ".join([*map(shorten, names[:LISTED_AT_MOST]), *(["..."] if len(names) > LISTED_AT_MOST else [])])
        said = _("no longer in {folder}, not counted ({count}): {names}")
        yield said.format(folder=shorten(str(folder)), count=len(names), names=some)


def of_roster(joined: Joined) -> Iterator[str]:
    """The people of the roster without a certain submission, and the submissions without a person."""
    if joined.missing:
        names = "; ".join(shorten(each.name or each.username or each.email) for each in joined.missing)
        yield _("in the roster, without a submission ({count}): {names}").format(count=len(joined.missing), names=names)
    for pair in joined.doubtful:
        yield f"{shorten(pair.person.name or pair.person.username or pair.person.email)}: {shorten(pair.doubt, 400)}"
    strays = [each for each in joined.strays if not each.entry.later]
    if strays:
        names = "; ".join(f"{shorten(each.entry.name)} ({shorten(each.why, 400)})" for each in strays)
        said = _("handed in, without an owner in the roster ({count}): {names}")
        yield said.format(count=len(strays), names=names)
    if len(strays) < len(joined.strays):
        said = _("earlier downloads, of which a later one counts: {count}")
        yield said.format(count=len(joined.strays) - len(strays))


def of_files(written: Sequence[Written], left_over: Sequence[Path], encoding: str) -> Iterator[str]:
    """The files that were written, the people they lack, and files of an earlier run beside them."""
    between = " · " if can_show("·", encoding) else ", "
    yield between.join(each.path.name for each in written if not each.why_not)
    whole = next((each for each in written if each.everybody and not each.why_not), None)
    for each in written:
        if each.why_not:
            yield _("{file} was not written: {reason}").format(file=each.path.name, reason=each.why_not)
        elif each.left_out:
            yield of_left_out(each, whole)
    for path in left_over:
        said = _("{file} is from an earlier run and may be out of date: give --roster again, or delete it")
        if path in [each.path for each in written]:
            said = _("the {file} that lies there is from an earlier run and may be out of date")
        yield said.format(file=path.name)


def of_left_out(file: Written, whole: Written | None) -> str:
    """The people whose points a file lacks: their number, and their names where they are few or `whole` lacks them."""
    count, listed = len(file.left_out), () if whole is None else whole.left_out
    own = [each for each in file.left_out if each not in listed] if count > NAMED_AT_MOST else list(file.left_out)
    reasons: dict[str, list[str]] = {}
    for each in own:
        reasons.setdefault(each.why, []).append(shorten(each.who))
    parts = [f"{', '.join(who)}: {why}" for why, who in reasons.items()]
    if whole is not None and len(own) < count:
        place = _("for the others see the column {column} of {file}") if own else _("see the column {column} of {file}")
        parts.append(place.format(column=_("Status"), file=whole.path.name))
    said = _("{file} leaves out {count} ({named})")
    if file.everybody:
        said = _("{file} has no points for {count} ({named})")
    return said.format(file=file.path.name, count=count, named="; ".join(parts))
