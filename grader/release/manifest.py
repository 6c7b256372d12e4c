"""The manifest of a release, in its file `course.json`.

    Manifest    each file with its hash, so that an update detects local changes
    Journal     during an update: all files that the release had before or will have

A manifest may come from a learner's copy, where it can be edited. So names that lead out of the folder are refused.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeVar

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
    """A release: its version, its kind, the grader's wheel, its plan, and each file with its hash."""

    version: str
    kind: Kind
    wheel: str
    plan: ReleasePlan
    files: dict[str, str]  # from the path to the SHA-256


class Owned(msgspec.Struct, frozen=True, order=True):
    """A file of a release, present or former, with its hash."""

    path: str
    sha256: str


class Journal(msgspec.Struct, frozen=True):
    """An unfinished update."""

    owned: tuple[Owned, ...]


AnyContent = TypeVar("AnyContent", Manifest, Journal)


def encode(content: Manifest | Journal) -> bytes:
    """The bytes of a manifest or journal."""
    return msgspec.json.format(msgspec.json.encode(content, order="deterministic"), indent=2) + b"\n"


def manifest_of(folder: Path) -> Manifest | None:
    """The manifest in a folder; None where there is none. UsageError where it is not valid."""
    found = decoded(folder / NAME, Manifest)
    if found is not None:
        refuse_strange(folder / NAME, found.files)
    return found


def journal_of(folder: Path) -> Journal | None:
    """The journal of an unfinished update; None where there is none."""
    found = decoded(folder / JOURNAL, Journal)
    if found is not None:
        refuse_strange(folder / JOURNAL, (each.path for each in found.owned))
    return found


def decoded(path: Path, kind: type[AnyContent]) -> AnyContent | None:
    """The content of a file; None where it does not exist. UsageError where it is not valid."""
    try:
        return msgspec.json.decode(read_regular(path, AT_MOST), type=kind)
    except FileNotFoundError:
        return None
    except NotRegularError as error:
        raise unknown(path, _("it is not an ordinary file")) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unknown(path, str(error)) from error


def refuse_strange(path: Path, names: Iterable[str]) -> None:
    """UsageError where a name leads out of the release's folder or into .git."""
    for name in names:
        if not all(map(PART.fullmatch, name.split("/"))):
            raise unknown(path, _("it names the file {name!r}").format(name=shorten(name, 60)))


def unknown(path: Path, reason: str) -> UsageError:
    """The error for a manifest that is not valid."""
    said = _("{path} is not that of a release which this grader can update ({reason}); name another folder")
    return UsageError(said.format(path=path, reason=shorten(reason, 120)))


def owned(files: Iterable[File]) -> set[Owned]:
    """These files with their hashes."""
    return {Owned(file.path, file.sha256) for file in files}
