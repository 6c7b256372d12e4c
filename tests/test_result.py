"""The JSON of a result: its keys, its version, its sums, its schema."""

import json
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from grader.model.events import Received
from grader.report.formats import json as json_report
from grader.result.finding import Finding, FindingKind
from grader.result.scorecard import (
    SCHEMA,
    CheckResult,
    CheckStatus,
    ExerciseResult,
    ExerciseStatus,
    Scorecard,
    schema,
)
from tests.submitted import (
    REPO,
    SOLUTIONS,
    STUBS,
    Graded,
    Source,
    command,
    grade,
    grade_folder,
    on_posix,
    solution,
)

FILE = "03_bind/bind.py"
KEYS = {
    "result": {
        *("schema", "score", "max", "hidden", "seconds", "box", "python", "platform", "notes", "exercises"),
    },
    "exercise": {"id", "file", "status", "score", "max", "hidden", "reason", "own_trouble", "checks"},
    "check": {
        *("id", "promise", "status", "points", "max", "hidden", "expected", "observed", "mistake", "line", "stuck"),
        *("seconds", "transcript", "output", "seen", "difference", "advice"),
    },
}
WAITS = """
import socket


def bind_server(server, host, port):
    server.bind((host, port))
    server.listen()
    server.accept()
    server.accept()
"""
CRASHES = "def bind_server(server, host, port):\n    raise ValueError('绑定 \\x1b[31m \\x00 \\ud800')\n"
HALF: dict[str, Source] = {
    "01_address/address.py": solution("01_address/address.py").replace("65535", "65536"),
    "02_create_socket/create_socket.py": solution("02_create_socket/create_socket.py"),
    FILE: WAITS,
    "05_listen/listen.py": "def start_listening(server, backlog):\n    raise NotImplementedError\n",
    "07_recv/receive.py": (SOLUTIONS / "07_recv" / "shortcut" / "unchanged__os_read.py").read_bytes(),
    "12_client/client.py": solution("12_client/client.py"),
}
ERRONEOUS: dict[str, Source] = {
    "01_address/address.py": b"\xff\xfe",
    "02_create_socket/create_socket.py": "def create_tcp_socket(:\n",
    FILE: CRASHES,
    "03_bind/socket.py": "",
    "06_accept/notes.txt": "",
    "12_client/client.py": "while True:\n    print('x' * 1000)\n",
    "13_server/server.py": b"\0",
}


def empty(tmp_path: Path) -> Graded:
    return grade_folder(tmp_path, STUBS)


def half_done(tmp_path: Path) -> Graded:
    return grade(tmp_path, HALF)


def full(tmp_path: Path) -> Graded:
    return grade_folder(tmp_path, SOLUTIONS)


def erroneous(tmp_path: Path) -> Graded:
    return grade(tmp_path, ERRONEOUS)


SUBMISSIONS: dict[str, Callable[[Path], Graded]] = {
    "empty": empty,
    "half_done": half_done,
    "full": full,
    "erroneous": erroneous,
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Graded]:
    """Each kind of submission, graded once."""
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in SUBMISSIONS.items()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON Schema as the command prints it."""
    ended = command(tmp_path_factory.mktemp("schema") / "scratch", "schema")
    assert ended.status == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


@pytest.fixture(params=SUBMISSIONS)
def graded(request: pytest.FixtureRequest, results: Mapping[str, Graded]) -> Graded:
    """Each kind of submission in turn."""
    return results[request.param]


# The schema --------------------------------------------------------------------------------------------------------


def test_the_published_schema_is_valid_and_matches_the_code(published: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(published)
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert published == json.loads(json.dumps(schema()))


def test_the_schema_in_the_documentation_is_the_published_one(published: dict[str, Any]) -> None:
    assert json.loads((REPO / "docs" / "result-v1.schema.json").read_bytes()) == published


def test_every_result_is_valid_against_the_published_schema(graded: Graded, published: dict[str, Any]) -> None:
    errors = [
        f"{error.json_path}: {error.message}"
        for error in jsonschema.Draft202012Validator(published).iter_errors(graded.card)
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("score",), "0"),
        (("score",), None),
        (("exercises",), {}),
        (("exercises", 0, "status"), "done"),
        (("exercises", 0, "own_trouble"), "no"),
        (("exercises", 0, "checks", 0, "status"), "maybe"),
        (("exercises", 0, "checks", 0, "points"), 1.5),
        (("exercises", 0, "checks", 0, "line"), "3"),
    ],
)
def test_the_schema_refuses_an_invalid_result(
    results: Mapping[str, Graded], published: dict[str, Any], place: tuple[str | int, ...], value: object
) -> None:
    card = json.loads(json.dumps(results["empty"].card))
    inside = card
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    assert not jsonschema.Draft202012Validator(published).is_valid(card)


def test_a_result_has_exactly_the_promised_keys(graded: Graded) -> None:
    assert set(graded.card) == KEYS["result"]
    for exercise in graded.card["exercises"]:
        assert set(exercise) == KEYS["exercise"]
        for check in exercise["checks"]:
            tried = exercise["status"] != "error"
            cause = {"cause"} if tried and check["status"] != "passed" else set()
            messages = {"messages"} if check["status"] in ("failed", "withheld") else set()
            assert set(check) == KEYS["check"] | cause | messages
            assert all({"event", "at", "who"} <= set(event) for event in check["transcript"])


def test_the_schema_has_every_key_of_a_result(published: dict[str, Any]) -> None:
    for kind, name in (("Scorecard", "result"), ("ExerciseResult", "exercise"), ("CheckResult", "check")):
        assert set(published["$defs"][kind]["required"]) == KEYS[name]
    assert set(published["$defs"]["CheckResult"]["properties"]) == KEYS["check"] | {"cause", "messages"}


def test_the_result_contains_its_schema_version_and_platform(graded: Graded) -> None:
    assert graded.card["schema"] == SCHEMA == "socket-course/result/v1"
    assert graded.card["python"] == platform.python_version()
    assert graded.card["platform"] == sys.platform
    assert graded.card["box"]
    assert 0 < graded.card["seconds"] < graded.seconds


# The numbers -------------------------------------------------------------------------------------------------------


def test_the_sums_agree_at_every_level(graded: Graded) -> None:
    card = graded.card
    for key in ("score", "max", "hidden"):
        assert card[key] == sum(each[key] for each in card["exercises"])
    for exercise in card["exercises"]:
        assert exercise["score"] == sum(check["points"] for check in exercise["checks"])
        assert exercise["max"] == sum(check["max"] for check in exercise["checks"])
        for check in exercise["checks"]:
            assert check["points"] == (check["max"] if check["status"] == "passed" else 0)
            assert check["seconds"] >= 0
    assert (card["max"], card["hidden"], len(card["exercises"])) == (100, 0, 13)


def test_the_statuses_agree_with_their_checks(graded: Graded) -> None:
    for exercise in graded.card["exercises"]:
        statuses = {check["status"] for check in exercise["checks"]}
        assert (exercise["status"] == "passed") == (statuses == {"passed"}) == (exercise["score"] == exercise["max"])
        if exercise["status"] in ("not_started", "error"):
            assert statuses == {"not_tried"}
        assert bool(exercise["reason"]) == (exercise["status"] == "error")


def test_each_kind_of_submission_has_its_own_result(results: Mapping[str, Graded]) -> None:
    def statuses(name: str) -> dict[str, str]:
        return {each["id"][:2]: each["status"] for each in results[name].card["exercises"]}

    assert set(statuses("empty").values()) == {"not_started"}
    assert set(statuses("full").values()) == {"passed"}
    half = statuses("half_done")
    assert [half[number] for number in ("01", "02", "03", "04", "05", "12")] == [
        *("failed", "passed", "failed", "error", "not_started", "passed")
    ]
    wrong = statuses("erroneous")
    assert [wrong[number] for number in ("01", "02", "03", "06", "12", "13")] == [
        *("error", "failed", "failed", "error", "failed", "failed")
    ]
    scores = {name: each.card["score"] for name, each in results.items()}
    assert (scores["empty"], scores["full"], scores["erroneous"]) == (0, 100, 0)
    assert 6 + 10 < scores["half_done"] < 50
    assert {each.status for each in results.values()} == {0}


def test_every_failed_check_has_expected_observed_and_transcript(results: Mapping[str, Graded]) -> None:
    for name in ("half_done", "erroneous"):
        for exercise in results[name].card["exercises"]:
            for check in exercise["checks"]:
                if check["status"] == "failed":
                    assert check["expected"]
                    assert check["observed"]
                    assert check["transcript"]
                if check["status"] != "passed":
                    assert check["observed"]


def test_a_shortcut_is_withheld_and_not_failed(results: Mapping[str, Graded]) -> None:
    (recv,) = [each for each in results["half_done"].card["exercises"] if each["id"] == "07_recv"]
    withheld = [check for check in recv["checks"] if check["status"] == "withheld"]
    assert [check["id"] for check in withheld] == ["unchanged"]
    assert "this works" in withheld[0]["observed"]
    assert recv["score"] == recv["max"] - withheld[0]["max"]


def test_bytes_of_a_transcript_are_the_same_after_json(results: Mapping[str, Graded]) -> None:
    card = msgspec.json.decode(json.dumps(results["full"].card), type=Scorecard)
    (client,) = [each for each in card.exercises if each.id == "12_client"]
    (message,) = [check for check in client.checks if check.id == "message"]
    received = b"".join(event.data for event in message.transcript if isinstance(event, Received))
    assert received.decode("gbk") == "你好服务端，我是客户端小黑!"


@on_posix
def test_the_result_is_valid_after_forged_lines_on_the_channel(tmp_path: Path, published: dict[str, Any]) -> None:
    text = r"""
        import os
        LINES = (
            "call\t1\t1e400\tlisten\t()\t1e400\tbind.py\t999999999999999999999999999999\t1",
            "done\t1\t1e400\t\t",
            "call\t-2\tnan\tx\t\tnan\tf\t-3\t1",
            "done\t-2\t-1e400\t\t",
            "raised\tX",
            "hello\tx",
            "nonsense",
            "\x00\x1b[31m",
        )
        def bind_server(server, host, port):
            for number in range(3, 64):
                if number != server.fileno():
                    try:
                        os.write(number, "\n".join(("", *LINES, "")).encode())
                    except OSError:
                        pass
            server.bind((host, port))
    """
    lines = [line.removeprefix("        ") for line in text.splitlines()]
    graded = grade(tmp_path, {FILE: "\n".join(lines)}, "03")
    assert graded.left == []
    assert not graded.exercise["own_trouble"]
    errors = [error.message for error in jsonschema.Draft202012Validator(published).iter_errors(graded.card)]
    assert errors == []


# Frozen ------------------------------------------------------------------------------------------------------------

CHECK = CheckResult(id="a", promise="b", status=CheckStatus.PASSED, points=1, max=1)
EXERCISE = ExerciseResult(id="01_a", file="a.py", status=ExerciseStatus.PASSED, score=1, max=1, checks=[CHECK])
CARD = Scorecard(
    score=1, max=1, hidden=0, seconds=0.1, box="limits", python="3.11", platform="linux", exercises=[EXERCISE]
)


@pytest.mark.parametrize(
    "value",
    [CHECK, EXERCISE, CARD, Finding(kind=FindingKind.RAISED)],
    ids=lambda value: type(value).__name__,
)
def test_a_result_cannot_be_changed(value: msgspec.Struct) -> None:
    for name in value.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(value, name, getattr(value, name))


def test_two_results_do_not_share_a_list() -> None:
    one, other = (Scorecard(score=0, max=0, hidden=0, seconds=0.0, box="", python="", platform="") for _ in range(2))
    assert one.notes is not other.notes
    assert one.exercises is not other.exercises


def test_a_result_is_the_same_after_json() -> None:
    data = json_report.text(CARD)
    assert data.endswith(b"}\n")
    assert msgspec.json.decode(data, type=Scorecard) == CARD
    assert json_report.text(CARD) == data


def test_the_result_contains_no_path_of_the_grader(results: Mapping[str, Graded]) -> None:
    for each in results.values():
        shown = json.dumps({**each.card, "exercises": [{**one, "file": ""} for one in each.card["exercises"]]})
        assert str(REPO) not in shown
        assert "socket-course-" not in shown
        assert "scratch" not in shown
