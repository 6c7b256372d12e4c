"""10, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("what was sent before the close still arrives, and then the end of the stream"))
def test_nothing_lost(lab: Lab) -> None:
    checks.closed_after(lab, lab.rng.randint(100_000, 200_000))


@check(points=1, promise=N_("several clients accepted before close_server still talk"), after="refused")
def test_several_before(lab: Lab) -> None:
    checks.talk_on(lab, 3)
