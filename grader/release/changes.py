"""What an update has to do: decided from what is wanted, what lies there and what a release put there. Pure.

lies there                      the new release has it          it has it no more
nothing                         put                             -
as a release put it             put                             removed
changed by somebody             kept; the new one beside it     kept
                                (only if the release's own
                                file is new)
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from grader.release.manifest import Owned
from grader.release.source import BINARY, File
from grader.sourcefile.line_ends import with_lf

BESIDE = "new"  # exercises/03_bind/bind.py.new

Look = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Kept:
    """A file that somebody has changed and that stays; `beside` is where the new one lies, empty where none is new."""

    path: str
    beside: str = ""


@dataclass(frozen=True)
class Changes:
    """Files to put, paths to remove, and what is kept. `own` is everything that is the release's own afterwards."""

    put: list[File] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    own: list[File] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """What lies there. `last` are the hashes in the last whole release, `owned` all that any release put there."""

    look: Look
    last: Mapping[str, str]
    owned: frozenset[Owned]

    def untouched(self, path: str, data: bytes) -> bool:
        """Whether a file lies there as a release put it, but for what git makes of line ends."""
        return any(Owned(path, hashlib.sha256(each).hexdigest()) in self.owned for each in (data, with_lf(data)))


def changes(wanted: Iterable[File], ground: Ground) -> Changes:
    """What an update has to do."""
    made = Changes()
    for file in wanted:
        made.own.append(file)
        there = ground.look(file.path)
        if there is None or (not same(file, there) and (ground.untouched(file.path, there) or grader_s(file))):
            made.put.append(file)
        elif not same(file, there):
            keep(made, file, ground)
    leave(made, ground)
    return made


def same(file: File, there: bytes) -> bool:
    """Whether a file lies there already; a text's line ends are git's business."""
    return there == file.data or (not file.path.endswith(BINARY) and with_lf(there) == file.data)


def grader_s(file: File) -> bool:
    """Whether nobody has a reason to change this file, so that another content is damage."""
    return file.path.endswith(".whl")


def keep(made: Changes, file: File, ground: Ground) -> None:
    """Keep what lies in a file's place; the release's own goes beside it unless it was that in the last release."""
    name = beside(file, ground)
    there = ground.look(name)
    if ground.last.get(file.path) == file.sha256 and there is None:
        return
    new = File(name, file.data)
    made.kept.append(Kept(file.path, name))
    made.own.append(new)
    if there is None or not same(new, there):
        made.put.append(new)


def beside(file: File, ground: Ground) -> str:
    """The first name beside a file where nothing of anybody's lies."""
    for number in itertools.count(1):
        name = f"{file.path}.{BESIDE}" if number == 1 else f"{file.path}.{number}.{BESIDE}"
        there = ground.look(name)
        if there is None or there == file.data or ground.untouched(name, there):
            return name
    raise AssertionError("numbers do not end")


def leave(made: Changes, ground: Ground) -> None:
    """Remove what the new release has no more, unless somebody has changed it."""
    staying = {file.path for file in made.own}
    for path in sorted({each.path for each in ground.owned} - staying):
        there = ground.look(path)
        if there is not None and ground.untouched(path, there):
            made.remove.append(path)
        elif there is not None and path in ground.last and not path.endswith(f".{BESIDE}"):
            made.kept.append(Kept(path))
