"""The names of learners on the page of a class, and the people whose submission is missing or uncertain. Pure.

The conversations on the page do not use these names: they are anonymous.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.roster.join import Joined
from grader.classes.roster.roster import Person
from grader.texts.wording import as_line

LETTERS = 100  # of a name


@dataclass(frozen=True)
class Listed:
    """A person or a submission in a list: the name, the reason, the index among the entries."""

    name: str
    why: str = ""
    place: int | None = None


class People:
    """The names of a class: those of the roster first. `joined` is None where there is no roster."""

    def __init__(self, joined: Joined | None) -> None:
        self.joined = joined or Joined()
        self.has_roster = joined is not None
        self._owners = {each.entry.name: each.person for each in self.joined.pairs if each.entry is not None}

    def called(self, entry: Entry) -> str:
        """The name of a learner on the page; never empty, and without control characters."""
        own = next((line for text in (entry.name, entry.place) if (line := name_line(text))), "?")
        owner = self._owners.get(entry.name) if self.has_roster else None
        return own if owner is None else both(owner.name, own)

    def missing(self) -> list[Listed]:
        """The people without a submission."""
        return [Listed(person_called(each)) for each in self.joined.missing]

    def doubtful(self) -> list[Listed]:
        """The people whose submission is not certain, and why."""
        return [Listed(person_called(each.person), each.doubt) for each in self.joined.doubtful]

    def strays(self, entries: Sequence[Entry]) -> Iterator[Listed]:
        """The submissions without a person of the roster, and why."""
        places = {entry.name: place for place, entry in enumerate(entries)}
        for each in self.joined.strays:
            yield Listed(self.called(each.entry), each.why, places.get(each.entry.name))


def person_called(person: Person) -> str:
    """The name of a person without a submission."""
    return both(person.name, person.username or person.id or person.email or person.known_as)


def both(name: str, key: str) -> str:
    """A name and a key, which distinguishes people of the same name."""
    parts = dict.fromkeys(filter(None, (name_line(name), name_line(key))))
    return " · ".join(parts) or "?"


def name_line(text: str) -> str:
    """A name as one line."""
    return as_line(text, LETTERS).strip()
