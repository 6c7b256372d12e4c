"""Helpers of several reports: checks that failed for the same reason, and texts in the language in use."""

import msgspec
import pytest

from grader.grading.pytest_plugin import cause_of
from grader.model.events import Raised, Stuck
from grader.model.transcript import Transcript
from grader.report.words import evidence, promise_words, reason_untried, trouble
from grader.result.finding import Finding, FindingKind
from grader.result.scorecard import Cause, CheckResult, CheckStatus, ExerciseResult, ExerciseStatus
from tests.golden import use_language

STUCK = CheckResult(
    id="reply",
    promise="it listens where the client was told",
    status=CheckStatus.FAILED,
    points=0,
    max=1,
    observed="nothing; it waits",
    seen="nothing",
    mistake="recv-twice",
    line=7,
    cause=Cause("stuck", "recv"),
)


def changed(**changes: object) -> CheckResult:
    return msgspec.structs.replace(STUCK, id="other", **changes)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (changed(), True),
        (changed(observed="the end; it waits", seen="the end"), True),
        (changed(line=8), False),
        (changed(mistake="recv-forever"), False),
        (changed(cause=Cause("stuck", "accept")), False),
        (changed(cause=Cause("raised", "OSError")), False),
        (changed(hidden=True, observed=""), False),
    ],
)
def test_checks_with_the_same_cause_mistake_and_line_have_the_same_trouble(other: CheckResult, same: bool) -> None:
    assert (trouble(STUCK) == trouble(other)) is same
    assert (evidence(STUCK) == evidence(other)) is same


OLD = msgspec.structs.replace(STUCK, cause=msgspec.UNSET)


@pytest.mark.parametrize(
    ("changes", "same"),
    [({}, True), ({"line": 8}, False), ({"mistake": "recv-forever"}, False), ({"mistake": None}, False)],
)
def test_checks_without_a_cause_are_compared_by_mistake_and_line(changes: dict[str, object], same: bool) -> None:
    assert (trouble(OLD) == trouble(msgspec.structs.replace(OLD, id="other", **changes))) is same


def test_checks_without_cause_mistake_and_line_never_have_the_same_trouble() -> None:
    nothing = msgspec.structs.replace(OLD, mistake=None, line=None)
    assert trouble(nothing) != trouble(msgspec.structs.replace(nothing, id="other"))


@pytest.mark.parametrize("status", [CheckStatus.FAILED, CheckStatus.WITHHELD])
def test_checks_with_the_same_mistake_but_other_bytes_have_different_evidence(status: CheckStatus) -> None:
    cause = Cause("other_bytes" if status is CheckStatus.FAILED else "withheld")
    one, other = (changed(status=status, cause=cause, observed=text, seen=text) for text in ("got 1", "got 2"))
    assert trouble(one) == trouble(other)
    assert evidence(one) != evidence(other)


def stuck(call: str) -> Stuck:
    return Stuck(at=1, who="program", call=call, file="", line=0)


def raised(kind: str, thread: bool = False) -> Raised:
    return Raised(at=1, who="program", kind=kind, text="", file="", line=0, thread=thread)


@pytest.mark.parametrize(
    ("kind", "events", "what"),
    [
        ("stuck", [stuck("recv"), stuck("accept")], "accept"),
        ("stuck", [], ""),
        ("raised", [raised("OSError"), raised("TypeError")], "TypeError"),
        ("raised", [raised("OSError", thread=True), raised("TypeError")], "OSError"),
        ("refused", [stuck("recv")], ""),
    ],
)
def test_a_cause_names_the_call_or_the_exception(kind: str, events: list[Raised | Stuck], what: str) -> None:
    record = Transcript()
    for event in events:
        record.add(event)
    assert cause_of(Finding(kind=FindingKind(kind)), record) == Cause(kind, what)


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause("not_started"), "还没开始"),
        (Cause("not_tried", "reply"), "要先做到：在告诉客户端的地址上监听"),
        (Cause("not_tried", "unknown"), "要先做到：unknown"),
        (msgspec.UNSET, "first: as it was saved"),
    ],
)
def test_the_reason_why_a_check_was_not_tried_is_translated(cause: Cause, said: str) -> None:
    untried = changed(status=CheckStatus.NOT_TRIED, cause=cause, observed="first: as it was saved")
    exercise = ExerciseResult(
        id="13_server", file="", status=ExerciseStatus.FAILED, score=0, max=2, checks=[STUCK, untried]
    )
    with use_language("zh"):
        assert reason_untried(exercise, untried) == said


@pytest.mark.parametrize(("lang", "said"), [("en", STUCK.promise), ("zh", "在告诉客户端的地址上监听")])
def test_a_promise_is_translated_when_it_is_shown(lang: str, said: str) -> None:
    with use_language(lang):
        assert promise_words(STUCK.promise) == said
        assert promise_words("") == ""
