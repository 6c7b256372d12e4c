"""03: the address."""

import socket

from grader.course.exercise import check, exercise
from grader.harness.lab import LOOPBACK, Lab
from grader.result.scorecard import Finding
from grader.texts.language import N_, _

EXERCISE = exercise(points=8, file="bind.py", steps=("bind_server",))


def served(lab: Lab, host: str, port: int) -> None:
    """A client comes to the address, speaks, and is answered."""
    word = lab.chance.word()
    run = lab.start("serve", host, port)
    client = lab.connect(run, host, port, late=True)
    client.send(word)
    client.expect(word)


def refused_elsewhere(lab: Lab, host: str, elsewhere: str) -> None:
    """A server bound to `host` is found there and not at `elsewhere`.

    Where this machine has no such second address (macOS), the bound address itself is looked at.
    """
    port = lab.port()
    if lab.has_address(elsewhere):
        run = lab.start("serve", host, port)
        run.until_listening(port)
        lab.knock(run, elsewhere, port).expect_refused()
        lab.connect(run, host, port)
        return
    desk = lab.desk()
    expected = _("bound to {address}").format(address=f"{host}:{port}")
    told = desk.line(lab.start("name", host, port, desk.port), expected)
    if told != f"{host} {port}":
        lab.give_up(Finding(kind="bound_elsewhere", expected=expected, observed=told.replace(" ", ":")))


def refused_when_taken(lab: Lab, listening: bool) -> None:
    """The address is held by another program; bind_server ends in OSError."""
    port, desk = lab.port(), lab.desk()
    with socket.socket() as holder:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        holder.bind((LOOPBACK, port))
        if listening:
            holder.listen()
        expected = _("bind_server raises OSError: {address} is taken").format(address=f"{LOOPBACK}:{port}")
        told = desk.line(lab.start("taken", LOOPBACK, port, desk.port), expected)
    if told != "OSError":
        lab.give_up(Finding(kind="taken_in_silence", expected=expected, observed=_("nothing was raised")))


@check(points=3, promise=N_("a client reaches the server at the address it was told"))
def test_reachable(lab: Lab) -> None:
    served(lab, LOOPBACK, lab.port())


@check(points=2, promise=N_("only there: bound to the host given, not to every address"), after="reachable")
def test_only_there(lab: Lab) -> None:
    refused_elsewhere(lab, LOOPBACK, "127.0.0.2")


@check(points=1, promise=N_("an address that is already taken ends in OSError, not in silence"), after="reachable")
def test_taken(lab: Lab) -> None:
    refused_when_taken(lab, listening=True)
