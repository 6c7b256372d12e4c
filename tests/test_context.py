"""The state that a check shares: what it tries, and how it ends."""

import msgspec
import pytest

from grader.harness.context import CheckContext, Unmet
from grader.harness.deadlines import Patience
from grader.result.finding import DataTried, EndAwaited, Finding, FindingKind, SizeTried, Tried

FINDING = Finding(kind=FindingKind.OTHER_BYTES, about=EndAwaited())


def given_up(context: CheckContext, finding: Finding) -> Finding:
    with pytest.raises(Unmet) as unmet:
        context.give_up(finding)
    return unmet.value.finding


def context_of(*tried: Tried) -> CheckContext:
    context = CheckContext(Patience(), portable=True)
    for each in tried:
        context.trying(each)
    return context


def test_a_finding_carries_what_the_check_tries_at_that_moment() -> None:
    context = context_of(SizeTried(7), DataTried(b"left"))
    assert given_up(context, FINDING) == msgspec.structs.replace(FINDING, tried=DataTried(b"left"))


def test_a_finding_of_a_check_that_tries_nothing_stays_as_it_is() -> None:
    assert given_up(context_of(), FINDING) == FINDING


def test_the_facts_of_a_finding_itself_win_over_what_the_check_tries() -> None:
    own = msgspec.structs.replace(FINDING, tried=DataTried(b"own"))
    assert given_up(context_of(SizeTried(7)), own) == own
