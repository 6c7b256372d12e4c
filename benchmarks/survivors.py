"""Read explanations of surviving mutants: `solutions/NN_name/survivors.toml`, one entry for each.

    [[survivor]]
    operator = "NumberReplacer"
    was = "server.listen(128)"
    now = "server.listen(129)"
    why = "The length of the queue is not graded."

`operator`, `was` and `now` are the fields of `mutation.Mutant`. There is no line number, so that an entry still fits
its mutant after edits in other lines. An exercise without survivors has no such file.
"""

import json
from pathlib import Path

import msgspec

from benchmarks.mutation import Mutant
from grader.model.errors import CourseError

FILE = "survivors.toml"


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The reason why one mutant may get every point."""

    operator: str
    was: str
    now: str
    why: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether this explanation is about `mutant`."""
        return (self.operator, self.was, self.now) == (mutant.operator, mutant.was, mutant.now)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    survivor: list[Explanation]


def read_explanations(folder: Path) -> list[Explanation]:
    """The explanations in a solution's folder. CourseError for an unreadable file or an empty reason."""
    path = folder / FILE
    if not path.exists():
        return []
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_File).survivor
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error
    for each in found:
        if not each.why.strip():
            raise CourseError(f"{path}: the entry for {each.now!r} has no reason")
    return found


def toml_entry(mutant: Mutant) -> str:
    """The entry for a mutant, with an empty reason, to be copied into the file."""
    fields = {"operator": mutant.operator, "was": mutant.was, "now": mutant.now, "why": ""}
    return "\n".join(["[[survivor]]", *(f"{name} = {_toml_string(text)}" for name, text in fields.items())])


def _toml_string(text: str) -> str:
    """A text as a TOML string, in the most readable of the possible forms."""
    if "\n" in text and "'''" not in text:
        return f"'''\n{text}'''"
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
