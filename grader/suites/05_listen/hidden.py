"""05, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("more clients at once, and still each is served"), after="answered")
def test_many_wait(lab: Lab) -> None:
    checks.wait_their_turn(lab, backlog=16, count=5)


@check(points=1, promise=N_("any backlog will do, a small one too"), after="returns_at_once")
def test_any_backlog(lab: Lab) -> None:
    for backlog in (0, 1, 2, 128, 1000):
        checks.answered(lab, backlog)
