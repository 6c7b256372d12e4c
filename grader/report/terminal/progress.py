"""A progress line while the grading runs; only at a terminal."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from grader.result.scorecard import CheckResult


class ProgressLine:
    """A progress line for `total` checks; nothing is printed unless `shown`."""

    def __init__(self, console: Console, total: int, shown: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not shown)
        self._task = self._progress.add_task("", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self, exercise: str, result: CheckResult) -> None:
        """Count one more finished check, and show the exercise that it belongs to."""
        self._progress.update(self._task, advance=1, description=exercise)
