"""Reset: the stub is restored, and a learner's file is never lost."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import catalogue
from grader.course.exercise import STUB as SUITES_STUB
from grader.course.exercise import Exercise
from grader.learner import reset
from grader.model.errors import CourseError, UsageError
from grader.submission.stub import same_stub
from grader.verify import learner_texts
from tests.submitted import SOLUTIONS, STUBS, command, contents, grade_folder, on_posix, put

EXERCISES = catalogue.load()
(BIND,) = catalogue.choose(EXERCISES, ["03"])
FILE = "03_bind/bind.py"
STUB = (STUBS / FILE).read_bytes()
MINE = "# 我的\r\nprint(1)\n".encode("gbk")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_each_suite_has_a_copy_of_its_stub(exercise: Exercise) -> None:
    assert same_stub(exercise.stub(), (STUBS / exercise.id / exercise.facts.file).read_bytes())


def test_the_stub_is_restored_and_the_learners_file_is_kept_byte_for_byte(tmp_path: Path) -> None:
    put(tmp_path, {FILE: MINE})
    done = reset.reset_stub(tmp_path, BIND)
    assert (done.already, done.backup) == (False, "03_bind/bind.py.1.bak")
    assert contents(tmp_path / "03_bind") == {"bind.py": STUB, "bind.py.1.bak": MINE}


def test_a_backup_never_overwrites_an_older_one(tmp_path: Path) -> None:
    put(tmp_path, {FILE: b"third", "03_bind/bind.py.1.bak": b"first", "03_bind/bind.py.2.bak": b"second"})
    assert reset.reset_stub(tmp_path, BIND).backup == "03_bind/bind.py.3.bak"
    assert [(tmp_path / f"03_bind/bind.py.{n}.bak").read_bytes() for n in (1, 2, 3)] == [b"first", b"second", b"third"]


def test_an_unchanged_stub_is_not_backed_up(tmp_path: Path) -> None:
    crlf = STUB.replace(b"\n", b"\r\n")
    put(tmp_path, {FILE: crlf})
    assert reset.reset_stub(tmp_path, BIND).already
    assert contents(tmp_path / "03_bind") == {"bind.py": crlf}


def test_a_missing_file_is_restored_with_its_folder(tmp_path: Path) -> None:
    done = reset.reset_stub(tmp_path, BIND)
    assert (done.already, done.backup) == (False, "")
    assert contents(tmp_path / "03_bind") == {"bind.py": STUB}


def a_folder(path: Path) -> None:
    put(path, {"bind.py/inside.txt": b"kept"})


def a_link(path: Path) -> None:
    put(path, {"elsewhere.py": MINE})
    (path / "bind.py").symlink_to("elsewhere.py")


def a_link_to_nothing(path: Path) -> None:
    path.mkdir()
    (path / "bind.py").symlink_to("nowhere.py")


def a_linked_folder(path: Path) -> None:
    put(path.with_name("elsewhere"), {"bind.py": MINE})
    path.symlink_to("elsewhere")


def a_pipe(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "bind.py")


def a_file_instead_of_the_folder(path: Path) -> None:
    path.write_bytes(MINE)


@on_posix
@pytest.mark.parametrize(
    "make", [a_folder, a_link, a_link_to_nothing, a_linked_folder, a_pipe, a_file_instead_of_the_folder]
)
def test_a_path_that_is_not_a_regular_file_is_refused_in_one_line_and_left_unchanged(
    tmp_path: Path, make: object
) -> None:
    assert callable(make)
    make(tmp_path / "03_bind")
    before = contents(tmp_path)
    with pytest.raises(UsageError, match="nothing was changed") as caught:
        reset.reset_stub(tmp_path, BIND)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("fails", ["replace", "fsync"])
def test_a_full_disk_leaves_the_learners_file_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    put(tmp_path, {FILE: MINE})

    def disk_is_full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, fails, disk_is_full)
    with pytest.raises(UsageError, match="No space left on device"):
        reset.reset_stub(tmp_path, BIND)
    assert contents(tmp_path) == {"03_bind": contents(tmp_path)["03_bind"], FILE: MINE}


def test_a_suite_without_a_stub_raises_course_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="03_bind"):
        reset.reset_stub(tmp_path, replace(BIND, folder=tmp_path))


def test_a_stub_is_restored_with_the_line_ends_of_the_course(suite: Exercise, tmp_path: Path) -> None:
    (suite.folder / SUITES_STUB).write_bytes(STUB.replace(b"\n", b"\r\n"))
    put(tmp_path / "mine", {FILE: MINE})
    reset.reset_stub(tmp_path / "mine", suite)
    assert (tmp_path / "mine" / FILE).read_bytes() == STUB


# The command -------------------------------------------------------------------------------------------------------


def test_the_command_names_the_backup_and_grade_ignores_it(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: (SOLUTIONS / FILE).read_bytes()})
    ended = command(tmp_path / "scratch", "reset", "bind", "--exercises", folder)
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    assert ended.out == "03_bind/bind.py is the stub again; your file is kept as 03_bind/bind.py.1.bak\n"
    graded = grade_folder(tmp_path, folder, "03")
    assert graded.exercise["status"] == "not_started"
    assert graded.card["notes"] == []


def test_all_restores_every_stub_and_prints_one_line_for_each(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: MINE})
    ended = command(tmp_path / "scratch", "reset", "--all", "--exercises", folder)
    assert ended.status == 0
    assert len(ended.out.splitlines()) == len(EXERCISES)
    for each in EXERCISES:
        assert (folder / each.id / each.facts.file).read_bytes() == each.stub()


def test_without_the_name_of_an_exercise_nothing_is_restored(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: MINE})
    before = contents(folder)
    ended = command(tmp_path / "scratch", "reset", "--exercises", folder)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "--all" in ended.err
    assert contents(folder) == before


def test_a_missing_folder_is_not_created(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "reset", "3", "--exercises", tmp_path / "nowhere")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "nowhere").exists()


# The copy of the stub in the suite ---------------------------------------------------------------------------------


@pytest.fixture
def suite(tmp_path: Path) -> Exercise:
    shutil.copytree(BIND.folder, tmp_path / "suites" / BIND.id, ignore=shutil.ignore_patterns("__pycache__"))
    put(tmp_path / "exercises", {FILE: STUB})
    return replace(BIND, folder=tmp_path / "suites" / BIND.id)


def test_a_copy_that_differs_from_the_stub_is_reported_and_can_be_refreshed(suite: Exercise, tmp_path: Path) -> None:
    changed = STUB.replace(b"bind_server() here", b"it here")
    put(tmp_path / "exercises", {FILE: changed})
    (line,) = learner_texts.contradictions_in_stub(suite, tmp_path / "exercises")
    assert line.endswith("`verify 03 --refresh` copies it")
    learner_texts.refresh(suite, tmp_path / "exercises")
    assert (suite.folder / SUITES_STUB).read_bytes() == changed
    assert list(learner_texts.contradictions_in_stub(suite, tmp_path / "exercises")) == []


def test_a_missing_copy_is_reported(suite: Exercise, tmp_path: Path) -> None:
    (suite.folder / SUITES_STUB).unlink()
    assert len(list(learner_texts.contradictions_in_stub(suite, tmp_path / "exercises"))) == 1


def test_a_refresh_refuses_a_file_that_is_not_a_stub(suite: Exercise, tmp_path: Path) -> None:
    put(tmp_path / "exercises", {FILE: (SOLUTIONS / FILE).read_bytes()})
    with pytest.raises(CourseError, match="nothing was copied"):
        learner_texts.refresh(suite, tmp_path / "exercises")
    assert suite.stub() == STUB
