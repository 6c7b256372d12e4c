"""12, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.result.finding import FindingKind
from grader.texts.language import N_
from grader.texts.message import M_

checks = beside(__file__)


@check(points=1, promise=N_("other replies, short and long, are printed as text"), after="connects")
def test_any_reply(lab: Lab) -> None:
    for text in ("好", lab.random_data.rare_text(), lab.random_data.text_of(checks.AT_MOST)):
        checks.printed(lab, text)


@check(
    points=1,
    promise=N_("a server that takes its time is waited for, and then the program ends, exit status 0"),
    after="connects",
)
def test_patient(lab: Lab) -> None:
    run, _server, client = checks.visited(lab)
    checks.hear_message(client)
    run.until_waiting()
    if run.running.ended:
        lab.fail(run.who, FindingKind.NOT_WAITED, M_("the program waits for the reply"))
    checks.send_reply(client, lab.random_data.text().encode("gbk"))
    run.expect_exit(0)
