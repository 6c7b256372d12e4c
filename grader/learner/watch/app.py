"""Watch mode: grade an exercise as soon as its file is saved.

    listen          threads read keys and file events and put them into one queue
    show            show the state
    grade           grade the next queued exercise, in the main thread
    wait            where there is nothing to grade: wait for the next event
    answer_event    compute the next state from it
    notice          find the files that changed

File events are only hints: files are also compared periodically, and before and after every grading. If a file changes
without an event, watch mode starts to poll.
"""

import _thread
import enum
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self

from rich.console import Console

from grader.course.exercise import Exercise
from grader.grading import run
from grader.grading.options import GradeHooks
from grader.learner.watch import state as states
from grader.learner.watch.changes import FileEventListener, Snapshot, settled, take_snapshot
from grader.learner.watch.keys import Keys
from grader.learner.watch.mounts import has_file_events, mounts
from grader.learner.watch.screen import Screen
from grader.learner.watch.state import WatchState
from grader.model.errors import SocketCourseError
from grader.program.launch import Launcher
from grader.result.scorecard import Scorecard
from grader.storage.real_path import real_path
from grader.submission import folders

POLL_EVERY = 0.1  # seconds between two comparisons without file events
LOOK_EVERY = 1.0  # seconds at most between two comparisons with file events
GRADINGS_AT_MOST = 5  # of a file that keeps changing; the verdict of the last one is shown

NextHint = Callable[[Exercise], str]


@dataclass(frozen=True)
class KeyPressed:
    """A key was pressed."""

    key: str


class SystemEvent(enum.Enum):
    """An event other than a key press."""

    FILES_CHANGED = enum.auto()
    FILE_EVENTS_LOST = enum.auto()  # the system cannot report changes
    KEYS_CLOSED = enum.auto()  # the input of keys has ended


WatchEvent = KeyPressed | SystemEvent


class KeyListener:
    """Reads keys in a thread and passes them to `on_event`.

    `quitting` is set as soon as a key that quits is pressed: a running grading is then abandoned.
    """

    def __init__(self, keys: Keys, on_event: Callable[[WatchEvent], None]) -> None:
        self.quitting = threading.Event()
        self._keys = keys
        self._on_event = on_event
        self._over = threading.Event()
        self._busy = threading.Lock()
        self._grading = False
        self._thread = threading.Thread(target=self._listen, name="keys", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(1.0)  # on Windows the thread may block while it reads a pipe; it holds no resource

    @contextmanager
    def may_interrupt(self) -> Iterator[None]:
        """Within the block, a key that quits raises KeyboardInterrupt in the main thread, as Ctrl-C does."""
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
                self._on_event(SystemEvent.KEYS_CLOSED)
                return
            if self._keys.at_once and states.QUITS.intersection(pressed):
                self._quit()
            for key in pressed:
                self._on_event(KeyPressed(key))

    def _quit(self) -> None:
        self.quitting.set()
        with self._busy:
            if self._grading:
                _thread.interrupt_main()


@dataclass(frozen=True)
class Watching:
    """The whole course, the exercises to watch, and the learner's folder. `poll`: use no file events."""

    exercises: Sequence[Exercise]
    watched: Sequence[Exercise]
    folder: Path
    poll: bool = False


def watch_until_the_end(watching: Watching, console: Console, keys: Keys, next_hint: NextHint) -> None:
    """Watch until the learner quits or the input ends. UsageError where there is nothing to grade."""
    folders.must_hold_something(watching.folder, watching.exercises)
    with ExitStack() as stack:
        stack.enter_context(keys)  # first, so that the terminal is restored last, after any error
        launcher = stack.enter_context(Launcher())
        steps = Steps(watching, Screen(console), launcher, next_hint)
        steps.listen(stack, keys)
        while not steps.state.ended:
            steps.show()
            if steps.has_to_grade():
                steps.grade()
            else:
                steps.answer_event(steps.wait())
            steps.notice()


class Steps:
    """The steps of watch mode, and the state between them."""

    def __init__(self, watching: Watching, screen: Screen, launcher: Launcher, next_hint: NextHint) -> None:
        self._watching = watching
        self._screen = screen
        self._launcher = launcher
        self._next_hint = next_hint
        self._by_id = {each.id: each for each in watching.exercises}
        self._events: queue.SimpleQueue[WatchEvent] = queue.SimpleQueue()
        self._snapshots = {each.id: take_snapshot(watching.folder, each) for each in watching.watched}
        self._fresh: set[str] = set()  # saved, and not graded since
        self._had_event = False  # whether the last event was a file event
        self._event_missed = False  # whether a file changed without a file event
        self._shown: WatchState | None = None
        polling = watching.poll or not has_file_events(real_path(watching.folder), mounts())
        self.state = states.begun(watching.exercises, watching.watched, polling)

    def listen(self, stack: ExitStack, keys: Keys) -> None:
        """Start to listen for keys and file events; `stack` stops both."""
        self._key_listener = stack.enter_context(KeyListener(keys, self._events.put))
        self._at_once = keys.at_once
        if not self.state.polling:
            changed = partial(self._events.put, SystemEvent.FILES_CHANGED)
            lost = partial(self._events.put, SystemEvent.FILE_EVENTS_LOST)
            stack.enter_context(FileEventListener(self._watching.folder, changed, lost))

    def show(self) -> None:
        """Show the state, unless it is shown already; end if the reader has closed the pipe."""
        if self.state is not self._shown:
            self._screen.show(self.state)
            self._shown = self.state
            if self._screen.unread:
                self.state = replace(self.state, ended=True)

    def has_to_grade(self) -> bool:
        """Whether to grade now. Keys of a terminal are answered first; lines of a file or pipe are answered later."""
        return bool(self.state.queue) and (not self._at_once or self._events.empty())

    def wait(self) -> WatchEvent | None:
        """The next event; None where it is time to compare the files."""
        try:
            return self._events.get(timeout=POLL_EVERY if self.state.polling else LOOK_EVERY)
        except queue.Empty:
            return None

    def answer_event(self, event: WatchEvent | None) -> None:
        """Compute the next state from an event, and give a hint if a key asked for one."""
        self._had_event = event is SystemEvent.FILES_CHANGED
        match event:
            case KeyPressed(key):
                self.state = states.pressed(self.state, key)
                if self.state.hint_wanted:
                    exercise = self._by_id[states.exercise_for_hint(self.state)]
                    self.state = states.add_line(self.state, self._next_hint(exercise))
            case SystemEvent.FILES_CHANGED:
                self._event_missed = False
            case SystemEvent.FILE_EVENTS_LOST:
                self.state = replace(self.state, polling=True)
            case SystemEvent.KEYS_CLOSED:
                self.state = replace(self.state, ended=True)
            case None if self._event_missed and not self.state.polling:
                self.state = replace(self.state, polling=True)

    def notice(self) -> None:
        """Find the exercises that were saved since the last comparison."""
        changed = []
        for each in self._watching.watched:
            now = take_snapshot(self._watching.folder, each)
            if now != self._snapshots[each.id]:
                self._snapshots[each.id] = now
                changed.append(each.id)
        if changed:
            self._fresh.update(changed)
            self._event_missed = not self._had_event  # the file event may come some milliseconds later
            self.state = states.saved(self.state, changed)

    def grade(self) -> None:
        """Grade the next exercise. A file that changes meanwhile is graded again before a verdict is shown."""
        self._had_event = False
        exercise = self._by_id[self.state.queue[0]]
        for left in reversed(range(GRADINGS_AT_MOST)):
            take = settled if exercise.id in self._fresh else take_snapshot
            before = take(self._watching.folder, exercise)
            card = self._graded(exercise, before, insist=not left)
            if self._key_listener.quitting.is_set():
                self.state = replace(self.state, ended=True)
                return
            if card is not None and (not left or not self._changed(exercise, before)):
                break
            self._fresh.add(exercise.id)
        self._fresh.discard(exercise.id)
        if exercise.id in self._snapshots:
            self._snapshots[exercise.id] = before
        if isinstance(card, Scorecard):
            self.state = states.graded(self.state, exercise.id, card)
        else:
            self.state = states.failed(self.state, exercise.id, str(card))

    def _graded(self, exercise: Exercise, before: Snapshot, insist: bool) -> Scorecard | SocketCourseError | None:
        """The result of one exercise, or the grader's own error; None where the grading was abandoned."""

        def unwanted() -> bool:
            return self._key_listener.quitting.is_set() or (not insist and self._changed(exercise, before))

        hooks = GradeHooks(should_stop=unwanted)
        try:
            with self._key_listener.may_interrupt():
                if unwanted():
                    return None
                return run.grade(self._watching.folder, [exercise], hooks=hooks, launcher=self._launcher)
        except run.Abandoned:
            return None
        except SocketCourseError as error:
            return error

    def _changed(self, exercise: Exercise, before: Snapshot) -> bool:
        return take_snapshot(self._watching.folder, exercise) != before
