"""06: a client is accepted."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab, PeerConversation, StartedProgram
from grader.result.finding import AddressDiffers, Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_, verbatim
from grader.texts.wording import shorten

EXERCISE = Facts(points=8, file="accept.py", steps=("accept_client",))


def served(lab: Lab, run: StartedProgram, port: int, late: bool = False) -> None:
    """A client connects, sends a word, gets it back, and reads the end of the stream."""
    word = lab.random_data.word()
    client = lab.connect(run, LOOPBACK, port, late=late)
    client.send(word)
    client.expect(word)
    client.expect_end()
    client.close()


def gets_its_address(lab: Lab, client: PeerConversation) -> None:
    """The client asks for its address, and the host answers with the right one, as accept_client returned it."""
    client.send(b"who am I?")
    wanted = repr((LOOPBACK, client.port))
    answer = client.line(M_("the address {address}", address=wanted))
    if answer != wanted:
        expected = M_("the client's own address, {address}", address=wanted)
        about = AddressDiffers((LOOPBACK, client.port), answer)
        lab.give_up(
            Finding(kind=FindingKind.OTHER_ADDRESS, expected=expected, observed=verbatim(shorten(answer)), about=about)
        )


@check(points=3, promise=N_("the conversation runs over the socket it returns"))
def test_conversation(lab: Lab) -> None:
    port = lab.port()
    served(lab, lab.start("serve", port, 1), port)


@check(points=1, promise=N_("the address it returns is the client's own"))
def test_client_address(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("who", port, 1)
    gets_its_address(lab, lab.connect(run, LOOPBACK, port))


@check(points=1, promise=N_("two clients, one after the other, each get their own socket"))
def test_own_socket(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("serve", port, 2)
    served(lab, run, port)
    served(lab, run, port, late=True)


@check(points=1, promise=N_("after it returned, the listening socket still listens"), after="conversation")
def test_still_listens(lab: Lab) -> None:
    port, channel = lab.port(), lab.side_channel()
    run = lab.start("once", port, channel.port)
    lab.connect(run, LOOPBACK, port).send(lab.random_data.word())
    channel.line(run, M_("accept_client returns once a client has come"))
    lab.knock(run, LOOPBACK, port).expect_connected()
