"""Store how many hints of each exercise a learner was given.

The memory is one small JSON file, `.socket-course/hints.json` beside the learner's `exercises`: the number of hints
given for each exercise. Without the file the hints start again from the first.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.course.exercise import Exercise
from grader.course.hints import load_hints
from grader.storage import atomic
from grader.storage.bounded import NotRegularError, read_regular
from grader.texts.language import _
from grader.texts.wording import shorten

MEMORY_AT_MOST = 64 << 10  # bytes


@dataclass(frozen=True)
class Hint:
    """One hint: its number `of` all hints, its text, and one line if the memory failed (else empty)."""

    number: int
    of: int
    text: str
    trouble: str = ""


def memory_of(exercises: Path) -> Path:
    """The path of the memory that belongs to a folder `exercises`."""
    return exercises.absolute().parent / ".socket-course" / "hints.json"


def next_hint(exercise: Exercise, memory: Path, lang: str) -> Hint | None:
    """The next hint of an exercise, which then counts as given; None where all were given."""
    texts = load_hints(exercise.folder, lang)
    counts, trouble = read_memory(memory)
    number = counts.get(exercise.id, 0) + 1
    if number > len(texts):
        return None
    trouble = write_memory(memory, {**counts, exercise.id: number}) or trouble
    return Hint(number, len(texts), texts[number - 1], trouble)


def given_hints(exercise: Exercise, memory: Path, lang: str) -> list[Hint]:
    """The hints that were given so far."""
    texts = load_hints(exercise.folder, lang)
    counts, trouble = read_memory(memory)
    shown = texts[: counts.get(exercise.id, 0)]
    return [Hint(number, len(texts), text, trouble) for number, text in enumerate(shown, 1)]


def forget(exercises: list[Exercise], memory: Path) -> str:
    """Forget which hints of these exercises were given. One line where that cannot be saved, else empty."""
    counts, trouble = read_memory(memory)
    left = {name: number for name, number in counts.items() if name not in {each.id for each in exercises}}
    return write_memory(memory, left) if left != counts or trouble else ""


def read_memory(memory: Path) -> tuple[dict[str, int], str]:
    """How many hints of each exercise were given, and one line where the memory cannot be read."""
    try:
        counts = msgspec.json.decode(read_regular(memory, MEMORY_AT_MOST), type=dict[str, int])
    except FileNotFoundError:
        return {}, ""
    except NotRegularError:
        reason = _("it is not a file")
    except OSError as error:
        reason = error.strerror or str(error)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = shorten(str(error), 80)
    else:
        return {name: number for name, number in counts.items() if number > 0}, ""
    said = _("{path} cannot be read ({reason}); the hints start again from the first")
    return {}, said.format(path=short_path(memory), reason=reason)


def write_memory(memory: Path, counts: dict[str, int]) -> str:
    """Write the memory in one step. One line where that cannot be done, else empty."""
    data = msgspec.json.encode(dict(sorted(counts.items()))) + b"\n"
    try:
        memory.parent.mkdir(exist_ok=True)
        atomic.write(data, memory, mode=atomic.PRIVATE, follow_link=False)
    except OSError as error:
        said = _("{path} cannot be written ({reason}); the same hint will come again")
        return said.format(path=short_path(memory), reason=error.strerror)
    return ""


def short_path(memory: Path) -> str:
    """The path for a message, without the folders above `.socket-course`."""
    return f"{memory.parent.name}/{memory.name}"
