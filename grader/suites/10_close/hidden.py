"""10, tried harder."""

from grader.course import beside, check
from grader.lab import Lab
from grader.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("what was sent before the close still arrives, and then the end of the stream"))
def test_nothing_lost(lab: Lab) -> None:
    checks.closed_after(lab, lab.rng.randint(100_000, 200_000))


@check(points=1, promise=N_("several clients accepted before close_server still talk"), after="refused")
def test_several_before(lab: Lab) -> None:
    checks.talk_on(lab, 3)
