"""06: a client is taken."""

from grader.course.exercise import check, exercise
from grader.harness.lab import LOOPBACK, Lab, Talk, Trial
from grader.result.scorecard import Finding
from grader.texts.language import N_, _
from grader.texts.wording import shorten

EXERCISE = exercise(points=8, file="accept.py", steps=("accept_client",))


def talked(lab: Lab, run: Trial, port: int, late: bool = False) -> None:
    """One client comes, speaks, is answered, and reads the end."""
    word = lab.chance.word()
    client = lab.connect(run, LOOPBACK, port, late=late)
    client.send(word)
    client.expect(word)
    client.expect_end()
    client.close()


def told_its_address(lab: Lab, client: Talk) -> None:
    """The client asks, and is told the address that accept_client returned for it."""
    client.send(b"who am I?")
    wanted = repr((LOOPBACK, client.port))
    told = client.line(_("the address {address}").format(address=wanted))
    if told != wanted:
        expected = _("the client's own address, {address}").format(address=wanted)
        about = {"told": told, "client": f"{LOOPBACK}:{client.port}"}
        lab.give_up(Finding(kind="other_address", expected=expected, observed=shorten(told), about=about))


@check(points=3, promise=N_("the conversation runs over the socket it returns"))
def test_conversation(lab: Lab) -> None:
    port = lab.port()
    talked(lab, lab.start("serve", port, 1), port)


@check(points=1, promise=N_("the address it returns is the client's own"))
def test_client_address(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("who", port, 1)
    told_its_address(lab, lab.connect(run, LOOPBACK, port))


@check(points=1, promise=N_("two clients, one after the other, each get their own socket"))
def test_own_socket(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("serve", port, 2)
    talked(lab, run, port)
    talked(lab, run, port, late=True)


@check(points=1, promise=N_("after it returned, the listening socket still listens"), after="conversation")
def test_still_listens(lab: Lab) -> None:
    port, desk = lab.port(), lab.desk()
    run = lab.start("once", port, desk.port)
    lab.connect(run, LOOPBACK, port).send(lab.chance.word())
    desk.line(run, _("accept_client returns once a client has come"))
    lab.knock(run, LOOPBACK, port).expect_connected()
