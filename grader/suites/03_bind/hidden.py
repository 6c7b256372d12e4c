"""03, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(
    points=1,
    promise=N_("the same when the other program has bound the address but does not listen yet"),
    after="reachable",
)
def test_taken_quietly(lab: Lab) -> None:
    checks.refused_when_taken(lab, listening=False)


@check(points=1, promise=N_("another host, another port, another run: nothing is hard-coded"), after="reachable")
def test_another_address(lab: Lab) -> None:
    checks.served(lab, "localhost", lab.port())
    host = f"127.0.0.{lab.rng.randint(3, 250)}"
    if lab.has_address(host):
        checks.served(lab, host, lab.port())
