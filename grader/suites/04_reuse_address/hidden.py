"""04, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("again and again, even while an old conversation is still open"), after="restart")
def test_restart_again(lab: Lab) -> None:
    if lab.platform == "win32":
        checks.option_is_set(lab)
        return
    port = lab.port()
    checks.serve_once(lab, port, client_stays=True)
    checks.serve_once(lab, port)
    checks.serve_once(lab, port)
