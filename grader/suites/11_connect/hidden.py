"""11, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("another server, named by its host name"))
def test_by_name(lab: Lab) -> None:
    checks.arrives(lab, "localhost")
