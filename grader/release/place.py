"""Bring a release into its folder, new or over an earlier one, so that an end at any moment leaves a whole release.

    1  the journal      everything that a release has put or will put there
    2  new files        each in one step; the wheel has a new name, and the old one stays
    3  course.json      the switch: from now on the new wheel is meant
    4  what is gone     removed: the old wheel, and what nobody changed
    5  the journal      removed

Where it ends before 3, the old manifest still names the old wheel; an update that comes later knows from the journal
which files are a release's own, and goes on.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.model.errors import UsageError
from grader.release import changes, manifest
from grader.release.changes import Changes, Ground, Kept
from grader.release.manifest import JOURNAL, NAME, Journal, Kind, Manifest, Owned
from grader.release.source import ROOT, File
from grader.storage import atomic
from grader.texts.language import _

HALF = ".course-update."  # how the name of a file begins that is not whole yet
LEARNERS: Kind = "learners"
GRADERS: Kind = "graders"
ALLOWED = (".git",)  # what may lie in a folder that holds no release yet


@dataclass(frozen=True)
class UpdateResult:
    """What an update did: how many files it put and removed, and which it kept."""

    put: int
    removed: int
    kept: Sequence[Kept]


def must_fit(folder: Path, kind: Kind) -> Manifest | None:
    """The manifest of the release that lies in `folder`, None for a new one. UsageError where none may lie there."""
    if folder.is_symlink():
        raise UsageError(_("{folder} is a link; name the folder itself").format(folder=folder))
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{folder} is not a folder; name a new one").format(folder=folder))
    if not folder.absolute().parent.is_dir():
        raise UsageError(_("there is no folder {folder} to make it in").format(folder=folder.absolute().parent))
    if folder.resolve() == ROOT or ROOT in folder.resolve().parents:
        said = _("{folder} lies in the course itself; name a folder beside it, such as ../socket-course-for-learners")
        raise UsageError(said.format(folder=folder))
    if not folder.exists():
        return None
    found = manifest.manifest_of(folder)
    if found is None and manifest.journal_of(folder) is None:
        strange = sorted(name for name in os.listdir(folder) if name not in ALLOWED and not name.startswith(HALF))
        if strange:
            said = _("{folder} is no release and not empty ({name} lies there); name a new or an empty folder")
            raise UsageError(said.format(folder=folder, name=strange[0]))
    if found is not None and found.kind != kind:
        raise UsageError(_("{folder} holds a release of another kind; name another folder").format(folder=folder))
    return found


def must_stay_private(path: Path, learners: Path | None) -> None:
    """UsageError where something that holds the checks on push would lie in a learners' repository."""
    own = learners.resolve() if learners is not None else None
    for folder in (path.resolve(), *path.resolve().parents):
        if folder == own or is_learners(folder):
            said = _(
                "{path} would lie in the learners' repository, and it holds the checks on push; name another place"
            )
            raise UsageError(said.format(path=path))


def is_learners(folder: Path) -> bool:
    """Whether a folder holds a release for learners."""
    try:
        found = manifest.manifest_of(folder)
    except (UsageError, OSError):
        return False
    return found is not None and found.kind == LEARNERS


def bring(folder: Path, files: Sequence[File], told: Manifest) -> UpdateResult:
    """Put a release there, or update the one that is there. UsageError where that cannot be done."""
    try:
        ground = ground_of(folder)
        made = changes.changes(files, ground)
        whole = Manifest(
            version=told.version,
            kind=told.kind,
            wheel=told.wheel,
            plan=told.plan,
            files={file.path: file.sha256 for file in sorted(made.own, key=lambda file: file.path)},
        )
        carry_out(folder, made, File(NAME, manifest.encoded(whole)), ground.owned)
    except OSError as error:
        said = _("{folder} cannot be written ({reason}); what was there is still whole, and another try goes on")
        raise UsageError(said.format(folder=folder, reason=error.strerror or error)) from error
    return UpdateResult(len(made.put), len(made.remove), made.kept)


def ground_of(folder: Path) -> Ground:
    """What lies there, and whose it is."""
    last, journal = manifest.manifest_of(folder), manifest.journal_of(folder)
    files = last.files if last is not None else {}
    owned = {Owned(*each) for each in files.items()}
    if journal is not None:
        owned.update(journal.owned)
    return Ground(lambda path: looked(folder, path), files, frozenset(owned))


def looked(folder: Path, name: str) -> bytes | None:
    """The bytes of a file; None where there is nothing. UsageError where something else lies in its way."""
    path = folder
    parts = name.split("/")
    for number, part in enumerate(parts, 1):
        path /= part
        if not os.path.lexists(path):
            return None
        fits = stat.S_ISREG if number == len(parts) else stat.S_ISDIR
        if not fits(os.lstat(path).st_mode):
            said = _("{path} lies in the way: it is not an ordinary file or folder; nothing was changed")
            raise UsageError(said.format(path=path))
    return path.read_bytes()


def carry_out(folder: Path, made: Changes, last: File, owned: frozenset[Owned]) -> None:
    """Do what an update has to do, in the order in which it may end at any moment."""
    under_way = os.path.lexists(folder / JOURNAL)
    if not (made.put or made.remove or under_way) and looked(folder, NAME) == last.data:
        return
    folder.mkdir(exist_ok=True)
    for half in sorted(folder.glob(f"{HALF}*.tmp")):
        half.unlink()
    both = Journal(tuple(sorted({*owned, *manifest.owned(made.own)})))
    for file in (File(JOURNAL, manifest.encoded(both)), *made.put, last):
        put(folder, file)
    for path in made.remove:
        (folder / path).unlink()
    for path in sorted({each.path for each in owned} - {file.path for file in made.own}):
        remove_empty(folder, path)
    (folder / JOURNAL).unlink()


def put(folder: Path, file: File) -> None:
    """Write a file in one step, and the folders that it needs before."""
    path = folder / file.path
    for above in reversed(path.relative_to(folder).parents[:-1]):
        if not (folder / above).is_dir():
            (folder / above).mkdir()
            if os.name == "posix":
                (folder / above).chmod(0o755)  # whatever the umask is
    unfinished = folder / f"{HALF}{secrets.token_hex(8)}.tmp"
    atomic.write(file.data, path, mode=atomic.PUBLIC, follow_link=False, temporary=unfinished)


def remove_empty(folder: Path, name: str) -> None:
    """Remove the folders that a file lay in, as far as they are empty now."""
    with contextlib.suppress(OSError):
        for above in Path(name).parents[:-1]:
            if (folder / above).is_dir():
                (folder / above).rmdir()
