"""10: the end of a conversation, and of a server."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab, Withheld
from grader.texts.language import N_
from grader.texts.message import M_

EXERCISE = Facts(points=8, file="close.py", steps=("close_conversation", "close_server"))


def closed_after(lab: Lab, size: int, by_closing: bool = False) -> None:
    """A reply of `size` bytes, then the end of the stream while the program still runs.

    `by_closing`: points are withheld where the stream has ended but the socket is still open.
    """
    port, channel = lab.port(), lab.side_channel()
    run = lab.start("talk", port, channel.port, size)
    client = lab.connect(run, LOOPBACK, port)
    client.send(b"please")
    client.expect(b"r" * size)
    client.expect_end()
    if channel.line(run, M_("close_conversation returns")) == "open" and by_closing:
        raise Withheld(M_("this works, but the socket itself is still open; the exercise asks you to close it"))


def talk_on(lab: Lab, count: int) -> None:
    """After close_server the program still answers the clients that it accepted before."""
    port, channel = lab.port(), lab.side_channel()
    run = lab.start("server", port, channel.port, count)
    clients = [lab.connect(run, LOOPBACK, port) for _number in range(count)]
    channel.line(run, M_("close_server returns"))
    for client in clients:
        word = lab.random_data.word()
        client.send(word)
        client.expect(word)


@check(points=2, promise=N_("after close_conversation the client reads the end of the stream"))
def test_end_of_stream(lab: Lab) -> None:
    closed_after(lab, lab.rng.randint(5, 50), by_closing=True)


@check(points=2, promise=N_("after close_server new clients are refused"))
def test_refused(lab: Lab) -> None:
    port, channel = lab.port(), lab.side_channel()
    run = lab.start("server", port, channel.port, 1)
    lab.connect(run, LOOPBACK, port)
    state = channel.line(run, M_("close_server returns"))
    lab.knock(run, LOOPBACK, port).expect_refused()
    if state == "open":
        raise Withheld(M_("this works, but the socket itself is still open; the exercise asks you to close it"))


@check(points=1, promise=N_("a client accepted before close_server still talks"), after="refused")
def test_accepted_before(lab: Lab) -> None:
    talk_on(lab, 1)


@check(points=1, promise=N_("a client that is already gone does no harm"), after="end_of_stream")
def test_already_gone(lab: Lab) -> None:
    for leave in ("close", "reset"):
        port, channel = lab.port(), lab.side_channel()
        run = lab.start("gone", port, channel.port)
        client = lab.connect(run, LOOPBACK, port)
        channel.line(run, M_("a client is there"))
        if leave == "close":
            client.close()
        else:
            client.reset()
        channel.go()
        channel.line(run, M_("close_conversation returns, and raises nothing"))
