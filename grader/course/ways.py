"""Programs that get every point: the reference solution and other accepted ways.

    solutions/NN_name/FILE              the reference solution
    solutions/NN_name/accepted/*.py     other ways
    solutions/NN_name/ways.toml         one line about each of them in both languages, the most instructive way first

A learner's copy has them only where the teacher released them. They are read as data.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.storage.bounded import read_regular
from grader.texts.language import _
from grader.texts.wording import shorten

ACCEPTED = "accepted"
TITLES = "ways.toml"
FILE_AT_MOST = 256 << 10  # bytes
WAYS_AT_MOST = 100


class WayTitle(msgspec.Struct, frozen=True):
    """One line that says what is different about a way, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class AcceptedWay:
    """An accepted way: its file's name without `.py`, one line about it, and its bytes."""

    name: str
    title: str
    program: bytes


@dataclass(frozen=True)
class Solutions:
    """The reference solution of an exercise, and the other accepted ways."""

    reference: bytes
    ways: tuple[AcceptedWay, ...]


def released(solutions: Path, exercise: Exercise, lang: str) -> Solutions | None:
    """The solutions of an exercise; None where they were not released. UsageError where one cannot be read.

    The ways are in the order of ways.toml; those that it does not name are last.
    """
    folder = solutions / exercise.id
    reference = folder / exercise.facts.file
    if not os.path.lexists(reference):
        return None
    titles = read_titles(folder / TITLES)
    order = {name: place for place, name in enumerate(titles)}
    paths = sorted((folder / ACCEPTED).glob("*.py"), key=lambda path: (order.get(path.stem, len(order)), path.stem))
    ways = (AcceptedWay(path.stem, title_of(path.stem, titles, lang), read_file(path)) for path in paths[:WAYS_AT_MOST])
    return Solutions(read_file(reference), tuple(ways))


def title_of(name: str, titles: dict[str, WayTitle], lang: str) -> str:
    """The line about a way; without one, its name in words."""
    title = titles.get(name)
    return name.replace("_", " ") if title is None else title.zh if lang == "zh" else title.en


def read_titles(path: Path) -> dict[str, WayTitle]:
    """The lines about the ways of an exercise; empty where there is no such file. UsageError where it is not valid."""
    if not os.path.lexists(path):
        return {}
    try:
        return msgspec.convert(tomllib.loads(read_file(path).decode()), dict[str, WayTitle])
    except ValueError as error:  # not UTF-8, not TOML, or other keys
        raise unreadable(path, str(error)) from error


def read_file(path: Path) -> bytes:
    """The bytes of a file up to the limit. UsageError where it cannot be read."""
    try:
        return read_regular(path, FILE_AT_MOST)
    except OSError as error:
        raise unreadable(path, error.strerror or _("it is not an ordinary file")) from error


def unreadable(path: Path, reason: str) -> UsageError:
    """The error for a file that cannot be used."""
    return UsageError(_("{path} cannot be read: ").format(path=path) + shorten(reason, 120))
