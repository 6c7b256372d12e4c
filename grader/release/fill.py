"""Fill in a template: `[[name]]` becomes a value, and some lines stay only where a value is given.

    # [[if course]]
    these lines stay where `course` is not empty
    # [[else]]
    these lines stay where it is empty (this part is optional)
    # [[end]]

The templates are in `template/`. `NAME.py.txt` becomes `NAME.py`: with `.py` it would be a module of the grader.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.model.errors import CourseError
from grader.release.source import TEMPLATE, File, read_course_file

PLACE = re.compile(r"\[\[([a-z_]+)\]\]")
IF = re.compile(r"\s*# \[\[if ([a-z_]+)\]\]\s*")
ELSE = re.compile(r"\s*# \[\[else\]\]\s*")
END = re.compile(r"\s*# \[\[end\]\]\s*")


@dataclass(frozen=True)
class Value:
    """The text that replaces `[[name]]`."""

    name: str
    text: str


def filled(name: str, values: Iterable[Value], path: str = "") -> File:
    """A file of the template with its values, to be written at `path` (else at its path in the template)."""
    text = read_course_file(TEMPLATE / name).decode("utf-8")
    known = {each.name: each.text for each in values}
    lines = "".join(staying(name, text.splitlines(keepends=True), known))
    content = PLACE.sub(lambda place: value_of(name, place[1], known), lines)
    return File(path or name.removesuffix(".txt"), content.encode())


def value_of(name: str, key: str, known: dict[str, str]) -> str:
    """A value for a template. CourseError where it is unknown."""
    if key not in known:
        raise CourseError(f"the template {name} asks for {key}, which is unknown")
    return known[key]


def staying(name: str, lines: Iterable[str], known: dict[str, str]) -> list[str]:
    """The lines whose condition holds, without the lines of the conditions."""
    kept, stays, within, turned = [], True, False, False
    for line in lines:
        begins = IF.fullmatch(line)
        if begins and not within:
            stays, within, turned = bool(value_of(name, begins[1], known)), True, False
        elif ELSE.fullmatch(line) and within and not turned:
            stays, turned = not stays, True
        elif END.fullmatch(line) and within:
            stays, within = True, False
        elif begins or ELSE.fullmatch(line) or END.fullmatch(line):
            raise CourseError(f"the template {name} has a mark out of its place: {line.strip()}")
        elif stays:
            kept.append(line)
    if within:
        raise CourseError(f"the template {name} lacks an end: # [[end]]")
    return kept
