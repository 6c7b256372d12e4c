"""What watch mode shows.

A terminal is cleared and shows the report or the list, then the progress of the course and the keys. To other outputs
text is appended, each answer once.
"""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from grader.learner.watch.state import View, WatchState
from grader.report.terminal import full_report, short_report
from grader.report.terminal.signs import Signs
from grader.texts.language import _

BAR = 40  # cells
BELOW = 4  # lines below the report
LEAST = 16  # lines of a report on a low screen


class Screen:
    """Shows states on a console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._print = console.print
        self._signs = Signs(console.encoding)
        self._redraws = console.file.isatty() and not console.is_dumb_terminal
        self._added: WatchState | None = None  # the last state that was appended

    @property
    def unread(self) -> bool:
        """Whether the reader closed the pipe."""
        return self._console.quiet

    def show(self, state: WatchState) -> None:
        """Show a state."""
        with self._console:  # in one write, so that the screen does not flicker
            if self._redraws:
                self._draw(state)
            else:
                self._add(state)

    def _draw(self, state: WatchState) -> None:
        self._console.clear()
        self._body(state)
        for line in state.lines:
            self._print(Text(f"{self._signs.next} {line}", "yellow"))
        self._print(Text(self._signs.empty * min(self._console.width, full_report.WIDTH), "bright_black"))
        self._print(progress(state, self._signs))
        self._print(keys(state))
        self._print(Text(way(state), "bright_black"))

    def _add(self, state: WatchState) -> None:
        before = self._added
        if before is None or before.polling != state.polling:
            self._print(Text(way(state)))
        if before is None:
            self._print(keys(state))
        answered = before is not None and before.ready and before.turn == state.turn
        if state.ready and not answered:
            self._body(state)
            self._print(progress(state, self._signs))
        said = before.lines if before is not None and before.turn == state.turn else ()
        for line in state.lines:
            if line not in said:
                self._print(Text(f"{self._signs.next} {line}"))
        self._added = state

    def _body(self, state: WatchState) -> None:
        if state.view is View.LIST:
            for line in list_lines(state, self._signs):
                self._print(line)
        elif state.ready and state.current in state.cards:
            short_report.show(state.cards[state.current], self._console, self._room(state))
        else:
            self._print(Text(state.current, "bold"))

    def _room(self, state: WatchState) -> int | None:
        """The lines of the screen that the report can use; None where nothing is redrawn."""
        below = len(state.lines) + BELOW
        return max(LEAST, self._console.height - below) if self._redraws else None


def list_lines(state: WatchState, signs: Signs) -> Iterator[Text]:
    """All graded exercises and, once everything is graded, the next one to work on."""
    yield Text(_("Socket course"), "bold")
    upcoming = state.unfinished_after("") if state.ready else ""
    for each in state.results:
        yield full_report.row(each, signs, each.id == upcoming)
    if upcoming:
        file = state.cards[upcoming].exercises[0].file
        yield Text(f"{signs.next} " + _("{start}: {file}").format(start=_("go on here"), file=file), "bold")
    yield Text()


def progress(state: WatchState, signs: Signs) -> Text:
    """The progress of the whole course, and what is being graded."""
    score, most = state.points
    full = BAR * score // most if most else 0  # full only when all points are earned
    counted = _("{finished} of {count} exercises finished").format(finished=state.finished, count=len(state.exercises))
    busy = "  " + _("grading {exercise} ...").format(exercise=state.queue[0]) if state.queue else ""
    return Text.assemble(
        (f"{score} / {most}  ", "bold"),
        (signs.full * full, "green"),
        (signs.empty * (BAR - full), "bright_black"),
        f"  {counted}",
        (busy, "yellow"),
    )


def keys(state: WatchState) -> Text:
    """The keys and what they do."""
    words = {"h": _("hint"), "n": _("next"), "l": _("list"), "a": _("all"), "q": _("quit")}
    return Text("   ").join(Text.assemble((key, "bold"), f" {word}") for key, word in words.items())


def way(state: WatchState) -> str:
    """How changes are found."""
    if state.polling:
        return _("watching: this looks for changes again and again, because the system may not tell of them here")
    return _("watching: the system tells of each change")
