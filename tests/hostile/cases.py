"""The hostile set: one small program for each idea, in `programs/`.

A program says in its first lines what it tries, and which levels of the box must stop it:

    # Row 6. It reads the environment of every process that it can see.
    # Stopped by: landlock bubblewrap
    # Not tried at: limits                 where trying it would need a person to clean up
    # Exercise: 01_address                 else 12_client

Words between @ signs stand for what is known only when it is tried. A program is a file, or a folder with files beside
it (`.txt` is left off: no conftest.py may lie in the way of our own tests). What no repository can hold (links, devices, a gigabyte) is made by a function here.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.sandbox.levels import Level

PROGRAMS = Path(__file__).parent / "programs"
USUAL = "12_client"
FILES = {"12_client": "client.py", "01_address": "address.py"}


@dataclass(frozen=True)
class Case:
    """One hostile submission. `files` lie in the exercise's folder; `make` lays out what is no text."""

    name: str
    title: str
    stopped_by: frozenset[Level]
    not_at: frozenset[Level] = frozenset()
    exercise: str = USUAL
    files: Mapping[str, str] = field(default_factory=dict)
    make: Callable[[Path], None] | None = None

    @property
    def leaves_marks(self) -> bool:
        """Whether it would leave its mark only later."""
        return any("@DROP@" in text for text in self.files.values())

    def lay_out(self, folder: Path, known: Mapping[str, str]) -> None:
        """Put it into a learner's folder."""
        place = folder / self.exercise
        place.mkdir(parents=True)
        for name, text in self.files.items():
            for word, value in known.items():
                text = text.replace(f"@{word}@", value)
            (place / name).write_text(text, encoding="utf-8")
        if self.make is not None:
            self.make(place)


def cases() -> list[Case]:
    """All of them, by name."""
    found = [program(path) for path in PROGRAMS.iterdir() if path.is_dir() or path.suffix == ".py"]
    return sorted([*found, *made()], key=lambda each: each.name)


def program(path: Path) -> Case:
    """A program of `programs/`, from what it says of itself."""
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    texts = {part.name.removesuffix(".txt"): part.read_text(encoding="utf-8") for part in parts if part.is_file()}
    main = next((text for text in texts.values() if "# Stopped by:" in text), "")
    exercise = "".join(re.findall(r"^# Exercise: (\w+)$", main, flags=re.MULTILINE)) or USUAL
    if not path.is_dir():
        texts = {FILES[exercise]: main}
    return Case(
        name=path.stem,
        title=main.splitlines()[0].removeprefix("# "),
        stopped_by=levels("Stopped by", main),
        not_at=levels("Not tried at", main),
        exercise=exercise,
        files=texts,
    )


def levels(said: str, text: str) -> frozenset[Level]:
    """The levels that a line of a program names."""
    found = re.search(rf"^# {said}: (.*)$", text, flags=re.MULTILINE)
    return frozenset(map(Level, found[1].split())) if found else frozenset()


def made() -> list[Case]:
    """Row 16: what is no program at all."""
    makers: dict[str, tuple[str, Callable[[Path], None]]] = {
        "is_a_link": ("a link to a file of the grader's", lambda path: path.symlink_to("/etc/passwd")),
        "is_a_device": ("a link to a device without end", lambda path: path.symlink_to("/dev/zero")),
        "is_a_pipe": ("a pipe that nobody writes to", os.mkfifo),
        "is_a_folder": ("a folder", lambda path: path.mkdir()),
        "is_large": ("a gigabyte", lambda path: _hollow(path, 1 << 30)),
        "is_no_text": ("not UTF-8", lambda path: _write(path, b"\xff\xfe\x00x = 1\n\x80")),
        "is_full_of_zeros": ("zeros", lambda path: _write(path, bytes(1000))),
    }
    return [
        Case(name, f"Row 16. The file is {what}.", frozenset(Level), make=_at(FILES[USUAL], maker))
        for name, (what, maker) in makers.items()
    ]


def _at(name: str, maker: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda folder: maker(folder / name)


def _hollow(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
