"""The class command: a submission gets the same points as alone, even if others misbehave or the run is stopped."""

import contextlib
import csv
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.classes.collect import handed_in
from grader.classes.collect.entry import Entry
from grader.classes.collect.found import Found, find
from grader.classes.collect.handed_in import HandedIn
from grader.classes.gradebook.gradebook import read_gradebook
from grader.classes.grading import counter, job
from grader.classes.grading.attempt import Attempt, Known
from grader.classes.grading.grade_class import NEVER_KNOWN, AttemptStore, GradingPlan, Tally, to_do
from grader.classes.grading.grader_version import version
from grader.course import catalogue
from grader.grading import run
from grader.model.errors import SocketCourseError
from tests.gradings import history
from tests.make_class import commit, pack
from tests.submitted import (
    REPO,
    STUBS,
    Ended,
    command,
    left_in,
    on_linux,
    on_posix,
    processes_of,
    put,
    solution,
    source,
    started,
    unfolded,
)

pytestmark = pytest.mark.system

EXERCISES = catalogue.load()
FILE = "03_bind/bind.py"
STUB = (STUBS / FILE).read_text(encoding="utf-8")
RIGHT = solution(FILE)
WRONG = RIGHT.replace("(host, port)", "('', port)")
KILLS = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n" + RIGHT
STOPS = "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\n" + RIGHT
SLOW = source(
    """
    import time
    time.sleep(0.2)
    """
) + WRONG  # fmt: skip


def hand_in(folder: Path, **works: str) -> Path:
    """A class in which each learner hands in one exercise."""
    for name, text in works.items():
        put(folder / name / "exercises", {FILE: text})
    return folder


def graded(folder: Path, *options: str, jobs: int = 2, level: str = "limits") -> Ended:
    """Run the command."""
    scratch = folder.with_name(f"{folder.name}-scratch")
    return command(scratch, "class", folder, "--box", level, "--jobs", str(jobs), "--lang", "en", *options)


def entries(folder: Path) -> dict[str, Entry]:
    """The entry of each submission in the gradebook beside the class."""
    with read_gradebook(folder.with_name("gradebook.sqlite")) as book:
        return {each.name: each for each in book.entries()}


def points(folder: Path) -> dict[str, int | None]:
    """The points of each submission."""
    return {name: entry.points for name, entry in entries(folder).items()}


def gradings_of(folder: Path, name: str) -> int:
    """The number of gradings of a submission."""
    with read_gradebook(folder.with_name("gradebook.sqlite")) as book:
        return len(history(book, name))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The points of each kind of work when it is graded alone."""
    texts = {"right": RIGHT, "wrong": WRONG, "stub": STUB}
    folder = hand_in(tmp_path_factory.mktemp("alone"), **texts)
    return {name: run.grade(folder / name / "exercises", EXERCISES).score for name in texts}


# One bad submission --------------------------------------------------------------------------------------------------


def test_an_unreadable_submission_does_not_affect_the_others(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", bob=STUB)
    path: Any = None  # so that reading it raises an exception that the grader does not expect
    found = [Found("ann", "ann", path), *find(folder, [each.id for each in EXERCISES])]
    kept: list[Attempt] = []
    book = AttemptStore(
        lambda name: next((Known(each.digest, each.version) for each in kept if each.name == name), None), kept.append
    )
    for plan, left in ((GradingPlan(EXERCISES), ["bob"]), (GradingPlan(EXERCISES, seed=1 << 70), [])):
        tally = Tally()
        assert [each.name for each, _read, _asked in to_do(found, plan, book, tally, lambda: None)] == left
        assert (tally.own_trouble, tally.unchanged) == (True, 0)
        assert [name for name, _trouble in tally.errors] == [each for each in ("ann", "bob") if each not in left]
    assert [each.name for each in kept] == ["ann", "ann", "bob"]  # stored, but graded again next time
    assert {each.digest for each in kept} == {NEVER_KNOWN}
    assert all("the grader itself failed" in each.trouble and each.trouble.isprintable() for each in kept)


@on_posix
def test_an_undecodable_file_name_does_not_stop_the_class(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", alice=STUB, bob=RIGHT)
    with open(os.fsencode(folder) + b"/bob/exercises/03_bind/x\xff.py", "wb"):
        pass
    ended = graded(folder)
    assert (ended.status, ended.err) == (0, "")
    assert [" ".join(line.split()) for line in ended.out.splitlines()[:2]] == ["2 graded", "0 unchanged"]


def test_a_damaged_result_is_reported_and_graded_again(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", alice=RIGHT, bob=STUB)
    graded(folder)
    with contextlib.closing(sqlite3.connect(tmp_path / "gradebook.sqlite")) as connection, connection:
        whose = "submission_id = (SELECT id FROM submissions WHERE name = 'alice')"
        connection.execute(f"UPDATE attempts SET result = x'00' WHERE {whose}")
    for name in ("grades.csv", "class.html"):
        (tmp_path / name).unlink()
    first = graded(folder, "--only", "bob")
    assert (first.status, first.err) == (3, "")
    assert "alice: the kept result cannot be read" in first.out
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 3
    assert (tmp_path / "class.html").is_file()
    again = graded(folder)
    assert (again.status, again.err) == (0, "")
    assert [gradings_of(folder, name) for name in ("alice", "bob")] == [2, 1]


# One class -----------------------------------------------------------------------------------------------------------


@on_linux
def test_each_submission_gets_the_same_points_as_when_graded_alone(tmp_path: Path, alone: dict[str, int]) -> None:
    folder = hand_in(tmp_path / "class", right=RIGHT, wrong=WRONG, stub=STUB, kills=KILLS, stops=STOPS, zipped=WRONG)
    pack(folder / "zipped", "zipped")
    (folder / "empty").mkdir()
    (folder / "broken.zip").write_bytes(b"PK\3\4")
    ended = graded(folder, jobs=4)
    nothing = dict.fromkeys(("kills", "stops", "empty", "broken"))
    assert points(folder) == {**alone, **nothing, "zipped": alone["wrong"]}
    assert 0 == alone["stub"] < alone["wrong"] < alone["right"]
    trouble = {name: entry.trouble for name, entry in entries(folder).items()}
    assert trouble["kills"].startswith("the grading ended without a result")
    assert trouble["stops"] == "the grading was stopped from outside"
    assert trouble["empty"] == "there is nothing in it"
    assert trouble["broken"] == "it is no whole zip file; ask for it again"
    assert (ended.status, ended.err, ended.left) == (3, "", [])
    lines = ended.out.splitlines()
    assert [" ".join(line.split()) for line in lines[:3]] == ["4 graded", "0 unchanged", "4 without a result"]
    assert [line.split(":")[0].strip() for line in lines[3:7]] == ["broken", "empty", "kills", "stops"]
    assert lines[7] == "gradebook.sqlite · grades.csv · class.html"
    assert all((tmp_path / name).is_file() for name in lines[7].split(" · "))
    graded(folder, "--only", "kills", "--only", "right")
    assert [gradings_of(folder, name) for name in ("kills", "right")] == [2, 1]


def test_an_unchanged_submission_is_graded_again_only_on_request(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", right=RIGHT, wrong=WRONG)
    (folder / "empty").mkdir()
    graded(folder)
    again = graded(folder, "--only", "right", "--only", "W*", "--only", "empty")
    assert re.findall(r"^ +(\d+)", again.out, re.MULTILINE) == ["0", "2", "1"]
    assert again.status == 0
    hand_in(folder, wrong=RIGHT)
    graded(folder)
    assert [gradings_of(folder, name) for name in ("right", "wrong", "empty")] == [1, 2, 1]
    graded(folder, "--only", "right", "--again")
    assert [gradings_of(folder, name) for name in ("right", "wrong", "empty")] == [2, 2, 1]
    assert points(folder)["wrong"] == points(folder)["right"]


# Stopping a run ------------------------------------------------------------------------------------------------------


@contextmanager
def running(folder: Path, least: int = 1, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
    """The running command, once it has stored `least` results."""
    scratch = folder.with_name("scratch")
    with started(scratch, "class", folder, "--box", "limits", "--jobs", "1", "--lang", "en", *options) as process:
        until = time.monotonic() + 30
        while kept(folder) < least:
            assert process.poll() is None
            assert time.monotonic() < until, "no result was stored"
            time.sleep(0.05)
        yield process


def kept(folder: Path) -> int:
    """The number of results in the gradebook."""
    try:
        return len(points(folder))
    except SocketCourseError:
        return 0  # the gradebook does not exist yet


@on_posix
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT", "SIGTERM"])
def test_the_same_command_continues_a_stopped_run(tmp_path: Path, alone: dict[str, int], name: str) -> None:
    folder = hand_in(tmp_path / "class", l0=WRONG, l1=SLOW)
    with running(folder) as process:
        until = time.monotonic() + 20
        while not any(each.endswith("bind.py") for each in left_in(tmp_path / "scratch")):
            assert time.monotonic() < until, "the second grading did not start"
        process.send_signal(signal.Signals[name])
        _out, err = process.communicate(timeout=30)
    assert kept(folder) == 1
    if name != "SIGKILL":
        assert process.returncode == 130
        assert err.decode() == "grader: stopped: 1 of 2 are done and kept; the same command goes on\n"
        assert left_in(tmp_path / "scratch") == []
    until = time.monotonic() + 20
    while processes_of(tmp_path / "scratch"):
        assert time.monotonic() < until, "a process is still running"
        time.sleep(0.02)
    assert left_in(tmp_path / "scratch") == []
    ended = graded(folder)
    assert ended.status == 0
    assert " 1  unchanged" in ended.out
    assert points(folder) == dict.fromkeys(("l0", "l1"), alone["wrong"])
    assert [gradings_of(folder, each) for each in ("l0", "l1")] == [1, 1]


@on_posix
def test_two_gradings_do_not_write_one_gradebook_at_the_same_time(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", l0=WRONG, l1=SLOW)
    with running(folder) as process:
        process.send_signal(signal.SIGSTOP)  # otherwise it may end before the second command starts
        second = graded(folder)
        process.send_signal(signal.SIGCONT)
        assert second.status == 2
        assert "is being written by process" in second.err
        assert len(second.err.splitlines()) == 1
        process.send_signal(signal.SIGINT)
        process.communicate()


def test_two_classes_do_not_share_a_gradebook(tmp_path: Path) -> None:
    one, other = hand_in(tmp_path / "groupA", ann=RIGHT), hand_in(tmp_path / "groupB", ann=STUB)
    graded(one)
    kept, page = points(one), (tmp_path / "class.html").read_bytes()
    ended = graded(other)
    said = f"grader: {tmp_path / 'gradebook.sqlite'} holds the class groupA; for groupB give another place with --out\n"
    assert (ended.status, ended.out, ended.err) == (2, "", said)
    assert (points(one), (tmp_path / "class.html").read_bytes()) == (kept, page)
    assert graded(other, "--out", str(tmp_path / "b")).status == 0
    moved = tmp_path / "elsewhere" / "groupA"
    moved.parent.mkdir()
    one.rename(moved)
    assert " 1  unchanged" in graded(moved, "--out", str(tmp_path)).out


# Options -------------------------------------------------------------------------------------------------------------


def test_with_a_deadline_the_last_commit_before_the_deadline_is_graded(tmp_path: Path, alone: dict[str, int]) -> None:
    folder = hand_in(tmp_path / "class", ann=WRONG, bob=RIGHT)
    commit(folder / "ann", "2026-11-20T12:00:00+00:00")
    hand_in(folder, ann=RIGHT)
    commit(folder / "ann", "2026-11-21T12:00:00+00:00")
    ended = graded(folder, "--deadline", "2026-11-21T00:00Z")
    assert points(folder) == {"ann": alone["wrong"], "bob": None}
    assert "can be forged" in ended.out.splitlines()[0]
    assert "bob: it has no commit from before 2026-11-21 00:00+00:00" in ended.out
    assert (ended.status, entries(folder)["ann"].committed) == (0, "2026-11-20T12:00:00Z")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "carl"), "there is no submission 'carl'; there are 1, such as ann"),
        (("--deadline", "soon"), "'soon' is no time"),
        (("--roster", "nowhere.csv"), "nowhere.csv"),
        (("--box", "best"), "'best' is not one of"),
        (("--scheduler", "tcp://127.0.0.1:9"), "the scheduler tcp://127.0.0.1:9 cannot be reached"),
    ],
)
def test_a_bad_option_is_refused_in_one_line_before_grading(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    ended = graded(hand_in(tmp_path / "class", ann=RIGHT), *options)
    assert ended.status == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert len([line for line in ended.err.splitlines() if line.startswith(("grader:", "Error:"))]) == 1


def test_the_folder_of_one_submission_is_refused(tmp_path: Path) -> None:
    ended = graded(put(tmp_path / "class", {f"exercises/{FILE}": RIGHT}))
    assert (ended.status, ended.out) == (2, "")
    assert "is one submission" in ended.err


def test_the_folder_name_of_a_learner_is_one_safe_line_of_text(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    (folder / ("=cmd()" if sys.platform == "win32" else "=cmd() \N{ESCAPE}[31m")).mkdir(parents=True)
    ended = graded(folder)
    assert "\N{ESCAPE}" not in ended.out
    assert "=cmd()" in ended.out
    assert "'=cmd()" in (tmp_path / "grades.csv").read_text(encoding="utf-8")


# Jobs, rosters and languages -----------------------------------------------------------------------------------------


def job_for(folder: Path) -> job.GradingJob:
    """The grading job of the only submission of a class."""
    [found] = find(folder, [each.id for each in EXERCISES])
    read = handed_in.read_handed_in(found, EXERCISES)
    assert isinstance(read, HandedIn)
    return msgspec.msgpack.decode(job.encode_job(read, "limits", 7), type=job.GradingJob)


def test_a_worker_with_another_version_grades_nothing(tmp_path: Path) -> None:
    asked = job_for(hand_in(tmp_path / "class", ann=RIGHT))
    other = msgspec.structs.replace(asked, version="another")
    said = job.decode_job_result(job.run_job(msgspec.msgpack.encode(other)))
    assert said == job.JobResult(other=version())


def test_a_grading_job_needs_no_other_files(tmp_path: Path, alone: dict[str, int]) -> None:
    asked = job_for(hand_in(tmp_path / "class", ann=WRONG))
    shutil.rmtree(tmp_path / "class")
    card = job.grade_job(asked).card
    assert card is not None
    assert card.score == alone["wrong"]
    assert card.exercises[2].file == f"exercises/{FILE}"


def test_the_progress_shows_the_grading_rate_and_the_time_left() -> None:
    assert counter.progress_text(0, 300, 0, 0.0) == "0/300"
    assert counter.progress_text(214, 300, 114, 33.5) == "214/300  3.4/s  0:00:25 left"


def test_a_roster_is_joined_and_both_kinds_of_mismatch_are_listed(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", alice=RIGHT, mallory=STUB)
    roster = tmp_path / "roster.csv"
    roster.write_text("username,name,email\nalice,Alice A,a@example.org\nbob,Bob B,b@example.org\n", encoding="utf-8")
    ended = graded(folder, "--roster", str(roster), "--title", "Week 1", "--missing-as-zero")
    assert (ended.status, ended.err) == (0, "")
    assert "in the roster, without a submission (1): Bob B" in ended.out
    assert "handed in, without an owner in the roster (1): mallory (not in the roster)" in ended.out
    page = (tmp_path / "class.html").read_text(encoding="utf-8")
    assert "<bdi>Alice A · alice</bdi>" in page
    assert "<bdi>Bob B · bob</bdi>" in page.partition("No submission (1)")[2]
    with (tmp_path / "grades-moodle.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = {row["Email address"]: row["Week 1"] for row in rows}
    assert marks == {"a@example.org": str(points(folder)["alice"])}
    assert "Bob B: no submission that is surely theirs (without an owner so far: 1)" in ended.out
    assert b"Week 1" in (tmp_path / "class.html").read_bytes()


def statuses_in(file: Path) -> dict[str, str]:
    """The status of each submission in the table for spreadsheets."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return {row["Folder"]: row["Status"] for row in csv.DictReader(text)}


def test_a_removed_submission_does_not_count_and_keeps_its_points_when_it_returns(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", **{"ann": RIGHT, "tcp-ann": STUB, "bob": WRONG})
    roster = tmp_path / "roster.txt"
    roster.write_text("ann\nbob\n", encoding="utf-8")
    ended = graded(folder, "--roster", str(roster))
    assert "ann: several submissions: ann, tcp-ann" in ended.out
    (folder / "tcp-ann").rename(tmp_path / "elsewhere")
    ended = graded(folder, "--roster", str(roster), "--only", "bob")
    assert unfolded(f"no longer in {folder}, not counted (1): tcp-ann") in unfolded(ended.out)
    assert statuses_in(tmp_path / "grades.csv") == {"ann": "graded", "bob": "graded"}
    assert b"tcp-ann" not in (tmp_path / "class.html").read_bytes()
    (tmp_path / "elsewhere").rename(folder / "tcp-ann")
    ended = graded(folder)
    assert (ended.status, gradings_of(folder, "tcp-ann")) == (0, 1)
    assert "no longer in" not in ended.out
    assert statuses_in(tmp_path / "grades.csv") == dict.fromkeys(("ann", "bob", "tcp-ann"), "graded")


def test_a_submission_excluded_by_the_option_only_does_not_count_as_missing(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", ann=WRONG, bob=RIGHT)
    roster = tmp_path / "roster.csv"
    roster.write_text("username,name\nann,ann\nbob,bob\ncarl,carl\n", encoding="utf-8")
    ended = graded(folder, "--roster", str(roster), "--missing-as-zero", "--only", "ann")
    assert "in the roster, without a submission (1): carl" in ended.out
    statuses = statuses_in(tmp_path / "grades.csv")
    assert statuses == {"ann": "graded", "bob": "not graded: left out by --only", "": "no submission"}
    with (tmp_path / "grades-canvas.csv").open(encoding="utf-8", newline="") as file:
        marks = {row[0]: row[5] for row in csv.reader(file)}
    assert {name: marks.get(name) for name in ("bob", "carl")} == {"bob": None, "carl": "0"}


@pytest.mark.parametrize("data", [None, b"no json"])
def test_the_benchmark_refuses_an_unknown_class_in_one_line(tmp_path: Path, data: bytes | None) -> None:
    folder = hand_in(tmp_path / "class", ann=STUB)
    if data is not None:
        (tmp_path / "class.json").write_bytes(data)
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.classes", folder], cwd=REPO, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"Error: {tmp_path / 'class.json'} cannot be read (")
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "gradebook.sqlite").exists()


def test_the_page_reports_results_that_were_graded_in_another_language(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", alice=WRONG)
    graded(folder)
    again = graded(folder, "--lang", "zh")
    assert " 1  没有变化" in again.out
    page = (tmp_path / "class.html").read_text(encoding="utf-8")
    assert "1 份是用另一种语言评的，其中的文字不会变；加 --again 可以重评" in page
    graded(folder, "--lang", "zh", "--again")
    assert "另一种语言" not in (tmp_path / "class.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_gives_status_3(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "class", alice=STUB)
    (tmp_path / "class.html").mkdir()
    ended = graded(folder)
    assert ended.status == 3
    assert "class.html was not written" in ended.out
    assert (tmp_path / "grades.csv").exists()
