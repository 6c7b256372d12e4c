"""The difference between two programs, line by line. Pure."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from grader.sourcefile.code_lines import CodeLine

CONTEXT = 3  # equal lines before and after a difference
LINES_AT_MOST = 2000  # of each program: the time of the comparison grows with the product of both


class Side(enum.Enum):
    """Which program has a line."""

    BOTH = enum.auto()
    FIRST = enum.auto()
    SECOND = enum.auto()
    LEFT_OUT = enum.auto()  # equal lines that are not shown


@dataclass(frozen=True)
class DifferenceLine:
    """A line of one program or of both; the text of a line that both have is from the second."""

    side: Side
    text: str = ""


def differences(first: Sequence[CodeLine], second: Sequence[CodeLine]) -> list[DifferenceLine]:
    """What differs, with equal lines around it; empty for programs with the same code."""
    first, second = first[:LINES_AT_MOST], second[:LINES_AT_MOST]
    matcher = SequenceMatcher(None, [line.key for line in first], [line.key for line in second], autojunk=False)
    found: list[DifferenceLine] = []
    end = 0  # of the previous group, in the second program
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][3] > end:
            found.append(DifferenceLine(Side.LEFT_OUT))
        for kind, first_begin, first_end, second_begin, second_end in group:
            if kind == "equal":
                found += physical(Side.BOTH, second[second_begin:second_end])
            else:
                found += physical(Side.FIRST, first[first_begin:first_end])
                found += physical(Side.SECOND, second[second_begin:second_end])
        end = group[-1][4]
    if found and end < len(second):
        found.append(DifferenceLine(Side.LEFT_OUT))
    return found


def physical(side: Side, lines: Sequence[CodeLine]) -> Iterator[DifferenceLine]:
    """The lines that the logical lines occupy in the file, marked with a side."""
    return (DifferenceLine(side, text) for line in lines for text in line.text)
