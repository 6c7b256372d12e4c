"""The submissions that count now: those that lie in the class's folder, with what the gradebook says of each. Pure.

A gradebook forgets nothing. What somebody has taken out of the folder stays in it, and counts no more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec

from grader.classes.collect.entry import Entry
from grader.classes.collect.found import Found
from grader.texts.language import _


@dataclass(frozen=True, kw_only=True)
class Present:
    """What lies in the folder, graded or not so far, and the names of what is in the gradebook alone."""

    graded: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    gone: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """All that lies in the folder, by name."""
        return sorted((*self.graded, *self.waiting), key=lambda each: each.name)


def present(found: Sequence[Found], entries: Sequence[Entry], names: Collection[str]) -> Present:
    """Put what was found together with its entries; `names` are all that the gradebook has.

    Work that has moved without a change is not graded again: where it lies is what the folder says.
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
