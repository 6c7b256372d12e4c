"""What everybody is called on the page of a class, and who of the roster has no submission that is surely theirs. Pure.

The conversations of the page know nothing of this: in them nobody has a name.
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
    """A person or a submission in a list: what it is called, why it stands there, its place among the entries."""

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
        """What a learner is called on the page: never nothing, and without marks that turn a text around."""
        own = next((line for text in (entry.name, entry.place) if (line := shown(text))), "?")
        owner = self._owners.get(entry.name) if self.has_roster else None
        return own if owner is None else both(owner.name, own)

    def missing(self) -> list[Listed]:
        """Who handed in nothing."""
        return [Listed(person_called(each)) for each in self.joined.missing]

    def doubtful(self) -> list[Listed]:
        """Whose submission is not known, and why."""
        return [Listed(person_called(each.person), each.doubt) for each in self.joined.doubtful]

    def strays(self, entries: Sequence[Entry]) -> Iterator[Listed]:
        """The submissions that are nobody's of the roster, and why."""
        places = {entry.name: place for place, entry in enumerate(entries)}
        for each in self.joined.strays:
            yield Listed(self.called(each.entry), each.why, places.get(each.entry.name))


def person_called(person: Person) -> str:
    """What a person without a submission is called."""
    return both(person.name, person.username or person.id or person.email or person.known_as)


def both(name: str, key: str) -> str:
    """A name, and what tells it from the same name of somebody else."""
    told = dict.fromkeys(filter(None, (shown(name), shown(key))))
    return " · ".join(told) or "?"


def shown(text: str) -> str:
    """A foreign name as one line."""
    return as_line(text, LETTERS).strip()
