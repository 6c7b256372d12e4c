"""The list of all exercises, in aligned columns."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from grader.sourcefile.stub_state import StubState
from grader.submission.overview import ExerciseRow
from grader.texts.language import _
from grader.texts.wording import as_line

STYLES = {
    StubState.UNTOUCHED: "bright_black",
    StubState.BEGUN: "yellow",
    StubState.WRITTEN: "green",
    StubState.UNREADABLE: "magenta",
    StubState.BROKEN: "red",
    StubState.CONFLICT: "red",
}


def lines(rows: Sequence[ExerciseRow]) -> Iterator[Text]:
    """The table, line by line: number and title, points, state, hints, file."""
    table = [[*_cells(row)] for row in rows]
    widths = [max(cell_len(row[column]) for row in table) for column in range(4)]
    for row, cells in zip(rows, table, strict=True):
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=False)]
        yield Text.assemble(
            f" {padded[0]}  {padded[1]}  ",
            (padded[2], STYLES[row.state]),
            f"  {padded[3]}  ",
            (cells[4], "bright_black"),
        )
    for row in rows:
        if row.state is StubState.UNREADABLE:
            yield Text(as_line(row.reason, 600), "magenta")


def _cells(row: ExerciseRow) -> tuple[str, str, str, str, str]:
    points = str(row.points)
    return (
        f"{row.id[:2]}  {as_line(row.title, 60)}",
        " " * (2 - len(points)) + _("{points} points").format(points=points),
        state_word(row),
        _("hints {given}/{all}").format(given=row.hints_given, all=row.hints),
        row.file,
    )


def state_word(row: ExerciseRow) -> str:
    """The state of an exercise, in words."""
    return {
        StubState.UNTOUCHED: _("not started"),
        StubState.BEGUN: _("begun"),
        StubState.WRITTEN: _("written"),
        StubState.UNREADABLE: _("cannot be read"),
        StubState.BROKEN: _("not Python yet: line {line}").format(line=row.reason),
        StubState.CONFLICT: _("merge conflict: line {line}").format(line=row.reason),
    }[row.state]
