"""Each report format follows the rules of the system that reads it, for every kind of result."""

import datetime
import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest

from grader.report.formats import (
    classroom50,
    github_annotations,
    github_classroom,
    github_summary,
    gradescope,
    markdown,
    prairielearn,
)
from grader.report.formats.classroom50 import Classroom50Submission, read_environment
from grader.report.formats.encoded import indented
from grader.report.formats.registry import FORMATS
from grader.report.formats.size_budget import kept
from grader.report.words import troubled
from grader.result.scorecard import CheckStatus, ExerciseStatus, Scorecard
from grader.texts import github_runner
from tests import consumers
from tests.consumers import Points
from tests.results import SECRET, WORDS, card, cards, exercises, hostile, mixed, no_python, ungraded

ABOUT = Classroom50Submission(graded="2026-11-23T08:00:00Z")
CARDS = tuple(cards())


@functools.cache
def report(name: str, kind: str) -> bytes:
    """A report of a kind of result, cached."""
    return FORMATS[name].text(cards()[kind], ABOUT)


def json_points(data: bytes) -> Points:
    found = json.loads(data)
    return found["score"], found["max"]


READERS: dict[str, Callable[[bytes], Points]] = {
    "json": json_points,
    "markdown": consumers.heading,
    "summary": consumers.heading,
    "outputs": consumers.outputs,
    "classroom50": consumers.classroom50,
    "gradescope": consumers.gradescope,
    "prairielearn": consumers.prairielearn,
    "junit": consumers.junit,
    "badge": consumers.badge,
}
WITHOUT_TROUBLE = [kind for kind in CARDS if not troubled(cards()[kind])]
TROUBLED = [kind for kind in CARDS if troubled(cards()[kind])]


# Points --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in WITHOUT_TROUBLE if kind not in ("no_program", "none")])
@pytest.mark.parametrize("name", READERS)
def test_every_consumer_reads_the_points_of_the_result(name: str, kind: str) -> None:
    wanted = cards()[kind]
    assert READERS[name](report(name, kind)) == (wanted.score, wanted.max)


@pytest.mark.parametrize("kind", WITHOUT_TROUBLE)
def test_both_sums_of_the_reporter_equal_the_points(kind: str) -> None:
    wanted, found = cards()[kind], consumers.reporter(report("reporter", kind))
    assert found.notice == found.table == ((wanted.score, wanted.max) if wanted.max else None)
    assert found.failed == ("" if wanted.score == wanted.max else "Some tests failed.")


@pytest.mark.parametrize("kind", CARDS)
def test_autolab_reads_the_points_of_each_exercise_that_was_graded(kind: str) -> None:
    graded = {each.id: each.score for each in cards()[kind].exercises if not each.own_trouble}
    assert consumers.autolab(report("autolab", kind)) == graded


@pytest.mark.parametrize("kind", TROUBLED)
@pytest.mark.parametrize("name", ["outputs", "classroom50", "gradescope", "prairielearn", "junit", "badge"])
def test_a_grader_error_gives_no_score(name: str, kind: str) -> None:
    assert READERS[name](report(name, kind)) is None


@pytest.mark.parametrize("kind", TROUBLED)
def test_the_reporter_gets_a_grader_error_and_sends_no_points(kind: str) -> None:
    found = consumers.reporter(report("reporter", kind))
    assert (found.notice, found.table, found.failed) == (None, None, "Some tests errored.")


@pytest.mark.parametrize("kind", TROUBLED)
def test_a_grader_error_is_not_an_annotation_at_a_line_of_the_learner(kind: str) -> None:
    marks = list(consumers.commands(report("annotations", kind).decode()))
    own = [mark for mark in marks if mark.name == "warning" and "file" not in mark.properties]
    assert len(own) == len(troubled(cards()[kind]))
    for each in troubled(cards()[kind]):
        assert not any(mark.properties.get("file") == each.file for mark in marks)


def test_the_saved_result_is_the_result() -> None:
    for kind in ("half", "large", "own_trouble"):
        assert msgspec.json.decode(report("json", kind), type=Scorecard) == cards()[kind]


# Texts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["hostile", "hostile_trouble"])
@pytest.mark.parametrize("name", [name for name in FORMATS if not FORMATS[name].quoted and name != "annotations"])
def test_a_printed_report_contains_no_runner_command(name: str, kind: str) -> None:
    assert list(consumers.commands(report(name, kind).decode())) == []


def test_the_command_parser_of_these_tests_finds_commands() -> None:
    printed = "a\n  ::error file=a%2Cb,line=3::x%0Ay\n::stop-commands::t\n::no::\n::t::\nb ##[debug]z\n"
    found = list(consumers.commands(printed))
    assert [each.name for each in found] == ["error", "debug"]
    assert found[0].properties == {"file": "a,b", "line": "3"}
    assert found[0].message == "x\ny"


@pytest.mark.parametrize("kind", ["hostile", "hostile_trouble"])
def test_annotations_contain_only_the_intended_commands(kind: str) -> None:
    text = report("annotations", kind).decode()
    found = list(consumers.commands(text))
    assert len(found) == text.count("\n") > 0
    files = {each.file for each in cards()[kind].exercises}
    for each in found:
        assert each.name in ("error", "warning")
        assert set(each.properties) <= {"file", "line", "title"}
        assert each.properties.get("file") in files | {None}
        assert all(line.isprintable() for line in (*each.message.split("\n"), *each.properties.values()))


@pytest.mark.parametrize("kind", ["hostile", "hostile_trouble"])
def test_the_reporter_prints_no_runner_command(kind: str) -> None:
    found = consumers.reporter(report("reporter", kind))
    assert any("half a letter" in line for line in found.lines) or kind != "hostile"
    assert list(consumers.commands("\n".join(found.lines))) == []
    assert all("\n" not in each and each.isprintable() for each in found.lines)


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_is_utf_8_even_with_hostile_texts(name: str) -> None:
    data = report(name, "hostile")
    text = data.decode("utf-8", "strict")
    assert data.endswith(b"\n")
    assert [letter for letter in text if not letter.isprintable() and letter != "\n" and name != "json"] == []


def test_a_saved_result_changes_only_lone_surrogates() -> None:
    read = msgspec.json.decode(report("json", "hostile"), type=Scorecard)
    assert read.notes == [each.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd") for each in WORDS]
    assert read.exercises[0].checks[4].expected == WORDS[4]


@pytest.mark.parametrize(
    ("message", "title", "wanted"),
    [
        ("plain", "plain", "::error title=plain::plain"),
        ("50 %", "50 %", "::error title=50 %25::50 %25"),
        ("a\r\nb", "a\r\nb", "::error title=a%0D%0Ab::a%0D%0Ab"),
        ("a: b, c", "a: b, c", "::error title=a%3A b%2C c::a: b, c"),
        ("%0A", "%3A", "::error title=%253A::%250A"),
    ],
)
def test_a_command_is_escaped_for_the_runner(message: str, title: str, wanted: str) -> None:
    assert github_runner.command("error", message, title=title) == wanted
    (found,) = consumers.commands(wanted)
    assert (found.message, found.properties) == (message, {"title": title})


@pytest.mark.parametrize(
    "text", ["::a::", "  ::a::b", "\t::a", "##[a]", "x ##[a]", "####[a]", "\u3000::a::", "\ufeff::a::"]
)
def test_a_defused_line_is_not_a_command_and_keeps_its_characters(text: str) -> None:
    line = github_runner.defused(text)
    assert not line.lstrip().startswith("::")
    assert "##[" not in line
    assert line.replace(" ", "") == "".join(text.split()).replace("\ufeff", "")


# GitHub: the page ----------------------------------------------------------------------------------------------------


def test_a_page_within_the_size_limit_is_the_markdown_report() -> None:
    for kind in ("empty", "half", "full", "erroneous", "own_trouble"):
        assert report("summary", kind) == report("markdown", kind)


def test_a_page_over_the_size_limit_keeps_its_table_and_names_the_omitted_exercises() -> None:
    page, whole = report("summary", "large"), report("markdown", "large")
    assert len(page) <= 1 << 20 < len(whole)
    detailed = [
        each.id for each in cards()["large"].exercises if f"\n## {each.id}".replace("_", "\\_") in page.decode()
    ]
    left = [each.id for each in cards()["large"].exercises[1:] if each.id not in detailed]
    first = next(each for each in cards()["large"].exercises if each.id == left[0])
    assert len(page) + len("\n".join(markdown.exercise_lines(first)).encode()) > github_summary.AT_MOST
    assert detailed
    assert left == [each.id for each in cards()["large"].exercises[1:]][len(detailed) :]
    said = page.decode().replace("\\", "")
    assert f"This page has no room for the details of: {', '.join(left)}." in said


def test_a_page_with_very_many_notes_stays_within_the_size_limit() -> None:
    noisy = msgspec.structs.replace(cards()["full"], notes=["🙂" * 600] * 1000)
    assert len(github_summary.text(noisy)) <= 1 << 20


@pytest.mark.parametrize(
    ("whole", "bare", "room", "count"),
    [
        ([5, 5, 5], [0, 0, 0], 15, 3),
        ([5, 5, 5], [0, 0, 0], 14, 2),
        ([5, 5, 5], [1, 1, 1], 7, 1),
        ([5, 5, 5], [1, 1, 1], 6, 0),
        ([9, 1, 1], [0, 0, 0], 5, 0),
        ([], [], 0, 0),
    ],
)
def test_the_page_keeps_as_many_parts_as_fit(whole: list[int], bare: list[int], room: int, count: int) -> None:
    assert kept(whole, bare, room) == count


# GitHub: annotations and outputs -------------------------------------------------------------------------------------


def test_annotations_are_at_lines_of_the_learner_and_start_with_the_first_of_each_exercise() -> None:
    marks = list(consumers.commands(github_annotations.text(card(exercises(mixed))).decode()))
    errors = [mark for mark in marks if mark.name == "error"]
    warnings = [mark for mark in marks if mark.name == "warning"]
    assert (len(errors), len(warnings)) == (10, 10)
    files = [mark.properties["file"] for mark in errors]
    assert len(set(files)) == 10
    assert files[0] == "exercises/01_address/address.py"
    assert errors[0].properties["line"] == "4"
    assert errors[0].properties["title"].startswith("01 address: ")
    assert errors[0].message.split("\n")[:3] == [
        "expected: refused connected",
        "seen:     connected 1",
        "The address has the port first",
    ]
    assert marks == errors + warnings


def test_second_mistakes_are_annotated_if_there_is_room() -> None:
    marks = list(consumers.commands(github_annotations.text(card(exercises(hostile, 0, 2))).decode()))
    files = [mark.properties["file"] for mark in marks]
    assert files[0] != files[1]
    assert files.count(files[0]) > 1


def test_an_invalid_line_number_is_left_out() -> None:
    marks = list(consumers.commands(github_annotations.text(card(exercises(hostile, 0, 1))).decode()))
    assert all(int(mark.properties.get("line", 1)) > 0 for mark in marks)
    assert any("line" not in mark.properties for mark in marks)  # the first check has line -1, the second line 0


def test_a_withheld_point_is_a_warning_and_an_unreadable_file_an_error() -> None:
    scorecard = card(ungraded("no file", False, 0, 1), exercises(mixed, 5, 6))
    kinds = {check.status for check in scorecard.exercises[1].checks}
    assert CheckStatus.WITHHELD in kinds
    marks = [(mark.name, mark.message) for mark in consumers.commands(github_annotations.text(scorecard).decode())]
    assert ("error", "no file") in marks
    assert ("warning", "seen:     this works; do it by recv()") in marks


def test_without_a_failure_there_is_no_annotation() -> None:
    assert report("annotations", "full") == report("annotations", "empty") == b""


def test_the_outputs_of_a_step_are_numbers_and_fixed_words() -> None:
    half = cards()["half"]
    percent = 100 * half.score // half.max
    assert report("outputs", "half").decode() == (
        f"score={half.score}\nmax={half.max}\npercent={percent}\npassed=false\nhidden={half.hidden}\ntrouble=false\n"
    )
    assert b"percent=100\npassed=true\n" in report("outputs", "full")


def test_the_percentage_is_rounded_down() -> None:
    nearly = msgspec.structs.replace(cards()["half"], score=199, max=200)
    assert b"percent=99\npassed=false" in FORMATS["outputs"].text(nearly, ABOUT)


# The reporter --------------------------------------------------------------------------------------------------------


def test_an_exercise_has_one_runner_and_a_second_one_for_partial_points() -> None:
    found = consumers.variables(report("reporter", "half"))
    runners = found["GRADER_RUNNERS"].split(",")
    assert runners[:4] == ["e01address", "e02createsocket", "e03bind", "e04reuseaddress"]
    assert {"e07recv", "e07recvleft"} <= set(runners)
    assert len(found) == len(runners) + 1
    assert all(len(list(github_classroom.runners_of(each))) in (1, 2) for each in cards()["half"].exercises)


def test_the_variables_of_the_reporter_fit_into_one_environment() -> None:
    for kind in ("large", "hostile"):
        assert len(report("reporter", kind)) < 1 << 20


# Classroom 50 --------------------------------------------------------------------------------------------------------

ENVIRONMENT = {
    "CLASSROOM": "net-101",
    "ASSIGNMENT": "tcp",
    "SUBMISSION_TAG": "submit/2026-11-22T10-00-00Z-a1b2c3d",
    "COMMIT_URL": "https://example.com/commit/a1b2c3d",
    "RELEASE_URL": "https://example.com/releases/tag/x",
    "REVIEW_URL": "https://example.com/compare/x",
    "USERNAME": "alice",
}
NOW = datetime.datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=datetime.UTC)


def test_the_facts_from_classroom_50_are_in_its_file() -> None:
    found = json.loads(classroom50.text(cards()["half"], read_environment(ENVIRONMENT, NOW)))
    assert {key: value for key, value in found.items() if key not in ("tests", "score", "max-score")} == {
        "schema": "classroom50/result/v1",
        "classroom": "net-101",
        "assignment": "tcp",
        "assignment_type": "individual",
        "owner": "alice",
        "submission": "submit/2026-11-22T10-00-00Z-a1b2c3d",
        "commit": "https://example.com/commit/a1b2c3d",
        "release": "https://example.com/releases/tag/x",
        "review": "https://example.com/compare/x",
        "datetime": "2026-11-22T10:00:00Z",
        "graded_at": "2026-11-23T08:00:00Z",
    }


@pytest.mark.parametrize(
    "environment",
    [{}, dict.fromkeys(ENVIRONMENT, ""), {"SUBMISSION_TAG": "v1"}, {"ASSIGNMENT_TYPE": "x\n"}, {"USERNAME": "me"}],
    ids=["nothing", "empty", "another_tag", "another_kind", "a_users_machine"],
)
def test_missing_facts_from_classroom_50_leave_a_valid_file(environment: dict[str, str]) -> None:
    data = classroom50.text(cards()["half"], read_environment(environment, NOW))
    consumers.classroom50(data)
    assert json.loads(data)["owner"] == "unknown"  # not the USERNAME of the local machine
    assert json.loads(data)["datetime"] == "2026-11-23T08:00:00Z"


def test_a_missing_review_is_the_commit_and_a_group_keeps_its_type() -> None:
    found = read_environment({**ENVIRONMENT, "REVIEW_URL": "", "ASSIGNMENT_TYPE": "group", "OWNER": "bob"}, NOW)
    assert (found.review, found.kind, found.owner) == (found.commit, "group", "bob")


# Gradescope, PrairieLearn, JUnit, badge ------------------------------------------------------------------------------


def test_gradescope_shows_a_hidden_check_only_after_the_due_date() -> None:
    tests = json.loads(gradescope.text(cards()["lost"]))["tests"]
    checks = [check for each in cards()["lost"].exercises for check in each.checks]
    assert any(check.hidden for check in checks)
    for check, test in zip(checks, tests, strict=True):
        assert test["visibility"] == ("after_due_date" if check.hidden else "visible")
        assert (SECRET in test["output"]) == check.hidden


def test_gradescope_numbers_the_tests_of_each_exercise() -> None:
    tests = json.loads(report("gradescope", "half"))["tests"]
    assert [test["number"] for test in tests[:2]] == ["1.1", "1.2"]
    assert tests[-1]["number"].startswith("13.")
    assert tests[0]["tags"] == ["01_address"]


def test_prairielearn_counts_no_attempt_if_no_file_can_be_graded() -> None:
    assert consumers.prairielearn(report("prairielearn", "no_program")) is None
    found = json.loads(report("prairielearn", "no_program"))
    assert found["format_errors"] == [
        "01_address: no file",
        "02_create_socket: SyntaxError at a.py:3",
        "03_bind: SyntaxError at a.py:3",
    ]


def test_prairielearn_grades_if_a_file_can_be_graded_or_none_was_started() -> None:
    for kind in ("erroneous", "empty", "lost"):
        assert json.loads(report("prairielearn", kind))["gradable"] is True


def test_prairielearn_gets_every_test_even_if_the_outputs_do_not_fit() -> None:
    tests = json.loads(report("prairielearn", "large"))["tests"]
    assert len(tests) == sum(len(each.checks) for each in cards()["large"].exercises)
    outputs = [bool(test["output"]) for test in tests[len(cards()["large"].exercises[0].checks) :]]
    assert outputs == sorted(outputs, reverse=True)
    assert len(set(outputs)) == 2


def test_prairielearn_grades_every_exercise_with_points() -> None:
    (first,) = exercises(mixed, 0, 1)
    (second,) = exercises(no_python, 0, 1)
    odd = msgspec.structs.replace(first, checks=[*first.checks, *second.checks])
    scorecard = msgspec.structs.replace(card(exercises(mixed, 0, 1)), exercises=[odd])
    assert first.score
    assert json.loads(FORMATS["prairielearn"].text(scorecard, ABOUT))["gradable"] is True


def test_prairielearn_counts_every_byte_of_many_small_tests() -> None:
    small = prairielearn.PrairieLearnTest(
        name="n", description="d", points=0, max_points=1, message="m", output="o" * 50
    )
    for room in range(18_200, 23_400, 200):
        tests = prairielearn.fitting([small] * 100, room)
        assert len(tests) == 100
        assert len(indented({"tests": tests})) <= room
    assert tests == [small] * 100


def test_prairielearn_gets_a_grader_error_as_a_format_error() -> None:
    (line,) = json.loads(report("prairielearn", "own_trouble"))["format_errors"]
    assert "the grader itself failed in 03_bind, 04_reuse_address" in line


def test_junit_distinguishes_the_outcomes_of_a_check() -> None:
    root = ET.fromstring(report("junit", "erroneous"))
    kinds = {found.attrib["type"] for found in root.iter("failure")}
    assert kinds == {"failed", "withheld", "unreadable"}
    assert root.find(".//skipped") is not None
    assert {found.attrib["type"] for found in ET.fromstring(report("junit", "own_trouble")).iter("error")} == {"grader"}


def test_junit_contains_the_unchanged_output_of_a_program() -> None:
    outputs = [found.text or "" for found in ET.fromstring(report("junit", "hostile")).iter("failure")]
    assert any("quotes \" ' ` & < > ]]> and | a, b: c" in each for each in outputs)
    assert any("| ##" not in each and "| ::error::one" not in each for each in outputs)


def test_junit_hides_commands_from_the_runner_without_a_change_for_a_parser() -> None:
    scorecard = card(exercises(mixed, 2, 3))
    odd = msgspec.structs.replace(scorecard.exercises[0], file="a::b/##[c].py")
    data = FORMATS["junit"].text(msgspec.structs.replace(scorecard, exercises=[odd]), ABOUT)
    suite = ET.fromstring(data).find("testsuite")
    assert suite is not None
    assert suite.attrib["file"] == "a::b/##[c].py"
    assert b"::" not in data
    assert b"##[" not in data


@pytest.mark.parametrize(
    ("score", "most", "colour"),
    [(100, 100, "brightgreen"), (99, 100, "green"), (79, 100, "yellow"), (65, 100, "orange"), (39, 100, "red")],
)
def test_the_badge_has_the_colour_of_its_points(score: int, most: int, colour: str) -> None:
    whole = cards()["full" if score == most else "half"]
    scorecard = msgspec.structs.replace(whole, score=score, max=most)
    found = json.loads(FORMATS["badge"].text(scorecard, ABOUT))
    assert (found["message"], found["color"]) == (f"{score}/{most}", colour)
    assert found["schemaVersion"] == 1


def test_the_badge_of_an_unchanged_course_is_grey() -> None:
    assert json.loads(report("badge", "empty"))["color"] == "lightgrey"


def test_an_empty_result_is_not_a_pass_in_any_form() -> None:
    assert b"passed=false" in report("outputs", "none")
    assert json.loads(report("badge", "none"))["color"] != "brightgreen"
    assert consumers.reporter(report("reporter", "none")).notice is None
    assert consumers.prairielearn(report("prairielearn", "none")) == (0, 0)


def test_the_sample_results_match_their_names() -> None:
    states = {kind: {each.status for each in scorecard.exercises} for kind, scorecard in cards().items()}
    assert states["empty"] == {ExerciseStatus.NOT_STARTED}
    assert states["full"] == {ExerciseStatus.PASSED}
    assert states["half"] == {ExerciseStatus.PASSED, ExerciseStatus.FAILED, ExerciseStatus.NOT_STARTED}
    assert cards()["full"].score == cards()["full"].max == 100
    assert 0 < cards()["half"].score < 100
    assert re.search("[\ud800-\udfff]", "".join(WORDS))
