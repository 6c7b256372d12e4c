"""03: the address."""

import socket

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_, verbatim

EXERCISE = Facts(points=8, file="bind.py", steps=("bind_server",))


def served(lab: Lab, host: str, port: int) -> None:
    """A client connects to the address, sends a word and gets it back."""
    word = lab.random_data.word()
    run = lab.start("serve", host, port)
    client = lab.connect(run, host, port, late=True)
    client.send(word)
    client.expect(word)


def refused_elsewhere(lab: Lab, host: str, elsewhere: str) -> None:
    """A server bound to `host` is reachable there, and not at `elsewhere`.

    Where this machine has no second loopback address (macOS), the check compares the bound address itself.
    """
    port = lab.port()
    if lab.has_address(elsewhere):
        run = lab.start("serve", host, port)
        run.until_listening(port)
        lab.knock(run, elsewhere, port).expect_refused()
        lab.connect(run, host, port)
        return
    channel, address = lab.side_channel(), f"{host}:{port}"
    expected = M_("bound to {address}", address=address)
    bound = channel.line(lab.start("name", host, port, channel.port), expected)
    if bound != f"{host} {port}":
        lab.give_up(
            Finding(kind=FindingKind.BOUND_ELSEWHERE, expected=expected, observed=verbatim(bound.replace(" ", ":")))
        )


def refused_when_taken(lab: Lab, listening: bool) -> None:
    """bind_server raises OSError for an address of another socket, which listens if `listening` is true."""
    port, channel = lab.port(), lab.side_channel()
    address = f"{LOOPBACK}:{port}"
    with socket.socket() as holder:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        holder.bind((LOOPBACK, port))
        if listening:
            holder.listen()
        expected = M_("bind_server raises OSError: {address} is taken", address=address)
        outcome = channel.line(lab.start("taken", LOOPBACK, port, channel.port), expected)
    if outcome != "OSError":
        lab.give_up(Finding(kind=FindingKind.TAKEN_IN_SILENCE, expected=expected, observed=M_("nothing was raised")))


@check(points=3, promise=N_("a client reaches the server at the address it was told"))
def test_reachable(lab: Lab) -> None:
    served(lab, LOOPBACK, lab.port())


@check(points=2, promise=N_("only there: bound to the host given, not to every address"), after="reachable")
def test_only_there(lab: Lab) -> None:
    refused_elsewhere(lab, LOOPBACK, "127.0.0.2")


@check(points=1, promise=N_("an address that is already taken ends in OSError, not in silence"), after="reachable")
def test_taken(lab: Lab) -> None:
    refused_when_taken(lab, listening=True)
