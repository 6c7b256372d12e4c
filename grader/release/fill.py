"""Fill in a template: `[[name]]` becomes a value, and some lines stay only where a value is given.

    # [[if course]]
    these lines stay where `course` is not empty
    # [[else]]
    and these where it is (this part may be left out)
    # [[end]]

The template's own files lie in `template/`; a name that ends in `.py.txt` loses its `.txt` (it is not code of the
grader).
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

    def value(place: re.Match[str]) -> str:
        if place[1] not in known:
            raise CourseError(f"the template {name} asks for {place[0]}, which is unknown")
        return known[place[1]]

    lines = [PLACE.sub(value, line) for line in staying(name, text.splitlines(keepends=True), known)]
    return File(path or name.removesuffix(".txt"), "".join(lines).encode())


def staying(name: str, lines: Iterable[str], known: dict[str, str]) -> list[str]:
    """The lines whose condition holds, without the lines of the conditions."""
    kept, stays, within, turned = [], True, False, False
    for line in lines:
        begins = IF.fullmatch(line)
        if begins and not within:
            if begins[1] not in known:
                raise CourseError(f"the template {name} asks for {begins[1]}, which is unknown")
            stays, within, turned = bool(known[begins[1]]), True, False
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
