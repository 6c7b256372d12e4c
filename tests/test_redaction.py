"""Redaction: no report shows the texts of a hidden check, and every report remains readable."""

import io
import json

import msgspec
import pytest

from grader.report.formats import markdown
from grader.report.formats.classroom50 import Classroom50Submission
from grader.report.formats.registry import FORMATS
from grader.report.terminal import full_report
from grader.result.redaction import is_redacted, redacted
from grader.result.scorecard import CheckResult, CheckStatus, Scorecard
from grader.texts import language
from tests.results import ADVICE, SECRET, card, cards, exercises, lost, mixed, not_started, passed, ungraded

ABOUT = Classroom50Submission(graded="2026-11-23T08:00:00Z")
FAILED_HIDDEN = card(exercises(lost, 2, 5))
KEPT = {"id", "promise", "status", "points", "max", "hidden", "mistake", "advice"}


def hidden_checks(made: Scorecard) -> list[CheckResult]:
    return [check for each in made.exercises for check in each.checks if check.hidden]


def terminal_report(made: Scorecard, details: bool) -> str:
    """The report at the terminal."""
    file = io.StringIO()
    full_report.show(made, full_report.console_for(file), details)
    return file.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_shows_what_a_hidden_check_expected_or_saw(name: str) -> None:
    made = FORMATS[name]
    if name in ("json", "markdown", "gradescope", "junit"):
        assert SECRET.encode() in made.text(FAILED_HIDDEN, ABOUT)  # it is present before the redaction
    assert SECRET.encode() not in made.text(redacted(FAILED_HIDDEN), ABOUT)


@pytest.mark.parametrize("name", ["markdown", "summary", "annotations", "classroom50", "gradescope", "junit"])
def test_each_format_mentions_the_redaction_and_has_no_empty_field(name: str) -> None:
    (each,) = exercises(lost, 2, 3)
    only = msgspec.structs.replace(each, checks=[check for check in each.checks if check.hidden])
    text = FORMATS[name].text(redacted(msgspec.structs.replace(FAILED_HIDDEN, exercises=[only])), ABOUT).decode()
    assert "this check stays with your teacher" in text
    assert ADVICE.title in text
    assert "seen:" not in text


@pytest.mark.parametrize("details", [True, False])
def test_the_terminal_does_not_show_what_a_hidden_check_expected_or_saw(details: bool) -> None:
    assert SECRET in terminal_report(FAILED_HIDDEN, details)
    assert SECRET not in terminal_report(redacted(FAILED_HIDDEN), details)


@pytest.mark.parametrize("kind", cards())
def test_a_redaction_keeps_points_status_and_visible_checks(kind: str) -> None:
    before, after = cards()[kind], redacted(cards()[kind])
    assert (after.score, after.max, after.hidden) == (before.score, before.max, before.hidden)
    for one, other in zip(before.exercises, after.exercises, strict=True):
        assert (one.id, one.status, one.score, one.max) == (other.id, other.status, other.score, other.max)
        for check, seen in zip(one.checks, other.checks, strict=True):
            assert check == seen or check.hidden
            assert {name: getattr(check, name) for name in KEPT} == {name: getattr(seen, name) for name in KEPT}
    assert redacted(after) == after


def test_a_redacted_check_keeps_only_the_listed_fields() -> None:
    bare = CheckResult(id="", promise="", status=CheckStatus.FAILED, points=0, max=0)
    assert hidden_checks(FAILED_HIDDEN)
    for check in hidden_checks(redacted(FAILED_HIDDEN)):
        for name in set(CheckResult.__struct_fields__) - KEPT:
            assert getattr(check, name) == getattr(bare, name), name
        assert is_redacted(check)


def test_a_hidden_check_that_was_not_tried_keeps_its_reason() -> None:
    untouched = redacted(card(exercises(not_started)))
    assert {check.observed for check in hidden_checks(untouched)} == {"not started"}
    assert not any(map(is_redacted, hidden_checks(untouched)))


def test_a_passed_hidden_check_is_not_called_redacted() -> None:
    assert not any(map(is_redacted, hidden_checks(redacted(card(exercises(passed))))))


def test_the_reason_of_a_grader_error_does_not_quote_a_hidden_check() -> None:
    made = redacted(card(ungraded(f"the grader itself failed: {SECRET}", True, 2, 3)))
    assert SECRET not in json.dumps(msgspec.to_builtins(made))
    assert made.exercises[0].own_trouble
    assert "the grader itself failed" in made.exercises[0].reason


def test_the_terminal_shows_promise_advice_and_redaction_of_a_hidden_check() -> None:
    (each,) = card(exercises(lost, 2, 3)).exercises
    only = msgspec.structs.replace(each, checks=[check for check in each.checks if check.hidden])
    report = terminal_report(redacted(msgspec.structs.replace(FAILED_HIDDEN, exercises=[only])), details=True)
    lines = [line.strip() for line in report.splitlines()]
    assert only.checks[0].promise[:40] in report
    assert "this check stays with your teacher" in lines
    assert f"▸ {ADVICE.title}" in lines
    assert ADVICE.text in lines
    assert not any(line.startswith(("expected:", "seen:", "but:")) or line.endswith("output:") for line in lines)


def test_several_hidden_checks_are_not_merged_as_the_same_finding() -> None:
    checks = [
        msgspec.structs.replace(
            hidden_checks(FAILED_HIDDEN)[0], id=name, advice=msgspec.structs.replace(ADVICE, id=name, title=name)
        )
        for name in ("one", "two")
    ]
    only = msgspec.structs.replace(FAILED_HIDDEN.exercises[0], checks=checks)
    made = redacted(msgspec.structs.replace(FAILED_HIDDEN, exercises=[only]))
    for page in (terminal_report(made, details=True), markdown.text(made).decode()):
        assert page.count("this check stays with your teacher") == 2
        assert "▸ one" in page or "**one**" in page
        assert "▸ two" in page or "**two**" in page


def test_the_page_has_no_empty_fence_for_a_hidden_check() -> None:
    page = markdown.text(redacted(card(exercises(mixed)))).decode()
    assert page.count("this check stays with your teacher") == len(hidden_checks(card(exercises(mixed))))
    assert "seen:     \n" not in page
    assert "expected: \n" not in page
    assert "```text\n```" not in page


def test_the_redaction_is_mentioned_in_chinese() -> None:
    language.choose("zh")
    try:
        assert "这项检查的细节只有老师能看到" in markdown.text(redacted(FAILED_HIDDEN)).decode()
    finally:
        language.choose("en")
