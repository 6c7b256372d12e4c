"""The progress of grading a class: a line that is redrawn at a terminal, else a new line from time to time."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from grader.texts.language import _

PRINT_EVERY = 30.0  # seconds between two lines where a line cannot be redrawn


def progress_text(done: int, total: int, graded: int, seconds: float) -> str:
    """The progress, the rate and the time that is left: `214/300  3.4/s  0:00:25 left`.

    `graded` were graded in these seconds. Unchanged submissions do not count for the rate.
    """
    said = f"{done}/{total}"
    if graded and seconds > 0:
        rate = graded / seconds
        left = timedelta(seconds=round((total - done) / rate))
        said += "  " + _("{rate:.1f}/s  {left} left").format(rate=rate, left=left)
    return said


class Counter:
    """Shows the progress on a console. `clock` gives seconds."""

    def __init__(self, console: Console, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._total = total
        self._clock = clock
        self._began = self._printed = clock()
        columns = (BarColumn(bar_width=30), TextColumn("{task.description}"))
        self._moves = console.file.isatty()
        self._progress = Progress(*columns, console=console, transient=True, disable=not self._moves)
        self._task = self._progress.add_task(progress_text(0, total, 0, 0), total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def moved(self, done: int, graded: int) -> None:
        """Show the progress: `done` of all, `graded` of them in this run."""
        now = self._clock()
        said = progress_text(done, self._total, graded, now - self._began)
        if self._moves:
            self._progress.update(self._task, completed=done, description=said)
        elif now - self._printed >= PRINT_EVERY:
            self._printed = now
            self._console.print(said)
