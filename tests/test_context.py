"""The state of a check: its current input, and how it gives up."""

import msgspec
import pytest

from grader.harness.context import CheckContext, Unmet
from grader.harness.deadlines import Patience
from grader.result.finding import DataTried, EndAwaited, Finding, FindingKind, SizeTried, Tried

FINDING = Finding(kind=FindingKind.OTHER_BYTES, about=EndAwaited())


def finding_of(context: CheckContext, finding: Finding) -> Finding:
    """The finding of a check that gives up."""
    with pytest.raises(Unmet) as unmet:
        context.give_up(finding)
    return unmet.value.finding


def context_of(*tried: Tried) -> CheckContext:
    context = CheckContext(Patience(), portable=True)
    for each in tried:
        context.trying(each)
    return context


def test_a_finding_contains_the_latest_input_that_the_check_tried() -> None:
    context = context_of(SizeTried(7), DataTried(b"left"))
    assert finding_of(context, FINDING) == msgspec.structs.replace(FINDING, tried=DataTried(b"left"))


def test_a_finding_of_a_check_without_an_input_is_unchanged() -> None:
    assert finding_of(context_of(), FINDING) == FINDING


def test_the_input_of_a_finding_overrides_the_input_of_its_check() -> None:
    own = msgspec.structs.replace(FINDING, tried=DataTried(b"own"))
    assert finding_of(context_of(SizeTried(7)), own) == own
