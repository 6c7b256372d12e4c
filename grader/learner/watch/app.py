"""Watch mode: grade an exercise as soon as its file is saved.

    listen     keys and the system's bell are heard in threads of their own, and only put into one queue
    wait       until something happens
    answer     the pure state moves on
    grade      whatever is to be graded, one exercise after another, always in this thread
    show       what is known

Nobody trusts the bell alone: at times, and before and after every grading, the files themselves are looked at. A bell
that was silent while a file changed is not asked again.
"""

import _thread
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from rich.console import Console

from grader.course.exercise import Exercise
from grader.grading import run
from grader.learner.watch import state as states
from grader.learner.watch.changes import FileEventListener, Snapshot, settled, take_snapshot
from grader.learner.watch.keys import Keys
from grader.learner.watch.mounts import mounts, real, tells_of_changes
from grader.learner.watch.screen import Screen
from grader.learner.watch.state import WatchState
from grader.model.errors import SocketCourseError
from grader.program.launch import Launcher
from grader.result.scorecard import Scorecard
from grader.submission import folders

POLL_EVERY = 0.1  # seconds between two looks where no bell rings
LOOK_EVERY = 1.0  # seconds between two looks where one does
GRADINGS_AT_MOST = 5  # of a file that changes again and again, before a verdict on it is shown

NextHint = Callable[[Exercise], str]


@dataclass(frozen=True)
class KeyPressed:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class FileEvent:
    """The system told of a change."""


@dataclass(frozen=True)
class FileEventsLost:
    """The system tells of no change any more."""


@dataclass(frozen=True)
class KeysClosed:
    """No more keys will come."""


Happened = KeyPressed | FileEvent | FileEventsLost | KeysClosed


class KeyListener:
    """Hears keys in a thread of its own.

    `quitting` is set as soon as somebody wants to go: no grading is worth waiting for then.
    """

    def __init__(self, keys: Keys, hear: Callable[[Happened], None]) -> None:
        self.quitting = threading.Event()
        self._keys = keys
        self._hear = hear
        self._over = threading.Event()
        self._busy = threading.Lock()
        self._grading = False
        self._thread = threading.Thread(target=self._listen, name="keys", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(1.0)  # a pipe of Windows may hold it; it holds nothing itself

    @contextmanager
    def may_interrupt(self) -> Iterator[None]:
        """While this lasts, a key that quits is a KeyboardInterrupt, as Ctrl-C is."""
        with self._busy:
            self._grading = True
        try:
            yield
        finally:
            with self._busy:
                self._grading = False

    def _listen(self) -> None:
        while not self._over.is_set():
            pressed = self._keys.read_keys()
            if pressed is None:
                self._hear(KeysClosed())
                return
            if self._keys.at_once and states.QUITS.intersection(pressed):
                self._quit()
            for key in pressed:
                self._hear(KeyPressed(key))

    def _quit(self) -> None:
        self.quitting.set()
        with self._busy:
            if self._grading:
                _thread.interrupt_main()


@dataclass(frozen=True)
class Watching:
    """What is watched: the whole course, the exercises whose files are looked at, the learner's folder.

    With `poll` nobody asks whether the system tells of changes.
    """

    exercises: Sequence[Exercise]
    watched: Sequence[Exercise]
    folder: Path
    poll: bool = False


def watch(watching: Watching, console: Console, keys: Keys, next_hint: NextHint) -> None:
    """Watch until the learner quits or no more keys can come. UsageError where there is nothing to grade."""
    folders.must_hold_something(watching.folder, watching.exercises)
    with ExitStack() as stack:
        stack.enter_context(keys)  # first, so that the terminal is put back last, whatever else fails
        launcher = stack.enter_context(Launcher())
        steps = Steps(watching, Screen(console), launcher, next_hint)
        steps.listen(stack, keys)
        while not steps.state.ended:
            steps.show()
            if steps.has_to_grade():
                steps.grade()
            else:
                steps.answer(steps.wait())
            steps.notice()


class Steps:
    """The steps of watch mode, and the state between them."""

    def __init__(self, watching: Watching, screen: Screen, launcher: Launcher, next_hint: NextHint) -> None:
        self._watching = watching
        self._screen = screen
        self._launcher = launcher
        self._next_hint = next_hint
        self._by_id = {each.id: each for each in watching.exercises}
        self._happened: queue.SimpleQueue[Happened] = queue.SimpleQueue()
        self._looks = {each.id: take_snapshot(watching.folder, each) for each in watching.watched}
        self._fresh: set[str] = set()  # saved, and not graded since
        self._rang = False  # whether the bell rang just now
        self._unheard = False  # whether a file changed and no bell has rung for it
        self._shown: WatchState | None = None
        polling = watching.poll or not tells_of_changes(real(watching.folder), mounts())
        self.state = states.begun(watching.exercises, watching.watched, polling)

    def listen(self, stack: ExitStack, keys: Keys) -> None:
        """Begin to hear keys, and the bell where there is one; `stack` ends both."""
        self._ears = stack.enter_context(KeyListener(keys, self._happened.put))
        self._at_once = keys.at_once
        if not self.state.polling:
            put = self._happened.put
            stack.enter_context(
                FileEventListener(self._watching.folder, lambda: put(FileEvent()), lambda: put(FileEventsLost()))
            )

    def show(self) -> None:
        """Show what is known, unless it stands there already."""
        if self.state is not self._shown:
            self._screen.show(self.state)
            self._shown = self.state
            if self._screen.unread:
                self.state = replace(self.state, ended=True)

    def has_to_grade(self) -> bool:
        """Whether to grade now. What a person presses comes first; the lines of a file wait for their turn."""
        return bool(self.state.queue) and (not self._at_once or self._happened.empty())

    def wait(self) -> Happened | None:
        """What happens next; None where it is time to look at the files."""
        try:
            return self._happened.get(timeout=POLL_EVERY if self.state.polling else LOOK_EVERY)
        except queue.Empty:
            return None

    def answer(self, happened: Happened | None) -> None:
        """Let the state move on."""
        self._rang = isinstance(happened, FileEvent)
        match happened:
            case KeyPressed(key):
                self.state = states.pressed(self.state, key)
                self._hint_if_wanted()
            case FileEvent():
                self._unheard = False
            case FileEventsLost():
                self.state = replace(self.state, polling=True)
            case KeysClosed():
                self.state = replace(self.state, ended=True)
            case None if self._unheard and not self.state.polling:
                self.state = replace(self.state, polling=True)

    def notice(self) -> None:
        """Find what was saved since the last look."""
        changed = []
        for each in self._watching.watched:
            now = take_snapshot(self._watching.folder, each)
            if now != self._looks[each.id]:
                self._looks[each.id] = now
                changed.append(each.id)
        if changed:
            self._fresh.update(changed)
            self._unheard = not self._rang  # it may still ring, some milliseconds later
            self.state = states.saved(self.state, changed)

    def grade(self) -> None:
        """Grade the next exercise. What changes meanwhile is graded again before anybody sees a verdict."""
        self._rang = False
        exercise = self._by_id[self.state.queue[0]]
        for left in reversed(range(GRADINGS_AT_MOST)):
            take = settled if exercise.id in self._fresh else take_snapshot
            before = take(self._watching.folder, exercise)
            card = self._graded(exercise, before, insist=not left)
            if self._ears.quitting.is_set():
                self.state = replace(self.state, ended=True)
                return
            if card is not None and (not left or not self._changed(exercise, before)):
                break
            self._fresh.add(exercise.id)
        self._fresh.discard(exercise.id)
        if exercise.id in self._looks:
            self._looks[exercise.id] = before
        if isinstance(card, Scorecard):
            self.state = states.graded(self.state, exercise.id, card)
        else:
            self.state = states.failed(self.state, exercise.id, str(card))

    def _graded(self, exercise: Exercise, before: Snapshot, insist: bool) -> Scorecard | SocketCourseError | None:
        """The result of one exercise, or the grader's own trouble; None where nobody wanted it any more."""

        def unwanted() -> bool:
            return self._ears.quitting.is_set() or (not insist and self._changed(exercise, before))

        settings = run.Settings(launcher=self._launcher, unwanted=unwanted)
        try:
            with self._ears.may_interrupt():
                if unwanted():
                    return None
                return run.grade(self._watching.folder, [exercise], settings)
        except run.Abandoned:
            return None
        except SocketCourseError as error:
            return error

    def _changed(self, exercise: Exercise, before: Snapshot) -> bool:
        return take_snapshot(self._watching.folder, exercise) != before

    def _hint_if_wanted(self) -> None:
        if self.state.hint_wanted:
            exercise = self._by_id[states.hint_for(self.state)]
            self.state = states.add_line(self.state, self._next_hint(exercise))
