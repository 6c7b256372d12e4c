"""12: the whole client, run as `python client.py`."""

from grader.course.exercise import Facts, check
from grader.harness.lab import Lab, PeerConversation, ReferenceServer, StartedProgram
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_
from grader.texts.wording import shorten

PORT = 8081
EXERCISE = Facts(points=10, file="client.py", port=PORT)
AT_MOST = 1024  # bytes that the client should be able to receive in one reply
MESSAGE = "你好服务端，我是客户端小黑!".encode("gbk")


def visited(lab: Lab) -> tuple[StartedProgram, ReferenceServer, PeerConversation]:
    """Start a reference server on a private port, and the client; its connection to PORT is redirected there."""
    server = lab.serve()
    run = lab.start(ports=lab.fixed_ports() | {PORT: server.port})
    return run, server, server.expect_client(run)


def hear_message(client: PeerConversation) -> None:
    """Receive the client's message: all of it, or the part that arrives before the client waits or ends the stream."""
    client.until(lambda: len(client.got()) >= len(MESSAGE))
    client.forget()


def send_reply(client: PeerConversation, reply: bytes) -> None:
    """Reply, then close the sending half at once. This side still reads: a full close could cause a reset."""
    client.send(reply)
    client.finish()


def one_connection(lab: Lab, server: ReferenceServer) -> None:
    """The client has made no second connection."""
    if server.count() > 1:
        expected = M_("one connection")
        seen = M_("{count} connections", count=server.count())
        lab.give_up(Finding(kind=FindingKind.SEVERAL_CONNECTIONS, expected=expected, observed=seen))


def printed(lab: Lab, text: str) -> None:
    """The client prints the reply as text."""
    run, _server, client = visited(lab)
    hear_message(client)
    send_reply(client, text.encode("gbk"))
    run.expect_printed(text, M_('your program prints "{text}"', text=shorten(text, 60)))


@check(points=2, promise=N_("a connection comes to the port"))
def test_connects(lab: Lab) -> None:
    visited(lab)


@check(points=2, promise=N_("the message arrives whole, in GBK"))
def test_message(lab: Lab) -> None:
    _run, _server, client = visited(lab)
    client.expect(MESSAGE, "gbk")
    send_reply(client, lab.random_data.text().encode("gbk"))
    client.expect_nothing_more("gbk", lab.loop.patience)  # a client may send it again after a time


@check(points=2, promise=N_("the reply, different in every run, is printed as text"))
def test_reply(lab: Lab) -> None:
    printed(lab, lab.random_data.text())


@check(
    points=1,
    promise=N_("one connection is enough; it is closed, and the program ends by itself, exit status 0"),
    after="connects",
)
def test_ends(lab: Lab) -> None:
    run, server, client = visited(lab)
    hear_message(client)
    send_reply(client, lab.random_data.text().encode("gbk"))
    run.expect_exit(0)
    client.expect_over()
    one_connection(lab, server)


@check(points=1, promise=N_("a server that hangs up without a word does not hang it"), after="connects")
def test_hang_up(lab: Lab) -> None:
    run, _server, client = visited(lab)
    hear_message(client)
    client.finish()
    run.until_ended(M_("the program ends by itself, in whatever way"))
