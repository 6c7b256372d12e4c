"""How editors save a file, step by step: each is a generator that yields while the save is incomplete."""

from collections.abc import Callable, Iterator
from pathlib import Path

Editor = Callable[[Path, str], Iterator[None]]


def emptied_first(path: Path, text: str) -> Iterator[None]:
    """Truncate the file, then write."""
    with open(path, "w", encoding="utf-8") as file:
        yield
        file.write(text)


def in_two_halves(path: Path, text: str) -> Iterator[None]:
    """Write one half, then the other."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        yield
        file.write(text[len(text) // 2 :])


def moved_away_first(path: Path, text: str) -> Iterator[None]:
    """Rename the old file, write a new one, delete the old one."""
    old = path.with_name(path.name + "~")
    path.rename(old)
    yield
    path.write_text(text, encoding="utf-8")
    yield
    old.unlink()


def put_in_its_place(path: Path, text: str) -> Iterator[None]:
    """Write another file, then rename it."""
    new = path.with_name("." + path.name + ".tmp")
    new.write_text(text, encoding="utf-8")
    yield
    new.replace(path)


# Meanwhile the file is incomplete or missing.
HALF_SEEN: tuple[Editor, ...] = (emptied_first, in_two_halves, moved_away_first)
EDITORS = (*HALF_SEEN, put_in_its_place)
