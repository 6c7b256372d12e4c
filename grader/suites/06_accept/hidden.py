"""06, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import LOOPBACK, Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("each of several clients is returned with its own address"))
def test_each_address(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("who", port, 3)
    for _number in range(3):
        checks.gets_its_address(lab, lab.connect(run, LOOPBACK, port))


@check(points=1, promise=N_("two clients that stay are talked to in turn, each over its own socket"))
def test_both_at_once(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("both", port)
    first = lab.connect(run, LOOPBACK, port, "first client")
    second = lab.connect(run, LOOPBACK, port, "second client")
    for client, name in ((second, b"second "), (first, b"first "), (second, b"second ")):
        word = lab.random_data.word()
        client.send(word)
        client.expect(name + word)
