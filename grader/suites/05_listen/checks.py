"""05: the listening socket."""

from grader.course import check, exercise
from grader.lab import LOOPBACK, Lab
from grader.language import N_, _

EXERCISE = exercise(points=8, file="listen.py", steps=("start_listening",))


def answered(lab: Lab, backlog: int) -> None:
    """A client comes and is answered, and another one after it."""
    port = lab.port()
    run = lab.start("serve", port, backlog, 2)
    for _number in range(2):
        word = lab.chance.word()
        client = lab.connect(run, LOOPBACK, port)
        client.send(word)
        client.expect(word)


def wait_their_turn(lab: Lab, backlog: int, count: int) -> None:
    """`count` clients come while the server is busy, and each is served in the end."""
    port, desk = lab.port(), lab.desk()
    run = lab.start("busy", port, backlog, count, desk.port)
    desk.line(run, _("start_listening returns"))
    words = [lab.chance.word() for _number in range(count)]
    clients = [lab.knock(run, LOOPBACK, port) for _number in range(count)]
    for client, word in zip(clients, words, strict=True):
        client.send(word)
    desk.go()
    for client, word in zip(clients, words, strict=True):
        client.expect_connected()
        client.expect(word)


def returns(lab: Lab, backlog: int) -> None:
    """The function comes back though nobody has come."""
    desk = lab.desk()
    run = lab.start("busy", lab.port(), backlog, 1, desk.port)
    desk.line(run, _("start_listening returns at once"))


@check(points=3, promise=N_("a client can connect and is answered once the host accepts"))
def test_answered(lab: Lab) -> None:
    answered(lab, lab.rng.randint(5, 128))


@check(
    points=2,
    promise=N_("clients that come while the server is busy wait their turn, and each is served in the end"),
    after="answered",
)
def test_wait_their_turn(lab: Lab) -> None:
    wait_their_turn(lab, backlog=5, count=3)


@check(points=1, promise=N_("the function returns at once, without waiting for a client"), after="answered")
def test_returns_at_once(lab: Lab) -> None:
    returns(lab, lab.rng.randint(5, 128))
