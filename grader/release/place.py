"""Write a release into its folder, new or over an earlier one. After a kill at any moment, a repetition completes it.

    1  the journal      lists all files that the release had or will have
    2  new files        each atomically; the wheel has a new name, and the old one stays
    3  course.json      the switch: it names the new wheel
    4  dropped files    removed: the old wheel, and files without local changes
    5  the journal      removed

After a kill before step 3 the old manifest still names the old wheel, so that the earlier release works. A later update
recognizes from the journal which files belong to a release, and continues.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.model.errors import UsageError
from grader.release import changes, manifest
from grader.release.changes import Changes, FolderState, Kept
from grader.release.manifest import JOURNAL, NAME, Journal, Kind, Manifest, Owned
from grader.release.selection import SOLUTIONS
from grader.release.source import ROOT, File
from grader.storage import atomic
from grader.texts.language import _

TEMPORARY = ".course-update."  # the start of the names of temporary files
LEARNERS: Kind = "learners"
GRADERS: Kind = "graders"
ALLOWED = (".git",)  # what a folder without a release may hold


@dataclass(frozen=True)
class UpdateResult:
    """The numbers of files written and removed by an update, and the files that it kept."""

    put: int
    removed: int
    kept: Sequence[Kept]


def must_fit(folder: Path, kind: Kind) -> Manifest | None:
    """The manifest of the release in `folder`, None for a new one. UsageError where no release may be written there."""
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
        strange = sorted(name for name in os.listdir(folder) if name not in ALLOWED and not name.startswith(TEMPORARY))
        if strange:
            said = _("{folder} is no release and not empty ({name} lies there); name a new or an empty folder")
            raise UsageError(said.format(folder=folder, name=strange[0]))
    if found is not None and found.kind != kind:
        raise UsageError(_("{folder} holds a release of another kind; name another folder").format(folder=folder))
    return found


def must_stay_private(path: Path, learners: Path | None) -> None:
    """UsageError where a file with the hidden checks would lie in a learners' repository."""
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


def has_solutions(folder: Path) -> bool:
    """Whether the last release in a folder had solutions."""
    found = manifest.manifest_of(folder)
    return found is not None and any(name.startswith(f"{SOLUTIONS}/") for name in found.files)


def bring(folder: Path, files: Sequence[File], wanted: Manifest) -> UpdateResult:
    """Write a release, or update the existing one. UsageError where that fails."""
    try:
        state = read_folder_state(folder)
        made = changes.changes(files, state)
        hashes = {file.path: file.sha256 for file in sorted(made.own, key=lambda file: file.path)}
        whole = msgspec.structs.replace(wanted, files=hashes)
        carry_out(folder, made, File(NAME, manifest.encode(whole)), state.owned)
    except OSError as error:
        said = _("{folder} cannot be written ({reason}); what was there is still whole, and another try goes on")
        raise UsageError(said.format(folder=folder, reason=error.strerror or error)) from error
    return UpdateResult(len(made.put), len(made.remove), made.kept)


def read_folder_state(folder: Path) -> FolderState:
    """The present files of a folder, and which of them a release wrote."""
    last, journal = manifest.manifest_of(folder), manifest.journal_of(folder)
    files = last.files if last is not None else {}
    owned = {Owned(*each) for each in files.items()}
    if journal is not None:
        owned.update(journal.owned)
    return FolderState(lambda path: present_file(folder, path), files, frozenset(owned))


def present_file(folder: Path, name: str) -> bytes | None:
    """The bytes of a file; None where it does not exist. UsageError where something else has its name."""
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
    """Carry out the changes in the order that survives a kill at any moment."""
    under_way = os.path.lexists(folder / JOURNAL)
    if not (made.put or made.remove or under_way) and present_file(folder, NAME) == last.data:
        return
    folder.mkdir(exist_ok=True)
    for leftover in folder.glob(f"{TEMPORARY}*.tmp"):
        leftover.unlink()
    both = Journal(tuple(sorted({*owned, *manifest.owned(made.own)})))
    for file in (File(JOURNAL, manifest.encode(both)), *made.put, last):
        put_file(folder, file)
    for path in made.remove:
        (folder / path).unlink()
    for path in sorted({each.path for each in owned} - {file.path for file in made.own}):
        remove_empty(folder, path)
    (folder / JOURNAL).unlink()


def put_file(folder: Path, file: File) -> None:
    """Make the folders of a file, and write the file atomically."""
    path = folder / file.path
    for above in reversed(path.relative_to(folder).parents[:-1]):
        if not (folder / above).is_dir():
            (folder / above).mkdir()
            if os.name == "posix":
                (folder / above).chmod(0o755)  # regardless of the umask
    unfinished = folder / f"{TEMPORARY}{secrets.token_hex(8)}.tmp"
    atomic.write(file.data, path, mode=atomic.PUBLIC, follow_link=False, temporary=unfinished)


def remove_empty(folder: Path, name: str) -> None:
    """Remove the folders of a removed file that are empty now."""
    with contextlib.suppress(OSError):
        for above in Path(name).parents[:-1]:
            if (folder / above).is_dir():
                (folder / above).rmdir()
