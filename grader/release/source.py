"""Read the teacher's complete copy, from which a release is made."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grader.model.errors import CourseError, UsageError
from grader.sourcefile.line_ends import with_lf
from grader.texts.language import _

GRADER = Path(__file__).resolve().parents[1]
ROOT = GRADER.parent
TEMPLATE = Path(__file__).resolve().parent / "template"
BINARY = (".mo", ".whl")


@dataclass(frozen=True)
class File:
    """One file of a release: its path from the release's folder, with `/` between its parts, and its bytes."""

    path: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Project:
    """The grader's metadata in pyproject.toml."""

    name: str
    version: str
    summary: str
    python: str
    licence: str
    dependencies: tuple[str, ...]
    scripts: tuple[tuple[str, str], ...]


def project() -> Project:
    """Read pyproject.toml. UsageError where this is not a complete copy of the course."""
    path = ROOT / "pyproject.toml"
    if not path.is_file() or not (ROOT / "exercises").is_dir():
        raise UsageError(_("a release is made from the teacher's whole copy of the course; this one is not whole"))
    metadata = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    return Project(
        name=metadata["name"],
        version=metadata["version"],
        summary=metadata["description"],
        python=metadata["requires-python"],
        licence=metadata.get("license", ""),
        dependencies=tuple(metadata["dependencies"]),
        scripts=tuple(sorted(metadata.get("scripts", {}).items())),
    )


def read_course_file(path: Path) -> bytes:
    """Read a file of the course, texts with LF line ends. CourseError where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path.relative_to(ROOT).as_posix()} cannot be read: {error.strerror}") from error
    return data if path.suffix in BINARY else with_lf(data)


def licence() -> bytes | None:
    """The course's licence; None where it has none."""
    path = ROOT / "LICENSE"
    return read_course_file(path) if path.is_file() else None
