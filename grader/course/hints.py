"""Hints: one more each time, from a nudge to nearly the answer; how many were given is remembered.

A suite's `hints.md` and `hints.zh-CN.md` hold them, each below a heading of its own:

    ## 1

    A question, or a picture.

    ## 2

    Which call it is.

The memory is one small JSON file, `.socket-course/hints.json` beside the learner's `exercises`: how many hints of each
exercise were given. It is never needed: without it the first hint comes again.
"""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.course.exercise import Exercise
from grader.storage import atomic
from grader.storage.bounded import NotRegularError, read_regular
from grader.texts.language import _
from grader.texts.wording import shorten

FILES = {"en": "hints.md", "zh": "hints.zh-CN.md"}
HEADING = re.compile(r"^## +\d+ *$", re.MULTILINE)
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```[^\n]*$", re.MULTILINE | re.DOTALL)
MEMORY_AT_MOST = 64 << 10  # bytes


@dataclass(frozen=True)
class Hint:
    """One hint: which of how many, its text, and what is wrong with the memory (one line, else empty)."""

    number: int
    of: int
    text: str
    trouble: str = ""


def load(folder: Path, lang: str) -> list[str]:
    """The hints of a suite, in order, as plain text; the other language's, or none, where the file is not there."""
    for name in (FILES.get(lang, ""), FILES["en"]):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if name:
                return parsed((folder / name).read_text(encoding="utf-8"))
    return []


def parsed(text: str) -> list[str]:
    """The texts below the headings; a block of code is indented instead of fenced."""
    return [FENCED.sub(_indented, part).strip("\n ") for part in HEADING.split(text)[1:]]


def _indented(block: re.Match[str]) -> str:
    return "\n".join(f"    {line}".rstrip() for line in block[1].splitlines())


def memory_of(exercises: Path) -> Path:
    """The file that remembers, for the learner's folder `exercises`."""
    return exercises.absolute().parent / ".socket-course" / "hints.json"


def next_hint(exercise: Exercise, memory: Path, lang: str) -> Hint | None:
    """The next hint of an exercise, which then counts as given; None where all were given."""
    texts = load(exercise.folder, lang)
    counts, trouble = recall(memory)
    number = counts.get(exercise.id, 0) + 1
    if number > len(texts):
        return None
    trouble = remember(memory, {**counts, exercise.id: number}) or trouble
    return Hint(number, len(texts), texts[number - 1], trouble)


def given(exercise: Exercise, memory: Path, lang: str) -> list[Hint]:
    """The hints that were given so far."""
    texts = load(exercise.folder, lang)
    counts, trouble = recall(memory)
    shown = texts[: counts.get(exercise.id, 0)]
    return [Hint(number, len(texts), text, trouble) for number, text in enumerate(shown, 1)]


def forget(exercises: list[Exercise], memory: Path) -> str:
    """Give none of these exercises' hints as given; one line where that cannot be written down, else empty."""
    counts, _trouble = recall(memory)
    left = {name: number for name, number in counts.items() if name not in {each.id for each in exercises}}
    return remember(memory, left) if left != counts or _trouble else ""


def recall(memory: Path) -> tuple[dict[str, int], str]:
    """How many hints of each exercise were given, and one line where the memory cannot be read."""
    said = _("{path} cannot be read ({reason}); the hints begin anew")
    try:
        counts = msgspec.json.decode(read_regular(memory, MEMORY_AT_MOST), type=dict[str, int])
    except FileNotFoundError:
        return {}, ""
    except NotRegularError:
        return {}, said.format(path=shown(memory), reason=_("it is not a file"))
    except OSError as error:
        return {}, said.format(path=shown(memory), reason=error.strerror)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, said.format(path=shown(memory), reason=shorten(str(error), 80))
    return {name: number for name, number in counts.items() if number > 0}, ""


def remember(memory: Path, counts: dict[str, int]) -> str:
    """Write the memory, all of it or nothing; one line where that cannot be done, else empty."""
    data = msgspec.json.encode(dict(sorted(counts.items()))) + b"\n"
    try:
        memory.parent.mkdir(exist_ok=True)
        atomic.write(data, memory, mode=atomic.PRIVATE, follow_link=False)
    except OSError as error:
        said = _("{path} cannot be written ({reason}); the same hint will come again")
        return said.format(path=shown(memory), reason=error.strerror)
    return ""


def shown(memory: Path) -> str:
    """The memory's name without the folders around it, which are the learner's own business."""
    return f"{memory.parent.name}/{memory.name}"
