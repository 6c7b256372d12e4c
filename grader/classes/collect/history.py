"""Read the git history of a submission without running anything that a learner may have configured.

Git reads no setting, hook or attribute of the submission: it works on an empty temporary repository that uses the
submission's object store. HEAD and its branch are read here, as plain files.

Source: git(1), GIT_OBJECT_DIRECTORY, GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL; gitrepository-layout(5).
"""

import contextlib
import datetime
import os
import re
import shutil
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.classes.collect.layout import Place, home, is_beside, parts_of_work
from grader.classes.collect.zips import FILES_AT_MOST, WORK_AT_MOST, Files, too_much
from grader.storage.bounded import read_regular
from grader.submission.reader import FILE_AT_MOST, Unreadable
from grader.texts.language import _

ANSWERS_WITHIN = 30.0  # seconds
OBJECT_AT_MOST = 4 << 20  # bytes
COMMIT = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
BRANCH = re.compile(rb"ref: (refs/[A-Za-z0-9_][\w./+#@-]*)")
TREE, LINK = b"40000", b"120000"  # modes in a tree

Entries = Callable[[Place], dict[str, tuple[bytes, str]]]  # of a tree: the mode and the object of each name


@dataclass(frozen=True)
class CommittedWork:
    """A commit, its time (ISO 8601, UTC; by the clock of the machine that made it), and the work in it."""

    commit: str
    committed: str
    files: Files | Unreadable


class _Trouble(Exception):
    """The history cannot be read."""


def last(folder: Path, exercises: Collection[str], before: datetime.datetime | None = None) -> CommittedWork | None:
    """The last commit, or the last one dated until a time; None where there is none or it cannot be read."""
    repository = _repository(folder)
    head = _head(repository) if repository is not None else None
    if repository is None or head is None or shutil.which("git") is None:
        return None
    try:
        with _temporary_repository(repository, len(head)) as own:
            until = [] if before is None else [f"--min-age={int(before.timestamp())}"]
            words = ["rev-list", "--max-count=1", "--timestamp", *until, head, "--"]
            found = subprocess.run(
                own.command(*words), env=own.environment, capture_output=True, timeout=ANSWERS_WITHIN, check=False
            )
            if found.returncode or not found.stdout:
                return None
            second, commit = found.stdout.decode("ascii", "replace").split()
            committed = datetime.datetime.fromtimestamp(int(second), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            with own.objects() as objects:
                return CommittedWork(commit, committed, _work(objects, commit, exercises))
    except (_Trouble, OSError, OverflowError, ValueError, subprocess.SubprocessError):
        return None


# The submission's own files ------------------------------------------------------------------------------------------


def _repository(folder: Path) -> Path | None:
    """The repository at the top, or in the only folder there; None for a link, or if it uses objects from elsewhere."""
    try:
        below = [each for each in sorted(folder.iterdir()) if not each.name.startswith((".", "__"))]
    except OSError:
        return None
    for place in (folder, *(below if len(below) == 1 else ())):
        git = place / ".git"
        if _is_folder(place) and _is_folder(git) and _is_folder(git / "objects"):
            return None if _borrows(git / "objects") else git
    return None


def _borrows(objects: Path) -> bool:
    """Whether objects come from elsewhere: through a link or `info/alternates`."""
    with os.scandir(objects) as found:
        inside = list(found)
    for each in inside:
        if each.is_symlink():
            return True
        if each.is_dir():
            with os.scandir(each) as deeper:
                if any(one.is_symlink() for one in deeper):
                    return True
    return os.path.lexists(objects / "info/alternates")


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _small(path: Path, most: int = 1 << 12) -> bytes:
    """The first bytes of a regular file; empty where it cannot be read."""
    try:
        return read_regular(path, most)
    except OSError:
        return b""


def _head(git: Path) -> str | None:
    """The commit that is checked out."""
    said = _small(git / "HEAD").strip()
    branch = BRANCH.fullmatch(said)
    if branch is not None:
        name = branch[1]
        if b".." in name:
            return None
        said = _small(git / name.decode()).strip() or _packed(git, name)
    return said.decode() if COMMIT.fullmatch(said) else None


def _packed(git: Path, name: bytes) -> bytes:
    lines = _small(git / "packed-refs", OBJECT_AT_MOST).splitlines()
    return next((line.split()[0] for line in lines if line.endswith(b" " + name)), b"")


# Git, on a temporary repository --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TemporaryRepository:
    """An empty repository that uses the submission's objects."""

    folder: Path
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        return ["git", "--no-pager", f"--git-dir={self.folder}", *words]

    @contextlib.contextmanager
    def objects(self) -> "Iterator[_Objects]":
        process = subprocess.Popen(
            self.command("cat-file", "--batch"),
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        limit = threading.Timer(ANSWERS_WITHIN, process.kill)
        limit.start()
        try:
            yield _Objects(process)
        finally:
            limit.cancel()
            process.kill()
            process.communicate()


@contextlib.contextmanager
def _temporary_repository(repository: Path, letters: int) -> Iterator[_TemporaryRepository]:
    with tempfile.TemporaryDirectory(prefix="socket-course-") as name:
        folder = Path(name)
        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        form = "\tobjectFormat = sha256\n" if letters == 64 else ""
        (folder / "config").write_text(
            f"[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n\tcommitGraph = false\n[extensions]\n{form}"
        )
        cut_off = _small(repository / "shallow", OBJECT_AT_MOST).split()
        if cut_off:
            (folder / "shallow").write_bytes(b"".join(each + b"\n" for each in cut_off if COMMIT.fullmatch(each)))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        yield _TemporaryRepository(
            folder,
            kept
            | {
                "GIT_OBJECT_DIRECTORY": str((repository / "objects").resolve()),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_NO_REPLACE_OBJECTS": "1",
                "GIT_NO_LAZY_FETCH": "1",
                "GIT_TERMINAL_PROMPT": "0",
                "GIT_ALLOC_LIMIT": "64m",
            },
        )


class _Objects:
    """A running `git cat-file --batch`, which returns one object after another."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def get(self, name: str, kind: bytes) -> bytes | None:
        """The bytes of an object of this kind; None where there is none."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(name.encode() + b"\n")
        self._process.stdin.flush()
        words = self._process.stdout.readline().split()
        if words[-1:] == [b"missing"]:
            return None
        if len(words) != 3 or not words[2].isdigit() or int(words[2]) > OBJECT_AT_MOST:
            raise _Trouble
        data = self._process.stdout.read(int(words[2]) + 1)[:-1]
        return data if words[1] == kind else None

    def tree(self, name: str) -> "dict[str, tuple[bytes, str]]":
        """The entries of a tree: the mode and the object of each name; empty where there is none."""
        return entries_of(self.get(name, b"tree") or b"", len(name.partition("^")[0]) // 2)


def entries_of(data: bytes, size: int) -> "dict[str, tuple[bytes, str]]":
    """The entries in the bytes of a tree: a mode, a blank, a name, a zero byte, and the name of an object of this size.

    A learner made the tree and it may be large: only the parts that are kept are copied.
    """
    found, at = {}, 0
    while (space := data.find(b" ", at)) >= 0 and (end := data.find(b"\0", space)) >= 0:
        found[data[space + 1 : end].decode("utf-8", "replace")] = (data[at:space], data[end + 1 : end + 1 + size].hex())
        at = end + 1 + size
    return found


def _work(objects: _Objects, commit: str, exercises: Collection[str]) -> Files | Unreadable:
    known: dict[Place, dict[str, tuple[bytes, str]]] = {(): objects.tree(f"{commit}^{{tree}}")}

    def entries(place: Place) -> dict[str, tuple[bytes, str]]:
        if place not in known:
            mode, name = entries(place[:-1]).get(place[-1], (b"", ""))
            known[place] = objects.tree(name) if mode == TREE else {}
        return known[place]

    found = home(entries, exercises)
    if isinstance(found, Unreadable):
        return found
    files: Files = {}
    size = 0
    for path in _paths(entries, found, exercises):
        mode, name = entries(path[:-1])[path[-1]]
        data: bytes | None = b""
        if parts_of_work(path[len(found) :], exercises):
            data = None if mode == LINK else (objects.get(name, b"blob") or b"")[: FILE_AT_MOST + 1]
        size += len(data or b"")
        if size > WORK_AT_MOST or len(files) > FILES_AT_MOST:
            return Unreadable(too_much())
        files["/".join(path[len(found) :])] = data
    return files


def _paths(entries: Entries, found: Place, exercises: Collection[str]) -> Iterator[Place]:
    """The paths of the work and of the files beside it, relative to the top of the commit."""
    for exercise in sorted(set(exercises) & set(entries(found))):
        inside = (*found, exercise)
        for name, (mode, _object) in entries(inside).items():
            below = entries((*inside, name)) if mode == TREE else {}
            for path in [(*inside, name), *((*inside, name, each) for each in below)]:
                if is_beside(path[len(found) :], exercises) and entries(path[:-1])[path[-1]][0] != TREE:
                    yield path


def no_commit(before: datetime.datetime) -> str:
    """The message for a submission without a commit in time."""
    said = _("it has no commit from before {time}, or no history of git that can be read")
    return said.format(time=before.isoformat(sep=" ", timespec="minutes"))
