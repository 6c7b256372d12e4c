"""12: the whole client, run as `python client.py` is."""

from grader.course.exercise import check, exercise
from grader.harness.lab import Lab, Reception, Talk, Trial
from grader.result.scorecard import Finding
from grader.texts.language import N_, _
from grader.texts.wording import shorten

PORT = 8081
EXERCISE = exercise(points=10, file="client.py", port=PORT)
AT_MOST = 1024  # bytes that the client is to receive
MESSAGE = "你好服务端，我是客户端小黑!".encode("gbk")


def visited(lab: Lab) -> tuple[Trial, Reception, Talk]:
    """A reference server on the course's port, and the client that comes."""
    server = lab.serve()
    run = lab.start(ports={PORT: server.port})
    return run, server, server.expect_client(run)


def heard(run: Trial, client: Talk) -> None:
    """Let the client say all that it has to say: its whole message, or until it waits or has finished."""
    client.until(lambda: len(client.got()) >= len(MESSAGE))
    client.forget()


def answered(run: Trial, client: Talk, reply: bytes) -> None:
    """Answer, then close this side without waiting for the client's; read on, so that nothing turns into a reset."""
    client.send(reply)
    client.finish()


def one_connection(lab: Lab, server: Reception) -> None:
    """Nobody else has come."""
    if server.count() > 1:
        expected = _("one connection")
        seen = _("{count} connections").format(count=server.count())
        lab.give_up(Finding(kind="several_connections", expected=expected, observed=seen))


def printed(lab: Lab, text: str) -> None:
    """One visit: the reply is printed as text."""
    run, _server, client = visited(lab)
    heard(run, client)
    answered(run, client, text.encode("gbk"))
    run.expect_printed(text, _('your program prints "{text}"').format(text=shorten(text, 60)))


@check(points=2, promise=N_("one connection comes to the port"))
def test_connects(lab: Lab) -> None:
    run, server, client = visited(lab)
    heard(run, client)
    answered(run, client, lab.chance.text().encode("gbk"))
    run.settle_briefly()
    one_connection(lab, server)


@check(points=2, promise=N_("the message arrives whole, in GBK"))
def test_message(lab: Lab) -> None:
    run, _server, client = visited(lab)
    client.expect(MESSAGE, "gbk")
    answered(run, client, lab.chance.text().encode("gbk"))
    client.expect_nothing_more("gbk")


@check(points=2, promise=N_("the reply, different in every run, is printed as text"))
def test_reply(lab: Lab) -> None:
    printed(lab, lab.chance.text())


@check(
    points=1,
    promise=N_("the connection is closed and the program ends by itself, exit status 0"),
    after="connects",
)
def test_ends(lab: Lab) -> None:
    run, server, client = visited(lab)
    heard(run, client)
    answered(run, client, lab.chance.text().encode("gbk"))
    run.expect_exit(0)
    client.expect_over()
    one_connection(lab, server)


@check(points=1, promise=N_("a server that hangs up without a word does not hang it"), after="connects")
def test_hang_up(lab: Lab) -> None:
    run, _server, client = visited(lab)
    heard(run, client)
    client.finish()
    run.until_ended(_("the program ends by itself, in whatever way"))
