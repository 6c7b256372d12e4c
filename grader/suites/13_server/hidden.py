"""13, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.model.events import Call
from grader.model.values import Number
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("other texts are printed decoded, with their number of bytes"))
def test_any_text(lab: Lab) -> None:
    for text in (lab.random_data.rare_text(), "中文课", lab.random_data.text_of(checks.AT_MOST)):
        checks.text_printed(lab, text)
    if whole := whole_portions(lab):
        checks.text_printed(lab, lab.random_data.text_of(whole))
    checks.text_printed(lab, lab.random_data.rare_text() + lab.random_data.rare_text(), numbers=True)


def whole_portions(lab: Lab) -> int:
    """The size of the longest message that fills each recv() of the program exactly; 0 if it asks for enough at once.

    A program that takes a portion shorter than it asked for as the end would wait for more.
    """
    sizes = [call.given.positional for call in lab.record.all(Call) if call.call == "recv" and call.given.positional]
    asked = min((int(size.value) for size, *_flags in sizes if isinstance(size, Number)), default=0)
    return checks.AT_MOST // asked * asked if 1 < asked < checks.AT_MOST else 0


@check(points=1, promise=N_("a client that takes its time is waited for and gets the reply"))
def test_slow_client(lab: Lab) -> None:
    run, client, _port = checks.visited(lab)
    client.expect_silence()
    run.until_waiting()
    client.send(lab.random_data.text().encode("gbk"))
    client.expect(checks.REPLY, "gbk")
