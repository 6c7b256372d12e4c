"""Read what one learner of a class handed in, and identify it by a digest."""

import contextlib
import datetime
import hashlib
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classes.collect import history, zips
from grader.classes.collect.found import Found, home_in
from grader.classes.collect.zips import Files
from grader.course.exercise import Exercise
from grader.grading import notes
from grader.sourcefile.line_ends import with_lf
from grader.submission import reader
from grader.submission.reader import FILE_AT_MOST, Taken, Unreadable
from grader.submission.work import Work
from grader.texts.language import _


@dataclass(frozen=True)
class HandedIn:
    """The work of one submission.

    `digest` is equal for equal work. `commit` and `committed` (ISO 8601, UTC) are empty where the work does not equal a
    commit.
    """

    taken: Taken
    digest: str
    notes: tuple[str, ...] = ()
    commit: str = ""
    committed: str = ""


def read_handed_in(
    found: Found, exercises: Sequence[Exercise], before: datetime.datetime | None = None
) -> HandedIn | Unreadable:
    """Read the work in the folder or zip file; with `before`, that in the last commit until then."""
    ids = [each.id for each in exercises]
    if not found.path.is_dir():
        if not found.path.name.lower().endswith(".zip"):
            return Unreadable(_("it is no zip file; ask for one, or unpack it into a folder of its own"))
        files = zips.read_zip(found.path, ids)
        if isinstance(files, Unreadable):
            return files
        return Unreadable(history.no_commit(before)) if before is not None else _laid_out(files, exercises)
    state = history.last(found.path, ids, before)
    if before is not None:
        if state is None:
            return Unreadable(history.no_commit(before))
        if isinstance(state.files, Unreadable):
            return state.files
        return _laid_out(state.files, exercises, state.commit, state.committed)
    home = home_in(found.path, ids)
    if isinstance(home, Unreadable):
        return home
    handed = _read_folder(home, exercises)
    if isinstance(handed, HandedIn) and state is not None and _same(handed.taken, state.files):
        return replace(handed, commit=state.commit, committed=state.committed)
    return handed


def _laid_out(
    files: Files, exercises: Sequence[Exercise], commit: str = "", committed: str = ""
) -> HandedIn | Unreadable:
    """Write files that are only in memory to a temporary folder, and read them like other folders."""
    with tempfile.TemporaryDirectory(prefix="socket-course-") as name:
        folder = Path(name)
        for path, data in files.items():
            with contextlib.suppress(FileExistsError, NotADirectoryError):  # the same name for a file and a folder
                write_or_link(folder / path, data)
        return _read_folder(folder, exercises, commit, committed)


def write_or_link(path: Path, data: bytes | None) -> None:
    """Write a file; for None make a dangling link, on POSIX only: elsewhere it may need a privilege."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if data is not None:
        path.write_bytes(data)
    elif os.name == "posix":
        path.symlink_to("nowhere")


def _read_folder(
    folder: Path, exercises: Sequence[Exercise], commit: str = "", committed: str = ""
) -> HandedIn | Unreadable:
    taken = reader.read_works(folder, exercises)
    size = sum(len(data) for work in taken.values() if isinstance(work, Work) for data in work.files.values())
    if size > zips.WORK_AT_MOST:
        return Unreadable(zips.too_much())
    said = tuple(notes.on_work(folder, exercises))
    return HandedIn(taken, work_digest(folder, exercises, taken), said, commit, committed)


def work_digest(folder: Path, exercises: Sequence[Exercise], taken: Taken) -> str:
    """The SHA-256 of the names and bytes of all files; for unreadable work, of its main file's kind and content."""
    whole = hashlib.sha256()
    for each in exercises:
        work = taken[each.id]
        files = work.files if isinstance(work, Work) else {"": _kind_and_content(folder / each.id / each.facts.file)}
        for name, data in sorted(files.items()):
            for part in (each.id.encode(), name.encode("utf-8", "surrogateescape"), data):
                whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _kind_and_content(path: Path) -> bytes:
    """The kind and content of an unreadable file. Unlike the message about it, these do not depend on the language."""
    try:
        kind = stat.S_IFMT(path.lstat().st_mode)
        text = reader.read_file(path) if stat.S_ISREG(kind) else ""
    except OSError:
        return b"not there"
    return b"%d " % kind + (text if isinstance(text, bytes) else b"")


def _same(taken: Taken, files: Files | Unreadable) -> bool:
    """Whether the work equals that of a commit, except for line ends."""
    if isinstance(files, Unreadable):
        return False
    for exercise, work in taken.items():
        for name, data in work.files.items() if isinstance(work, Work) else ():
            kept = files.get(f"{exercise}/{name}")
            if kept is None or with_lf(kept[:FILE_AT_MOST]) != with_lf(data[:FILE_AT_MOST]):
                return False
    return True
