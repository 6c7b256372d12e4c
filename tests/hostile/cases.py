"""The hostile programs: one small program for each attack, in `programs/`.

The first lines of a program say what it tries, and which sandbox levels must stop it:

    # Row 6. It reads the environment of every process that it can see.
    # Stopped by: landlock bubblewrap
    # Not tried at: limits                 where a person would have to clean up afterwards
    # Exercise: 01_address                 default: 12_client

Words between @ signs are placeholders for values that are known only at run time. A program is a file, or a folder of
files; the ending `.txt` of a file's name is removed (pytest would read a conftest.py here). Functions below make what
a repository cannot contain: links to devices, a pipe, a file of one gigabyte.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.sandbox.levels import Level

PROGRAMS = Path(__file__).parent / "programs"
DEFAULT_EXERCISE = "12_client"
FILES = {"12_client": "client.py", "01_address": "address.py"}


@dataclass(frozen=True)
class Case:
    """One hostile submission. `files`: texts in the exercise's folder; `make`: a function that adds other files."""

    name: str
    title: str
    stopped_by: frozenset[Level]
    not_at: frozenset[Level] = frozenset()
    exercise: str = DEFAULT_EXERCISE
    files: Mapping[str, str] = field(default_factory=dict)
    make: Callable[[Path], None] | None = None

    @property
    def leaves_marks(self) -> bool:
        """Whether the program may write a mark after the grading."""
        return any("@DROP@" in text for text in self.files.values())

    def lay_out(self, folder: Path, placeholders: Mapping[str, str]) -> None:
        """Write the submission into a learner's folder, with the placeholders replaced."""
        exercise = folder / self.exercise
        exercise.mkdir(parents=True)
        for name, text in self.files.items():
            for word, value in placeholders.items():
                text = text.replace(f"@{word}@", value)
            (exercise / name).write_text(text, encoding="utf-8")
        if self.make is not None:
            self.make(exercise)


def cases() -> list[Case]:
    """All hostile submissions, sorted by name."""
    found = [read_case(path) for path in PROGRAMS.iterdir() if path.is_dir() or path.suffix == ".py"]
    return sorted([*found, *special_files()], key=lambda each: each.name)


def read_case(path: Path) -> Case:
    """Read a program of `programs/` and the header in its first lines."""
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    texts = {part.name.removesuffix(".txt"): part.read_text(encoding="utf-8") for part in parts if part.is_file()}
    main = next((text for text in texts.values() if "# Stopped by:" in text), "")
    exercise = "".join(re.findall(r"^# Exercise: (\w+)$", main, flags=re.MULTILINE)) or DEFAULT_EXERCISE
    if not path.is_dir():
        texts = {FILES[exercise]: main}
    return Case(
        name=path.stem,
        title=main.splitlines()[0].removeprefix("# "),
        stopped_by=parse_levels("Stopped by", main),
        not_at=parse_levels("Not tried at", main),
        exercise=exercise,
        files=texts,
    )


def parse_levels(field: str, text: str) -> frozenset[Level]:
    """The levels in the header line `# FIELD: ...`; empty without such a line."""
    found = re.search(rf"^# {field}: (.*)$", text, flags=re.MULTILINE)
    return frozenset(map(Level, found[1].split())) if found else frozenset()


def special_files() -> list[Case]:
    """Row 16: files that are not programs."""
    makers: dict[str, tuple[str, Callable[[Path], None]]] = {
        "is_a_link": ("a link to a file of the system", lambda path: path.symlink_to("/etc/passwd")),
        "is_a_device": ("a link to a device without end", lambda path: path.symlink_to("/dev/zero")),
        "is_a_pipe": ("a pipe without a writer", os.mkfifo),
        "is_a_folder": ("a folder", lambda path: path.mkdir()),
        "is_large": ("a gigabyte", lambda path: _write_sparse(path, 1 << 30)),
        "is_no_text": ("not UTF-8", lambda path: _write(path, b"\xff\xfe\x00x = 1\n\x80")),
        "is_full_of_zeros": ("zeros", lambda path: _write(path, bytes(1000))),
    }
    return [
        Case(name, f"Row 16. The file is {what}.", frozenset(Level), make=_at(FILES[DEFAULT_EXERCISE], maker))
        for name, (what, maker) in makers.items()
    ]


def _at(name: str, maker: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda folder: maker(folder / name)


def _write_sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
