"""The list of all exercises, in aligned columns."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from grader.sourcefile.stub_state import StubState
from grader.submission.overview import ExerciseRow
from grader.texts.cells import padded
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
    """The table, line by line: number and title, points, state, hints, file; then why a file cannot be read."""
    table = [_cells(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row, cells in zip(rows, table, strict=True):
        title, points, state, given = (padded(*pair) for pair in zip(cells, widths, strict=True))
        state_cell = (state, STYLES[row.state])
        yield Text.assemble(f" {title}  {points}  ", state_cell, f"  {given}  ", (row.file, "bright_black"))
    for row in rows:
        if row.state is StubState.UNREADABLE:
            yield Text(as_line(row.reason, 600), "magenta")


def _cells(row: ExerciseRow) -> tuple[str, str, str, str]:
    points = str(row.points)
    return (
        f"{row.id[:2]}  {as_line(row.title, 60)}",
        " " * (2 - len(points)) + _("{points} points").format(points=points),
        state_word(row),
        _("hints {given}/{all}").format(given=row.hints_given, all=row.hints),
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
