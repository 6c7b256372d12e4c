"""05: the listening socket."""

from grader.course.exercise import Facts, check
from grader.harness.deadlines import Patience
from grader.harness.lab import LOOPBACK, Lab
from grader.texts.language import N_
from grader.texts.message import M_

EXERCISE = Facts(points=8, file="listen.py", steps=("start_listening",))
AT_ONCE = Patience(silence=0.5, processor=0.5)


def answered(lab: Lab, backlog: int, late: bool = False) -> None:
    """Two clients connect one after the other, and the host answers each; both may connect `late`.

    A late client connects when every thread of the program waits. The system wakes threads in accept(2) in the order
    in which they began to wait, so a thread that should not accept gets one of the two clients for certain.
    """
    port, greeting = lab.port(), lab.random_data.word()
    run = lab.start("serve", port, backlog, greeting.decode(), 2)
    expected = M_("with backlog {backlog}, a client can connect", backlog=backlog)
    for _number in range(2):
        word = lab.random_data.word()
        client = lab.connect(run, LOOPBACK, port, late=late, expected=expected)
        client.send(word)
        client.expect(greeting + word)


def wait_their_turn(lab: Lab, backlog: int, count: int) -> None:
    """`count` clients connect while the server is busy, and it serves each of them later."""
    port, channel, greeting = lab.port(), lab.side_channel(), lab.random_data.word()
    run = lab.start("busy", port, backlog, greeting.decode(), count, channel.port)
    channel.line(run, M_("start_listening is called"))
    channel.line(run, M_("start_listening returns"))
    words = [lab.random_data.word() for _number in range(count)]
    clients = [lab.knock(run, LOOPBACK, port) for _number in range(count)]
    for client, word in zip(clients, words, strict=True):
        client.send(word)
    channel.go()
    for client, word in zip(clients, words, strict=True):
        client.expect_connected()
        client.expect(greeting + word)


def returns(lab: Lab, backlog: int) -> None:
    """The function returns at once, although no client has connected."""
    channel = lab.side_channel()
    run = lab.start("busy", lab.port(), backlog, "", 1, channel.port)
    channel.line(run, M_("start_listening is called"))
    channel.line(run, M_("start_listening returns at once"), AT_ONCE)


@check(points=3, promise=N_("a client can connect and is answered once the host accepts"))
def test_answered(lab: Lab) -> None:
    answered(lab, lab.rng.randint(5, 50), late=True)


@check(
    points=2,
    promise=N_("clients that come while the server is busy wait their turn, and each is served in the end"),
    after="answered",
)
def test_wait_their_turn(lab: Lab) -> None:
    wait_their_turn(lab, backlog=5, count=3)


@check(points=1, promise=N_("the function returns at once, without waiting for a client"), after="answered")
def test_returns_at_once(lab: Lab) -> None:
    returns(lab, lab.rng.randint(5, 50))
