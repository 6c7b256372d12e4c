"""Match submissions to people: a roster and entries -> pairs and unmatched ones. Only sure matches count.

An entry is a person's where its name or its folder's name

    is the person's user name, id, e-mail address or login, in upper or lower case
    ends in `-` and the user name, as `tcp-alice` does; not where the classroom's name `tcp` is known and removed
    holds the id and the name, as `20260101-张三` does
    is the folder that Moodle makes of the worksheet's identifier, as `Jo Doe_123_assignsubmission_file_` is

The longest match wins: `tcp-jim-bob` is jim-bob's, not bob's. Where two people match equally, or two entries match one
person, both are reported and none is chosen. Of several downloads of one submission the newest counts.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.roster.roster import Person, Roster
from grader.texts.language import _
from grader.texts.wording import shorten

_MOODLE_FOLDER = re.compile(r"_(\d+)_assignsubmission_")
_LAST_NUMBER = re.compile(r"^.*?(\d*)$")  # Participant 123, or 参与者123
_BETWEEN = re.compile(r"[-_ +.,]+")


@dataclass(frozen=True)
class Pair:
    """A person and their submission (None for none). `doubt` says why the submission is not certain."""

    person: Person
    entry: Entry | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Stray:
    """A submission that is matched to no person of the roster, and why, in one line.

    `settled`: its owner is known, so it cannot belong to a person without a submission.
    """

    entry: Entry
    why: str
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Joined:
    """All people of the roster in its order with their submissions, and the unmatched submissions.

    `worksheet` is the header of the roster's Moodle worksheet, empty for other rosters.
    """

    pairs: tuple[Pair, ...] = ()
    strays: tuple[Stray, ...] = ()
    worksheet: tuple[str, ...] = ()

    @property
    def missing(self) -> list[Person]:
        """The people without a submission."""
        return [each.person for each in self.pairs if each.entry is None and not each.doubt]

    @property
    def unclaimed(self) -> list[Stray]:
        """The submissions with an unknown owner: any person without a submission may have made them."""
        return [each for each in self.strays if not each.settled]

    @property
    def doubtful(self) -> list[Pair]:
        """The people for whom it is not certain which submission counts."""
        return [each for each in self.pairs if each.doubt]


def join(roster: Roster, entries: Sequence[Entry]) -> Joined:
    """Match each entry to a person."""
    everybody = (*roster.people, *roster.staff)
    keys = [_Keys.of(each) for each in everybody]
    owned: defaultdict[int, list[Entry]] = defaultdict(list)
    strays: list[Stray] = []
    doubts: dict[int, str] = {}
    for entry in entries:
        if entry.later:
            why = _("an earlier download; {place} counts").format(place=shorten(entry.later))
            strays.append(Stray(entry, why, settled=True))
            continue
        match _owners(keys, entry):
            case []:
                strays.append(Stray(entry, _("not in the roster")))
            case [place] if place < len(roster.people):
                owned[place].append(entry)
            case [_place]:
                strays.append(Stray(entry, _("staff"), settled=True))
            case several:
                names = ", ".join(everybody[place].known_as for place in several)
                strays.append(Stray(entry, _("it may be any of these: {names}").format(names=names)))
                doubts |= {place: _("may be {entry}").format(entry=shorten(entry.place)) for place in several}
    pairs = []
    for place, person in enumerate(roster.people):
        mine = owned[place]
        if len(mine) > 1:
            places = ", ".join(shorten(each.place) for each in mine)
            doubts[place] = _("several submissions: {places}").format(places=places)
            why = _("one of several of {who}").format(who=person.known_as)
            strays += [Stray(each, why, settled=True) for each in mine]
        doubt = doubts.get(place, "") if len(mine) != 1 else ""
        pairs.append(Pair(person, mine[0] if len(mine) == 1 else None, doubt))
    return Joined(pairs=tuple(pairs), strays=tuple(strays), worksheet=roster.worksheet)


def without_roster(entries: Sequence[Entry]) -> Joined:
    """Pair each submission with a person named after it, where there is no roster."""
    return Joined(pairs=tuple(Pair(Person(username=each.name), each) for each in entries))


def _owners(people: Sequence["_Keys"], entry: Entry) -> list[int]:
    """The indexes of the people who match an entry best: one for a sure match, empty for no match."""
    folder = entry.place.rstrip("/").rpartition("/")[2]
    cut = any(whole.endswith(f"-{entry.name}") for whole in (folder, folder.rpartition(".")[0]))
    texts = {normalized(entry.name)} if cut else {normalized(entry.name), normalized(folder)} - {""}
    fits = [max((fit for text in texts for fit in each.fits(text, whole=cut)), default=0) for each in people]
    best = max(fits, default=0)
    return [place for place, fit in enumerate(fits) if fit == best] if best else []


def normalized(text: str) -> str:
    """A text to compare: in one Unicode form (NFKC) and one case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@dataclass(frozen=True)
class _Keys:
    """The keys that identify a person, ready to be compared."""

    user: str
    numbers: frozenset[str]
    others: frozenset[str]
    name: frozenset[str]
    moodle: str

    @classmethod
    def of(cls, person: Person) -> "_Keys":
        return cls(
            normalized(person.username),
            frozenset({normalized(person.id), normalized(person.sis_user_id)} - {""}),
            frozenset({normalized(person.username), normalized(person.email), normalized(person.sis_login_id)} - {""}),
            frozenset(_BETWEEN.split(normalized(person.name))) - {""},
            _LAST_NUMBER.sub(r"\1", person.moodle_identifier),
        )

    def fits(self, text: str, whole: bool = False) -> Iterator[int]:
        """For each sure match of a text with the person, how many of its letters match.

        `whole`: the text is a complete user name, so a match at its end does not count.
        """
        if text in self.others or text in self.numbers:
            yield len(text)
        if not whole and self.user and text.endswith(f"-{self.user}"):
            yield len(self.user)
        parts = set(_BETWEEN.split(text))
        if self.name and self.numbers & parts and self.name <= parts:
            yield len(text)
        found = _MOODLE_FOLDER.search(text)
        if found is not None and found[1] == self.moodle:
            yield len(text)
