"""The submissions that count now: those in the class's folder, with their entries in the gradebook. Pure.

The gradebook keeps everything. A submission that was removed from the folder stays in it and does not count.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec

from grader.classes.collect.entry import Entry
from grader.classes.collect.found import Found
from grader.texts.language import _


@dataclass(frozen=True, kw_only=True)
class Present:
    """The submissions in the folder, graded or waiting, and the names of those that only the gradebook has."""

    graded: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    gone: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """All submissions in the folder, sorted by name."""
        return sorted((*self.graded, *self.waiting), key=lambda each: each.name)


def present(found: Sequence[Found], entries: Sequence[Entry], names: Collection[str]) -> Present:
    """Join the submissions in the folder with their entries; `names` are all names in the gradebook.

    Moved work is not graded again, so its place comes from the folder and not from the gradebook.
    """
    known = {each.name for each in entries}
    here = {each.name: each for each in found}
    return Present(
        graded=tuple(_at(here[each.name], each) for each in entries if each.name in here),
        waiting=tuple(_waiting(each) for each in found if each.name not in known),
        gone=tuple(sorted(name for name in names if name not in here)),
    )


def _at(found: Found, entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, place=found.place, later=found.later)


def _waiting(found: Found) -> Entry:
    return _at(found, Entry(name=found.name, place="", graded="", trouble=_("left out by --only")))
