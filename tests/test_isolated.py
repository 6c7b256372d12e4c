"""Grading in a separate process: the same result, a network of its own, and no process or file left behind."""

import json
import os
import pickle
import signal
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
import pytest

from grader.course import catalogue
from grader.grading import isolated, run
from grader.grading.options import GradeHooks, GradeOptions
from grader.model.errors import CourseError, GraderError
from grader.result.scorecard import CheckResult, Scorecard
from grader.sandbox.levels import Level
from tests.conftest import belongings
from tests.submitted import REPO, SOLUTIONS, Card, Ended, command, put, solution, started
from tests.test_levels import is_alive, needs_bubblewrap

BIND, CLIENT = catalogue.choose(catalogue.load(), ["03", "12"])
OPTIONS = GradeOptions(level=Level.BUBBLEWRAP, seed=7)
FILE = "03_bind/bind.py"
WAITS = "def bind_server(*all):\n    import time\n    time.sleep(1000)\n"


def outcomes_of(card: Scorecard) -> list[tuple[str, str, int, str]]:
    """Each check of a result, without the fields that differ between runs."""
    return [
        (check.id, check.status, check.points, check.mistake or "") for each in card.exercises for check in each.checks
    ]


@needs_bubblewrap
def test_grading_in_a_sandbox_gives_the_same_result(tmp_path: Path) -> None:
    folder = put(tmp_path, {FILE: solution(FILE).replace("(host, port)", "('', port)")})
    inside, free = isolated.grade(folder, [BIND], OPTIONS), run.grade(folder, [BIND])
    assert outcomes_of(inside) == outcomes_of(free)
    assert 0 < inside.score == free.score < inside.max
    assert (inside.box, free.box) == ("bubblewrap", "limits")


@needs_bubblewrap
def test_each_result_is_reported_as_soon_as_it_exists() -> None:
    reported: list[tuple[str, CheckResult]] = []
    card = isolated.grade(SOLUTIONS, [BIND, CLIENT], OPTIONS, GradeHooks(on_result=lambda *both: reported.append(both)))
    assert [(each.id, check.id) for each in card.exercises for check in each.checks] == [
        (exercise, result.id) for exercise, result in reported
    ]


def test_every_option_reaches_another_process() -> None:
    given = GradeOptions(7, True, Level.BUBBLEWRAP, BIND.facts.limits, strict=True)
    assert pickle.loads(pickle.dumps(given)) == given


@needs_bubblewrap
def test_a_sandbox_leaves_no_process_descriptor_or_file(temporary: Path) -> None:
    isolated.grade(SOLUTIONS, [BIND], OPTIONS)
    before = belongings(temporary)
    isolated.grade(SOLUTIONS, [BIND], OPTIONS)
    assert belongings(temporary) == before


@needs_bubblewrap
def test_each_submission_has_a_network_namespace(tmp_path: Path) -> None:
    folder = put(tmp_path, {"12_client/client.py": "import socket\nprint(socket.if_nameindex())"})
    card = isolated.grade(folder, [CLIENT], OPTIONS)
    assert card.exercises[0].checks[0].output == "[(1, 'lo')]\n"


@needs_bubblewrap
def test_files_that_only_the_graders_user_may_read_are_graded(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: solution(FILE)})
    (folder / FILE).chmod(0o600)
    folder.chmod(0o700)
    assert isolated.grade(folder, [BIND], OPTIONS).score == BIND.tried


@needs_bubblewrap
def test_notes_describe_this_machine_and_not_the_sandbox(tmp_path: Path) -> None:
    folder = put(tmp_path, {FILE: solution(FILE), "03_bind/socket.py": ""})
    assert any("03_bind/socket.py" in note for note in isolated.grade(folder, [BIND], OPTIONS).notes)


def test_a_missing_folder_gets_no_points_and_a_reason(tmp_path: Path) -> None:
    card = isolated.grade(tmp_path / "nowhere", [BIND], OPTIONS)
    assert (card.score, card.max) == (0, BIND.tried)
    assert "is not there" in card.exercises[0].reason


# Errors --------------------------------------------------------------------------------------------------------------


@needs_bubblewrap
@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("raise SystemExit(0)", "the grading ended without a result$"),
        ("import os; os.kill(os.getpid(), 9)", "the grading ended without a result"),
        ("import sys; sys.exit('no module')", "the grading ended without a result: no module$"),
        ("import no_such_module", "the grading ended without a result: ModuleNotFoundError"),
        (
            "import socket, sys; s = socket.socket(fileno=int(sys.argv[2])); s.recv(9); s.send(b'\\0\\0\\0\\2{}')",
            "cannot be understood",
        ),
        (
            "import socket, sys; s = socket.socket(fileno=int(sys.argv[2])); s.recv(9); s.send(b'\\xff\\xff\\xff\\xff')",
            "without a result",
        ),
    ],
)
def test_a_sandbox_without_a_complete_result_raises_grader_error(
    monkeypatch: pytest.MonkeyPatch, temporary: Path, start: str, said: str
) -> None:
    before = belongings(temporary)
    monkeypatch.setattr(isolated, "START", start)
    with pytest.raises(GraderError, match=said):
        isolated.grade(SOLUTIONS, [BIND], OPTIONS)
    assert belongings(temporary) == before


@needs_bubblewrap
def test_an_error_inside_the_sandbox_keeps_its_class(monkeypatch: pytest.MonkeyPatch) -> None:
    start = isolated.START.replace(
        "isolated_worker.main()",
        "from grader.model.errors import CourseError\ndef fail(*_):\n    raise CourseError('a bad suite')\n"
        "isolated_worker.run.grade_taken = fail\nisolated_worker.main()",
    )
    monkeypatch.setattr(isolated, "START", start)
    with pytest.raises(CourseError, match=r"^a bad suite$"):
        isolated.grade(SOLUTIONS, [BIND], OPTIONS)


@pytest.fixture(scope="module")
def whole() -> Scorecard:
    return run.grade(SOLUTIONS, [BIND])


FORGED: dict[str, tuple[Callable[[Card], object], str]] = {
    "no exercise": (lambda card: card["exercises"].clear(), "left out an exercise"),
    "a check less": (lambda card: card["exercises"][0]["checks"].pop(), "left out a check"),
    "a check twice": (
        lambda card: card["exercises"][0]["checks"].append(card["exercises"][0]["checks"][0]),
        "left out",
    ),
    "more points": (lambda card: card["exercises"][0]["checks"][0].update(points=50), "impossible points"),
    "less than nothing": (lambda card: card["exercises"][0]["checks"][0].update(points=-1), "impossible points"),
    "another maximum": (lambda card: card["exercises"][0]["checks"][0].update(max=50, points=50), "left out a check"),
    "another sum": (lambda card: card["exercises"][0].update(score=1), "a wrong sum of points in 03_bind"),
    "another score": (lambda card: card.update(score=100), "wrong totals"),
}


@pytest.mark.parametrize("how", FORGED)
def test_an_incomplete_result_is_refused(whole: Scorecard, how: str) -> None:
    isolated.must_be_whole(whole, [BIND])
    change, said = FORGED[how]
    card = json.loads(msgspec.json.encode(whole))
    change(card)
    with pytest.raises(GraderError, match=said):
        isolated.must_be_whole(msgspec.json.decode(msgspec.json.encode(card), type=Scorecard), [BIND])


# The command ---------------------------------------------------------------------------------------------------------


def forked_below(pid: int) -> list[psutil.Process]:
    """The descendants of a grading that run the fork server's file: fork server, init process, program."""
    found = []
    for each in psutil.Process(pid).children(recursive=True):
        try:
            if "fork_server.py" in " ".join(each.cmdline()) and each.name() != "bwrap":
                found.append(each)
        except psutil.Error:
            continue
    return found


@needs_bubblewrap
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_interrupted_grading_ends_its_sandbox(tmp_path: Path, name: str) -> None:
    folder = put(tmp_path / "exercises", {FILE: WAITS})
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    words = ("grade", "03", "--exercises", folder, "--box", "bubblewrap")
    with started(tmp_path / "scratch", *words) as process:
        signal.signal(signal.SIGINT, before)
        until = time.monotonic() + 20
        while len(alive := forked_below(process.pid)) < 3:
            assert time.monotonic() < until, "no program was started"
            time.sleep(0.01)
        alive = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.Signals[name])
        out, err = process.communicate(timeout=20)
    assert process.returncode not in (0, 1)
    assert b"Traceback" not in out + err
    while any(is_alive(each.pid) for each in alive):
        assert time.monotonic() < until, "something is left"
        time.sleep(0.01)
    assert list((tmp_path / "scratch").iterdir()) == []


def grade_one(tmp_path: Path, *words: str, **environment: str | None) -> Ended:
    """Grade one exercise with these words of the command line."""
    return command(tmp_path / "scratch", "grade", "03", "--exercises", SOLUTIONS, *words, cwd=REPO, **environment)


def test_a_required_sandbox_that_is_not_available_ends_with_status_2(tmp_path: Path) -> None:
    ended = grade_one(tmp_path, "--box", "bubblewrap", "--portable")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("grader: the box bubblewrap is not to be had here: ")


@pytest.mark.skipif(os.name != "posix", reason="POSIX only")
def test_without_bwrap_the_level_bubblewrap_is_refused_in_one_line(tmp_path: Path) -> None:
    ended = grade_one(tmp_path, "--box", "bubblewrap", PATH=str(tmp_path))
    assert (ended.status, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1


def test_the_level_limits_can_be_required_on_every_system(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    assert grade_one(tmp_path, "--box", "limits", "--json", str(result)).status == 0
    assert json.loads(result.read_bytes())["box"] == "limits"
