"""13, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("other texts are printed decoded, with their number of bytes"))
def test_any_text(lab: Lab) -> None:
    for text in (lab.random_data.rare_text(), "中文课", lab.random_data.text_of(checks.AT_MOST)):
        checks.text_printed(lab, text)
    checks.text_printed(lab, lab.random_data.rare_text() + lab.random_data.rare_text(), numbers=True)


@check(points=1, promise=N_("a client that takes its time is waited for and gets the reply"))
def test_slow_client(lab: Lab) -> None:
    _run, client, _port = checks.visited(lab)
    client.expect_silence()
    client.send(lab.random_data.text().encode("gbk"))
    client.expect(checks.REPLY, "gbk")
