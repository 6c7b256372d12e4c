"""Decide what an update changes, from the wanted files, the present files and those of the last release. Pure.

present                         in the new release              not in the new release
nothing                         put                             -
as a release put it             put                             removed
changed locally                 kept; the new one beside it     kept
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

ReadFile = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Kept:
    """A locally changed file that stays. `beside` is the path of the new version, empty where there is none."""

    path: str
    beside: str = ""


@dataclass(frozen=True)
class Changes:
    """Files to put, paths to remove, and files to keep. `own` are all files of the new release."""

    put: list[File] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    own: list[File] = field(default_factory=list)


@dataclass(frozen=True)
class FolderState:
    """The present files. `last` are the hashes of the last release, `owned` its files and an unfinished one's."""

    look: ReadFile
    last: Mapping[str, str]
    owned: frozenset[Owned]

    def untouched(self, path: str, data: bytes) -> bool:
        """Whether a file is as a release put it, except for line ends, which git may change."""
        return any(Owned(path, hashlib.sha256(each).hexdigest()) in self.owned for each in (data, with_lf(data)))


def changes(wanted: Iterable[File], state: FolderState) -> Changes:
    """The changes that bring the folder to the wanted files."""
    made = Changes()
    for file in wanted:
        made.own.append(file)
        there = state.look(file.path)
        if there is not None and same_content(file, there):
            continue
        # A local change of the wheel can only be damage.
        if there is None or state.untouched(file.path, there) or file.path.endswith(".whl"):
            made.put.append(file)
        else:
            keep_changed(made, file, state)
    remove_dropped(made, state)
    return made


def same_content(file: File, there: bytes) -> bool:
    """Whether a file is present already; line ends of texts may differ, since git changes them."""
    return there == file.data or (not file.path.endswith(BINARY) and with_lf(there) == file.data)


def keep_changed(made: Changes, file: File, state: FolderState) -> None:
    """Keep a local file; put the release's version beside it if it is new, or if a copy is there already."""
    name = free_name_beside(file, state)
    there = state.look(name)
    if state.last.get(file.path) == file.sha256 and there is None:
        return
    new = File(name, file.data)
    made.kept.append(Kept(file.path, name))
    made.own.append(new)
    if there is None or not same_content(new, there):
        made.put.append(new)


def free_name_beside(file: File, state: FolderState) -> str:
    """The first name beside a file that is free or has a release's own version."""
    for number in itertools.count(1):
        name = f"{file.path}.{BESIDE}" if number == 1 else f"{file.path}.{number}.{BESIDE}"
        there = state.look(name)
        if there is None or there == file.data or state.untouched(name, there):
            return name
    raise AssertionError("numbers do not end")


def remove_dropped(made: Changes, state: FolderState) -> None:
    """Remove files dropped by this release, unless they were modified locally."""
    staying = {file.path for file in made.own}
    for path in sorted({each.path for each in state.owned} - staying):
        there = state.look(path)
        if there is not None and state.untouched(path, there):
            made.remove.append(path)
        elif there is not None and path in state.last and not path.endswith(f".{BESIDE}"):
            made.kept.append(Kept(path))
