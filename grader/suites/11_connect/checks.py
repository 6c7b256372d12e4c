"""11: connect to a server."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_

EXERCISE = Facts(points=6, file="connect.py", steps=("connect_to",))


def arrives(lab: Lab, host: str) -> None:
    """The client connects to the server, sends a word, gets an answer, and ends."""
    server, word = lab.serve(LOOPBACK if host == "localhost" else host), lab.random_data.word()
    run = lab.start("talk", host, server.port, word.decode(), ports=lab.fixed_ports())
    client = server.expect_client(run)
    client.expect(word)
    run.until_waiting()
    client.send(b"welcome")
    run.expect_exit(0)


@check(points=2, promise=N_("the client arrives at the server"))
def test_arrives(lab: Lab) -> None:
    arrives(lab, lab.some_loopback())


@check(points=2, promise=N_("a server that is not there ends in ConnectionRefusedError"), after="arrives")
def test_refused(lab: Lab) -> None:
    port, channel = lab.port(), lab.side_channel()
    run, address = lab.start("refused", LOOPBACK, port, channel.port, ports=lab.fixed_ports()), f"{LOOPBACK}:{port}"
    expected = M_("connect_to raises ConnectionRefusedError: nobody listens at {address}", address=address)
    if channel.line(run, expected) != "ConnectionRefusedError":
        lab.give_up(Finding(kind=FindingKind.REFUSED_IN_SILENCE, expected=expected, observed=M_("nothing was raised")))


@check(points=1, promise=N_("two clients at the same time, each from its own port"))
def test_two_clients(lab: Lab) -> None:
    server = lab.serve()
    run = lab.start("both", LOOPBACK, server.port, ports=lab.fixed_ports())
    first, second = server.expect_client(run), server.expect_client(run)
    first.expect(b"first")
    second.expect(b"second")
    for client in (first, second):
        client.send(b"welcome")
    run.expect_exit(0)
