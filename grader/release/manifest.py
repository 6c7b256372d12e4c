"""What a release says of itself, in a file of its own: `course.json`.

    Manifest    what lies here: each file with its hash, so that an update knows what nobody has changed
    Journal     while an update is under way: all that may be a release's own, before and after it

A manifest may come from a learner's copy, where anybody can write anything into it. So it names no file outside its
folder.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from grader.model.errors import UsageError
from grader.release.plan import ReleasePlan
from grader.release.source import File
from grader.storage.bounded import NotRegularError, read_regular
from grader.texts.language import _
from grader.texts.wording import shorten

NAME = "course.json"
JOURNAL = ".course-update.json"
SCHEMA = "socket-course/release/v1"
AT_MOST = 4 << 20  # bytes of a manifest
PART = re.compile(r"(?!\.\.?$)(?!\.git$)[^/\\:\0]+", re.IGNORECASE)

Kind = Literal["learners", "graders"]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, tag_field="schema", tag=SCHEMA):
    """A release: its version, for whom it is, the grader's wheel, what was wanted, and each file with its hash."""

    version: str
    kind: Kind
    wheel: str
    plan: ReleasePlan
    files: dict[str, str]  # from the path to the SHA-256


class Owned(msgspec.Struct, frozen=True, order=True):
    """A content that a file of a release has or had."""

    path: str
    sha256: str


class Journal(msgspec.Struct, frozen=True):
    """An update that is under way."""

    owned: tuple[Owned, ...]


def encoded(told: Manifest | Journal) -> bytes:
    """A manifest or a journal as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(told, order="deterministic"), indent=2) + b"\n"


def manifest_of(folder: Path) -> Manifest | None:
    """The manifest in a folder; None where there is none. UsageError where it is none that this grader knows."""
    data = text_of(folder / NAME)
    if data is None:
        return None
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unknown(folder / NAME, str(error)) from error
    refuse_strange(folder / NAME, found.files)
    return found


def journal_of(folder: Path) -> Journal | None:
    """The journal of an update that did not come to its end; None where there is none."""
    data = text_of(folder / JOURNAL)
    if data is None:
        return None
    try:
        found = msgspec.json.decode(data, type=Journal)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unknown(folder / JOURNAL, str(error)) from error
    refuse_strange(folder / JOURNAL, (each.path for each in found.owned))
    return found


def text_of(path: Path) -> bytes | None:
    """The bytes of a file that a release put there; None where there is nothing."""
    try:
        return read_regular(path, AT_MOST)
    except NotRegularError as error:
        raise unknown(path, _("it is not an ordinary file")) from error
    except FileNotFoundError:
        return None


def refuse_strange(path: Path, names: Iterable[str]) -> None:
    """UsageError where a name leads out of the release's folder, or into its git."""
    for name in names:
        if not all(map(PART.fullmatch, name.split("/"))):
            raise unknown(path, _("it names the file {name!r}").format(name=shorten(name, 60)))


def unknown(path: Path, reason: str) -> UsageError:
    """What to say of a manifest that cannot be understood."""
    said = _("{path} is not that of a release which this grader can update ({reason}); name another folder")
    return UsageError(said.format(path=path, reason=shorten(reason, 120)))


def owned(files: Iterable[File]) -> set[Owned]:
    """These files as contents of a release."""
    return {Owned(file.path, file.sha256) for file in files}
