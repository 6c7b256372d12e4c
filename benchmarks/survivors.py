"""Survivors that are no mistakes: `solutions/NN_name/survivors.toml`, one entry for each, with its reason.

    [[survivor]]
    operator = "NumberReplacer"
    was = "server.listen(128)"
    now = "server.listen(129)"
    why = "The length of the queue is nobody's mistake."

`operator`, `was` and `now` are those of a `mutation.Mutant`: no number of a line, so that an entry fits its mutant
after the file was edited elsewhere. An exercise without survivors has no such file.
"""

import json
from pathlib import Path

import msgspec

from benchmarks.mutation import Mutant
from grader.model.errors import CourseError

FILE = "survivors.toml"


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why one mutant may keep every point."""

    operator: str
    was: str
    now: str
    why: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether this is the mutant that is meant."""
        return (self.operator, self.was, self.now) == (mutant.operator, mutant.was, mutant.now)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    survivor: list[Explanation]


def explanations(folder: Path) -> list[Explanation]:
    """What a folder of solutions explains. CourseError for a file that cannot be read or gives no reason."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_File).survivor
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error
    for each in found:
        if not each.why.strip():
            raise CourseError(f"{path}: no reason is given for {each.now!r}")
    return found


def entry(mutant: Mutant) -> str:
    """The entry for a mutant, to be copied; the reason is still to be written."""
    fields = {"operator": mutant.operator, "was": mutant.was, "now": mutant.now, "why": ""}
    return "\n".join(["[[survivor]]", *(f"{name} = {_quoted(text)}" for name, text in fields.items())])


def _quoted(text: str) -> str:
    """A text as TOML has it, as plain to read as it can be."""
    if "\n" in text and "'''" not in text:
        return f"'''\n{text}'''"
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
