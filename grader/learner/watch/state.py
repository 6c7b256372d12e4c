"""The state of watch mode, and the next state for each event. Pure.

    pressed    a key was pressed         saved       files changed
    graded     an exercise was graded    failed      the grader itself failed on an exercise
    add_line   a message is shown

`queue` holds the exercises that are to be graded, the next one first. `turn` counts the answers to the learner: a save
or one of the keys n, l and a begins a new answer.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.course.exercise import Exercise
from grader.learner.watch.keys import END_OF_FILE, INTERRUPT
from grader.result import score
from grader.result.scorecard import ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.language import _

QUITS = frozenset(("q", INTERRUPT, END_OF_FILE))  # keys


class View(enum.Enum):
    """What the screen shows."""

    LIST = "list"
    REPORT = "report"


@dataclass(frozen=True)
class WatchState:
    """The whole state. `exercises` is the whole course, `watched` has the ids of the watched exercises.

    `current` is the exercise whose report or hint was shown last, empty at the start. `lines` are shown below the view.
    """

    exercises: tuple[Exercise, ...]
    watched: tuple[str, ...]
    cards: Mapping[str, Scorecard] = field(default_factory=dict)
    queue: tuple[str, ...] = ()
    current: str = ""
    view: View = View.LIST
    lines: tuple[str, ...] = ()
    polling: bool = False
    hint_wanted: bool = False
    ended: bool = False
    turn: int = 0

    @property
    def results(self) -> list[ExerciseResult]:
        """The known results, in the order of the course."""
        return [self.cards[each.id].exercises[0] for each in self.exercises if each.id in self.cards]

    @property
    def points(self) -> tuple[int, int]:
        """The points of the whole course, and the maximum in this copy."""
        return score.totals(self.results)[0], score.most(self.exercises)

    @property
    def finished(self) -> int:
        """How many exercises passed."""
        return sum(each.status is ExerciseStatus.PASSED for each in self.results)

    @property
    def ready(self) -> bool:
        """Whether everything in the view is graded."""
        return not self.queue if self.view is View.LIST else self.current not in self.queue

    def unfinished_after(self, name: str) -> str:
        """The next watched exercise that has not passed; after the last comes the first. Empty where all passed."""
        start = self.watched.index(name) + 1 if name in self.watched else 0
        around = [*self.watched[start:], *self.watched[:start]]
        passed = {each.id for each in self.results if each.status is ExerciseStatus.PASSED}
        return next((each for each in around if each not in passed), "")


def begun(exercises: Sequence[Exercise], watched: Sequence[Exercise], polling: bool) -> WatchState:
    """The first state: all exercises are queued."""
    queue = tuple(each.id for each in exercises)
    return WatchState(tuple(exercises), tuple(each.id for each in watched), queue=queue, polling=polling)


def pressed(state: WatchState, key: str) -> WatchState:
    """The state after a key. Other keys change nothing."""
    match key:
        case "h":
            return replace(state, hint_wanted=True, current=exercise_for_hint(state))
        case "n":
            return _next(state)
        case "l":
            return _turn(state, view=View.LIST)
        case "a":
            return _turn(state, queue=tuple(each.id for each in state.exercises), view=View.LIST)
    return replace(state, ended=True) if key in QUITS else state


def saved(state: WatchState, names: Sequence[str]) -> WatchState:
    """Files of these exercises changed: they are graded first. One is shown as a report, several as the list."""
    queue = (*names, *(each for each in state.queue if each not in names))
    if len(names) == 1:
        return _turn(state, queue=queue, current=names[0], view=View.REPORT)
    return _turn(state, queue=queue, view=View.LIST)


def graded(state: WatchState, name: str, card: Scorecard) -> WatchState:
    """The state after an exercise was graded."""
    queue = tuple(each for each in state.queue if each != name)
    return replace(state, cards={**state.cards, name: card}, queue=queue)


def failed(state: WatchState, name: str, text: str) -> WatchState:
    """The state after the grader itself failed on an exercise; `text` says why in one line."""
    return add_line(replace(state, queue=tuple(each for each in state.queue if each != name)), text)


def add_line(state: WatchState, text: str) -> WatchState:
    """Add a line, such as a hint, below the view."""
    lines = (*(each for each in state.lines if each != text), text)
    return replace(state, hint_wanted=False, lines=lines)


def exercise_for_hint(state: WatchState) -> str:
    """The exercise for a hint: the current one, else the first unfinished one."""
    return state.current or state.unfinished_after("") or state.watched[0]


def _turn(state: WatchState, **changes: object) -> WatchState:
    return replace(state, turn=state.turn + 1, lines=(), **changes)  # type: ignore[arg-type]


def _next(state: WatchState) -> WatchState:
    name = state.unfinished_after(state.current)
    if not name:
        return add_line(state, _("every exercise is finished"))
    return _turn(state, queue=(name, *(each for each in state.queue if each != name)), current=name, view=View.REPORT)
