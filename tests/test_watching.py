"""The parts of watch mode: the state after each event, the comparison of files, the file events."""

import gc
import io
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import cast

import psutil
import pytest

from grader.course import catalogue
from grader.grading import run
from grader.grading.options import GradeHooks
from grader.learner.watch import app, changes, state
from grader.learner.watch.mounts import Mount, has_file_events, mounts
from grader.learner.watch.screen import Screen
from grader.learner.watch.state import View, WatchState
from grader.model.errors import GraderError
from grader.program.launch import Launcher
from grader.report.terminal.full_report import console_for
from grader.result.scorecard import ExerciseResult, ExerciseStatus, Scorecard
from grader.storage.real_path import real_path
from tests.conftest import until
from tests.editors import HALF_SEEN, Editor, put_in_its_place
from tests.submitted import STUBS, on_posix, solution

COURSE = catalogue.load()
IDS = tuple(each.id for each in COURSE)
BIND, LISTEN = "03_bind", "05_listen"


def card(name: str, score: int | None = None) -> Scorecard:
    """The result of one exercise with `score` points, or with all of its points if `score` is None."""
    exercise = catalogue.choose(COURSE, [name])[0]
    most = exercise.tried
    got = most if score is None else score
    status = ExerciseStatus.PASSED if got == most else ExerciseStatus.FAILED
    result = ExerciseResult(id=exercise.id, file=f"{name}/x.py", status=status, score=got, max=most)
    return Scorecard(score=got, max=most, hidden=0, seconds=0.1, box="", python="", platform="", exercises=[result])


def all_graded(*solved: str) -> WatchState:
    """The state after the first grading, with these exercises solved."""
    now = state.begun(COURSE, COURSE, polling=False)
    for name in IDS:
        now = state.graded(now, name, card(name, None if name in solved else 0))
    return now


# The state ---------------------------------------------------------------------------------------------------------


def test_at_the_beginning_every_exercise_is_queued() -> None:
    now = state.begun(COURSE, COURSE[2:4], polling=False)
    assert now.queue == IDS
    assert now.points == (0, 100)
    assert now.view is View.LIST
    assert not now.ready


def test_the_points_are_those_of_the_whole_course() -> None:
    now = all_graded(BIND)
    assert (now.points, now.finished, now.ready) == ((8, 100), 1, True)
    now = state.graded(state.saved(now, [LISTEN]), LISTEN, card(LISTEN, 3))
    assert (now.points, now.finished) == ((11, 100), 1)
    now = state.graded(state.saved(now, [BIND]), BIND, card(BIND, 2))
    assert (now.points, now.finished) == ((5, 100), 0)


def test_a_saved_exercise_goes_to_the_front_of_the_queue() -> None:
    now = state.saved(state.begun(COURSE, COURSE, polling=False), [LISTEN])
    assert now.queue[0] == LISTEN
    assert sorted(now.queue) == sorted(IDS)
    assert (now.current, now.view) == (LISTEN, View.REPORT)
    assert not now.ready
    assert state.graded(now, LISTEN, card(LISTEN)).ready


def test_several_saves_at_once_show_the_list() -> None:
    now = state.saved(all_graded(), [BIND, LISTEN])
    assert (now.queue, now.view) == ((BIND, LISTEN), View.LIST)


def test_each_save_begins_a_new_turn() -> None:
    now = state.add_line(all_graded(), "said before")
    later = state.saved(now, [BIND])
    assert later.turn > now.turn
    assert later.lines == ()


def visited_by_n(now: WatchState, times: int) -> list[str]:
    """The current exercises after pressing `n` several times."""
    found = []
    for _ in range(times):
        now = state.pressed(now, "n")
        assert now.queue[0] == now.current
        now = replace(now, queue=())
        found.append(now.current)
    return found


def test_n_goes_to_the_next_unfinished_exercise_and_around_the_end() -> None:
    unfinished = ["02_create_socket", "11_connect"]
    now = all_graded(*(name for name in IDS if name not in unfinished))
    assert visited_by_n(now, 3) == [*unfinished, unfinished[0]]
    assert visited_by_n(replace(now, current="12_client"), 1) == ["02_create_socket"]
    assert visited_by_n(replace(now, current="02_create_socket"), 1) == ["11_connect"]


def test_n_stays_at_the_only_unfinished_exercise() -> None:
    now = all_graded(*(name for name in IDS if name != BIND))
    assert visited_by_n(replace(now, current=BIND), 2) == [BIND, BIND]


def test_n_visits_only_watched_exercises() -> None:
    now = replace(all_graded(), watched=(BIND, LISTEN))
    assert visited_by_n(now, 3) == [BIND, LISTEN, BIND]


def test_n_reports_that_every_exercise_is_finished() -> None:
    now = state.pressed(all_graded(*IDS), "n")
    assert now.lines == ("every exercise is finished",)
    assert now.queue == ()


def test_l_shows_the_list_without_a_grading() -> None:
    now = state.pressed(replace(all_graded(), view=View.REPORT, current=BIND), "l")
    assert (now.view, now.queue, now.current) == (View.LIST, (), BIND)


def test_a_queues_every_exercise() -> None:
    assert state.pressed(replace(all_graded(), watched=(BIND,)), "a").queue == IDS


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_a_key_ends_watch_mode(key: str) -> None:
    assert state.pressed(all_graded(), key).ended


@pytest.mark.parametrize("key", ["x", " ", "\n", "\x1b", "提", "?"])
def test_another_key_changes_nothing(key: str) -> None:
    now = all_graded()
    assert state.pressed(now, key) is now


def test_a_hint_is_for_the_current_or_the_first_unfinished_exercise() -> None:
    assert state.exercise_for_hint(state.pressed(replace(all_graded(), current=LISTEN), "h")) == LISTEN
    assert state.exercise_for_hint(state.pressed(all_graded("01_address"), "h")) == "02_create_socket"
    assert state.exercise_for_hint(state.pressed(all_graded(*IDS), "h")) == "01_address"


def test_hints_add_up_until_the_next_turn() -> None:
    now = state.add_line(state.add_line(state.pressed(all_graded(), "h"), "one"), "two")
    assert now.lines == ("one", "two")
    assert not now.hint_wanted
    assert state.add_line(now, "one").lines == ("two", "one")
    assert state.pressed(now, "l").lines == ()


def test_a_failed_grading_keeps_the_points_and_shows_the_reason() -> None:
    now = state.failed(state.saved(all_graded(BIND), [BIND]), BIND, "no port")
    assert (now.queue, now.lines, now.points) == ((), ("no port",), (8, 100))


# The screen --------------------------------------------------------------------------------------------------------


def text_added_by(*seen: WatchState) -> list[str]:
    """The text that is appended without a terminal, for each state."""
    file = io.StringIO()
    screen = Screen(console_for(file))
    found = []
    for each in seen:
        file.seek(0)
        file.truncate()
        screen.show(each)
        found.append(file.getvalue())
    return found


def test_without_a_terminal_each_answer_is_shown_once_when_it_is_ready() -> None:
    begun = state.begun(COURSE, COURSE, polling=False)
    now = all_graded(BIND)
    hinted = state.add_line(now, "think")
    save = state.saved(hinted, [LISTEN])
    done = state.graded(save, LISTEN, card(LISTEN, 0))
    first, listed, again, hint, busy, report = text_added_by(begun, now, now, hinted, save, done)
    assert "h hint" in first
    assert "13_server" not in first
    assert "13_server" in listed
    assert "8 / 100" in listed
    assert (again, busy) == ("", "")
    assert hint.split() == ["▸", "think"]
    assert "05_listen" in report
    assert "13_server" not in report


def test_the_switch_to_polling_is_shown() -> None:
    now = all_graded()
    first, second = text_added_by(now, replace(now, polling=True))
    assert "the system tells" in first
    assert "again and again" in second


def test_the_bar_is_full_only_with_every_point() -> None:
    nearly = state.graded(all_graded(*IDS), BIND, card(BIND, 7))
    assert "─ " in text_added_by(nearly)[0].splitlines()[-1]
    assert "─" not in text_added_by(all_graded(*IDS))[0].splitlines()[-1]


# Changes -----------------------------------------------------------------------------------------------------------

EXERCISE = catalogue.choose(COURSE, [BIND])[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of one exercise."""
    shutil.copytree(STUBS / BIND, tmp_path / "exercises" / BIND)
    return tmp_path / "exercises"


def test_a_save_with_the_same_time_and_size_is_a_change(folder: Path) -> None:
    path = folder / BIND / "bind.py"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    before = changes.take_snapshot(folder, EXERCISE)
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=times)
    assert changes.take_snapshot(folder, EXERCISE) != before


def test_a_new_mtime_is_a_change_but_reading_and_other_files_are_not(folder: Path) -> None:
    path = folder / BIND / "bind.py"
    before = changes.take_snapshot(folder, EXERCISE)
    path.read_bytes()
    (folder / BIND / "README.md").write_text("other")
    (folder / BIND / "notes.txt").write_text("other")
    assert changes.take_snapshot(folder, EXERCISE) == before
    os.utime(path, ns=(1, 1))
    assert changes.take_snapshot(folder, EXERCISE) != before


def test_a_new_module_beside_the_file_is_a_change(folder: Path) -> None:
    before = changes.take_snapshot(folder, EXERCISE)
    (folder / BIND / "helper.py").write_text("")
    assert changes.take_snapshot(folder, EXERCISE) != before


@on_posix
def test_a_snapshot_does_not_open_a_pipe_or_a_folder(folder: Path) -> None:
    path = folder / BIND / "bind.py"
    path.unlink()
    os.mkfifo(path)
    assert [each.name for each in changes.take_snapshot(folder, EXERCISE)] == ["bind.py"]
    path.unlink()
    path.mkdir()
    assert [each.name for each in changes.take_snapshot(folder, EXERCISE)] == ["bind.py"]
    shutil.rmtree(folder)
    assert changes.take_snapshot(folder, EXERCISE) == frozenset()


def test_a_save_is_complete_when_the_file_is_filled(folder: Path) -> None:
    path = folder / BIND / "bind.py"
    path.write_text("")
    writer = threading.Timer(0.05, path.write_text, ["whole"])
    writer.start()
    look = changes.settled(folder, EXERCISE)
    writer.join()
    assert [each.size for each in look] == [5]


def test_a_file_that_stays_empty_is_accepted(folder: Path) -> None:
    (folder / BIND / "bind.py").write_text("")
    assert [each.size for each in changes.settled(folder, EXERCISE)] == [0]


def test_a_save_causes_a_file_event_and_the_listener_ends(folder: Path) -> None:
    event, loss = threading.Event(), threading.Event()
    with changes.FileEventListener(folder, event.set, loss.set):

        def save_causes_event() -> bool:
            (folder / BIND / "bind.py").write_text("x")  # repeated, because the thread may not listen yet
            return event.wait(0.05)

        until(save_causes_event)
    assert not loss.is_set()
    assert "changes" not in {each.name for each in threading.enumerate()}


def test_a_listener_that_cannot_start_reports_the_loss(tmp_path: Path) -> None:
    loss = threading.Event()
    with changes.FileEventListener(tmp_path / "nowhere", lambda: None, loss.set):
        assert loss.wait(10)


# File systems -------------------------------------------------------------------------------------------------------

KINDS = {
    ("ext4", "rw"): True,
    ("apfs", "rw"): True,
    ("NTFS", "rw,fixed"): True,
    ("overlay", "rw"): True,
    ("tmpfs", "rw"): True,
    ("9p", "rw,aname=drvfs"): False,
    ("drvfs", "rw"): False,
    ("nfs4", "rw"): False,
    ("smbfs", "rw"): False,
    ("cifs", "rw"): False,
    ("fuse.sshfs", "rw"): False,
    ("vboxsf", "rw"): False,
    ("NTFS", "rw,remote"): False,
}


@pytest.mark.parametrize("kind", KINDS, ids=",".join)
def test_the_file_system_decides_whether_there_are_file_events(kind: tuple[str, str]) -> None:
    known = [Mount(as_path("/"), "ext4"), Mount(as_path("/outer"), *kind)]
    assert has_file_events(as_path("/outer/course/exercises"), known) is KINDS[kind]
    assert has_file_events(as_path("/outermost/course"), known)


def as_path(text: str) -> Path:
    """A POSIX path, on every system."""
    return cast(Path, PurePosixPath(text))


def test_the_innermost_and_last_mount_decides() -> None:
    folder = as_path("/a/b/c")
    outer, inner = Mount(as_path("/a"), "9p"), Mount(as_path("/a/b"), "ext4")
    assert has_file_events(folder, [inner, outer])
    assert not has_file_events(folder, [inner, Mount(as_path("/a/b"), "9p")])
    assert has_file_events(folder, [Mount(as_path("/a/b"), "9p"), inner])
    assert has_file_events(folder, [])


def test_a_network_path_of_windows_has_no_file_events() -> None:
    share = cast(Path, PureWindowsPath(r"\\wsl.localhost\Debian\course"))
    assert not has_file_events(share, [])
    assert has_file_events(cast(Path, PureWindowsPath(r"C:\course")), [])


def test_the_mounts_of_this_machine_are_read(tmp_path: Path) -> None:
    assert isinstance(has_file_events(real_path(tmp_path), mounts()), bool)
    assert mounts() or sys.platform == "win32"


# The steps ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def steps(folder: Path) -> Iterator[app.Steps]:
    """The steps for one exercise, without listeners and with an empty queue."""
    watching = app.Watching(COURSE, [EXERCISE], folder)
    with Launcher() as launcher:
        made = app.Steps(watching, Screen(console_for(io.StringIO())), launcher, lambda each: f"think of {each.name}")
        made.state = replace(all_graded(), watched=(BIND,), polling=False)
        yield made


def test_a_change_without_a_file_event_starts_polling(folder: Path, steps: app.Steps) -> None:
    (folder / BIND / "bind.py").write_text("changed")
    steps.answer_event(None)  # a comparison without a file event
    steps.notice()
    assert steps.state.queue == (BIND,)
    assert not steps.state.polling  # the event may come late
    steps.answer_event(None)
    assert steps.state.polling


def test_a_late_file_event_does_not_start_polling(folder: Path, steps: app.Steps) -> None:
    (folder / BIND / "bind.py").write_text("changed")
    steps.answer_event(None)
    steps.notice()
    steps.answer_event(app.SystemEvent.FILES_CHANGED)
    steps.answer_event(None)
    assert not steps.state.polling


def test_a_file_event_does_not_start_polling(folder: Path, steps: app.Steps) -> None:
    (folder / BIND / "bind.py").write_text("changed")
    steps.answer_event(app.SystemEvent.FILES_CHANGED)
    steps.notice()
    steps.answer_event(None)
    assert not steps.state.polling


def test_a_file_event_does_not_count_for_a_later_change(folder: Path, steps: app.Steps) -> None:
    steps.answer_event(app.SystemEvent.FILES_CHANGED)
    steps.notice()
    steps.answer_event(None)
    (folder / BIND / "bind.py").write_text("changed")
    steps.notice()
    steps.answer_event(None)
    assert steps.state.polling


def test_lost_file_events_start_polling(steps: app.Steps) -> None:
    steps.answer_event(app.SystemEvent.FILE_EVENTS_LOST)
    assert steps.state.polling


def test_a_save_is_noticed_once(folder: Path, steps: app.Steps) -> None:
    (folder / BIND / "bind.py").write_text("changed")
    steps.notice()
    noticed = steps.state
    steps.notice()
    assert steps.state is noticed


def test_the_key_h_shows_a_hint_for_the_right_exercise(steps: app.Steps) -> None:
    steps.answer_event(app.KeyPressed("h"))
    assert steps.state.lines == ("think of bind",)


class Silent:
    """A terminal at which no key is pressed."""

    at_once = True

    def __enter__(self) -> "Silent":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_keys(self) -> str | None:
        time.sleep(0.01)
        return ""


@pytest.fixture
def with_listeners(steps: app.Steps) -> Iterator[app.Steps]:
    """The steps with listeners for keys and file events."""
    with ExitStack() as stack:
        steps.listen(stack, Silent())
        yield steps


def test_a_save_ends_the_wait(folder: Path, with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_EVERY", 20.0)
    stop = threading.Event()

    def save() -> None:
        while not stop.wait(0.05):  # repeated, because the listener may not be ready
            (folder / BIND / "bind.py").write_text("changed")

    thread = threading.Thread(target=save)
    thread.start()
    try:
        assert with_listeners.wait() is app.SystemEvent.FILES_CHANGED
    finally:
        stop.set()
        thread.join()


def replace_grading(monkeypatch: pytest.MonkeyPatch, result: Callable[[int], Scorecard]) -> list[int]:
    """Replace `run.grade`: grading number n returns `result(n)`. Each grading appends its score to the returned list."""
    scores: list[int] = []

    def grade(*_: object, **__: object) -> Scorecard:
        made = result(len(scores))
        scores.append(made.score)
        return made

    monkeypatch.setattr(run, "grade", grade)
    return scores


def test_a_change_at_the_end_of_a_grading_is_graded_before_a_verdict_is_shown(
    folder: Path, with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(number: int) -> Scorecard:
        if number == 0:
            (folder / BIND / "bind.py").write_text("changed")
        return card(BIND, number)

    scores = replace_grading(monkeypatch, graded)
    with_listeners.state = state.saved(with_listeners.state, [BIND])
    with_listeners.grade()
    assert scores == [0, 1]
    assert with_listeners.state.points == (1, 100)
    with_listeners.notice()
    assert with_listeners.state.queue == ()


def test_a_file_that_keeps_changing_gets_a_verdict_and_is_graded_again(
    folder: Path, with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(number: int) -> Scorecard:
        (folder / BIND / "bind.py").write_text(f"changed {number}")
        return card(BIND, 1)

    scores = replace_grading(monkeypatch, graded)
    with_listeners.state = state.saved(with_listeners.state, [BIND])
    with_listeners.grade()
    assert len(scores) == app.GRADINGS_AT_MOST
    assert (with_listeners.state.queue, with_listeners.state.points) == ((), (1, 100))
    with_listeners.notice()
    assert with_listeners.state.queue == (BIND,)


class EditingClock:
    """Replaces the module `time` in `changes`: each sleep lets the editor take its next step, and no time passes."""

    def __init__(self, saving: Iterator[None]) -> None:
        self._saving = saving

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, _seconds: float) -> None:
        next(self._saving, None)


@pytest.mark.parametrize("editor", HALF_SEEN, ids=lambda editor: editor.__name__)
def test_a_half_saved_file_is_not_graded_while_its_editor_is_still_saving(
    editor: Editor, folder: Path, with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / BIND / "bind.py"
    saving = editor(path, "whole")
    next(saving)
    monkeypatch.setattr(changes, "time", EditingClock(saving))
    texts: list[str] = []

    def graded(_number: int) -> Scorecard:
        texts.append(path.read_text())
        return card(BIND)

    replace_grading(monkeypatch, graded)
    with_listeners.notice()
    with_listeners.grade()
    assert texts == ["whole"]


@pytest.mark.parametrize("editor", HALF_SEEN, ids=lambda editor: editor.__name__)
def test_a_half_saved_file_that_is_graded_gets_no_verdict(
    editor: Editor, folder: Path, with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / BIND / "bind.py"
    saving = editor(path, "whole")
    next(saving)
    monkeypatch.setattr(changes, "UNFINISHED", 0.0)
    whole: list[bool] = []

    def graded(_number: int) -> Scorecard:
        whole.append(path.exists() and path.read_text() == "whole")
        for _ in saving:
            pass
        return card(BIND, int(whole[-1]))

    replace_grading(monkeypatch, graded)
    with_listeners.notice()
    with_listeners.grade()
    assert whole == [False, True]
    assert with_listeners.state.points == (1, 100)
    with_listeners.notice()
    assert with_listeners.state.queue == ()


def test_a_save_by_rename_is_noticed_only_after_the_rename(folder: Path, steps: app.Steps) -> None:
    saving = put_in_its_place(folder / BIND / "bind.py", "whole")
    queues = []
    for _half_saved in saving:
        steps.notice()
        queues.append(steps.state.queue)
    steps.notice()
    assert [*queues, steps.state.queue] == [(), (BIND,)]


def test_a_key_that_quits_before_a_grading_begins_prevents_it(
    with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = replace_grading(monkeypatch, lambda _number: card(BIND))
    with_listeners._key_listener.quitting.set()
    with_listeners.state = state.saved(with_listeners.state, [BIND])
    with_listeners.grade()
    assert with_listeners.state.ended
    assert scores == []


def test_a_grader_error_is_shown_and_watch_mode_goes_on(
    with_listeners: app.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_number: int) -> Scorecard:
        raise GraderError("no process could be started")

    replace_grading(monkeypatch, fails)
    with_listeners.state = state.saved(with_listeners.state, [BIND])
    with_listeners.grade()
    assert with_listeners.state.lines == ("no process could be started",)
    assert (with_listeners.state.queue, with_listeners.state.ended) == ((), False)


# Repeated gradings -------------------------------------------------------------------------------------------------


def test_an_abandoned_grading_ends_after_its_current_check(folder: Path) -> None:
    results: list[str] = []
    hooks = GradeHooks(on_result=lambda _name, result: results.append(result.id), should_stop=lambda: True)
    with pytest.raises(run.Abandoned):
        run.grade(folder, [EXERCISE], hooks=hooks)
    assert results == [EXERCISE.checks[0].id]


def test_one_launcher_serves_several_gradings(folder: Path) -> None:
    (folder / BIND / "bind.py").write_text(solution("03_bind/bind.py"), encoding="utf-8")
    with Launcher() as launcher:
        children = []
        for _ in range(3):
            assert run.grade(folder, [EXERCISE], launcher=launcher).score == EXERCISE.tried
            children.append({each.pid for each in psutil.Process().children(recursive=True)})
    if launcher.adopts and not launcher.portable:
        assert children[0] == children[1] == children[2] != set()


def test_repeated_gradings_do_not_leak_objects_modules_descriptors_or_threads(folder: Path) -> None:
    (folder / BIND / "bind.py").write_text(solution("03_bind/bind.py"), encoding="utf-8")

    def count_objects() -> tuple[int, int, int, int]:
        gc.collect()
        opened = psutil.Process().num_fds() if os.name == "posix" else 0
        return len(gc.get_objects()), len(sys.modules), opened, threading.active_count()

    with Launcher() as launcher:
        for _ in range(3):
            run.grade(folder, [EXERCISE], launcher=launcher)
        before = count_objects()
        for _ in range(12):
            run.grade(folder, [EXERCISE], launcher=launcher)
        after = count_objects()
    assert after[1:] == before[1:]
    assert after[0] - before[0] < 500  # a grading creates thousands of objects
