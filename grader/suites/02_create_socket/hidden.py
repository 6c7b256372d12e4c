"""02, hidden checks: several sockets of one program."""

from grader.course.exercise import check
from grader.harness.lab import LOOPBACK, Lab
from grader.texts.language import N_


@check(points=1, promise=N_("each call gives a new one: two servers can live at once"))
def test_new_each_call(lab: Lab) -> None:
    ports = lab.port(), lab.port(), lab.port()
    run = lab.start("each", *ports)
    for port in ports:
        word = lab.random_data.word()
        client = lab.connect(run, LOOPBACK, port, late=True)
        client.send(word)
        client.expect(word)
        client.finish()
        client.expect_end()
