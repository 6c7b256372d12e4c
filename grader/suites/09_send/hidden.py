"""09, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("other sizes and another reader's pace, and still each byte arrives once and in order"))
def test_other_sizes(lab: Lab) -> None:
    checks.large_reply(
        lab, size=8 * lab.rng.randint(50_000, 60_000), limit=checks.LIMIT, chunk=30_011, pause=0.0005, first=0.06
    )
    checks.large_reply(lab, size=8 * lab.rng.randint(3, 40), limit=0, chunk=7, pause=0.0)
    checks.replies(lab, ["!", lab.random_data.text(), "?"])  # a single byte is a whole reply too
