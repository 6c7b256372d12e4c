"""13: the whole server, run as `python server.py`."""

import re

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab, PeerConversation, StartedProgram
from grader.model.events import Call
from grader.result.finding import Asked, Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_
from grader.texts.wording import shorten

PORT = 8989
EXERCISE = Facts(points=12, file="server.py", port=PORT)
NUMBERS_AT_MOST = 100  # different numbers in the output; a right program prints three, and perhaps each byte
NEIGHBOURS, NEIGHBOURS_AT_MOST = 10, 12  # how far around the right number is looked, and how many numbers are there
AT_MOST = 1024  # bytes that the server should be able to receive in one message
REPLY = "ok, 问题正在处理中...".encode("gbk")


def visited(lab: Lab, port: int | None = None) -> tuple[StartedProgram, PeerConversation, int]:
    """Start the server. The client is its first connection; it connects, and sends, only when the server waits."""
    private = port or lab.port()
    run = lab.start(ports={PORT: private})
    return run, lab.connect(run, LOOPBACK, private, late=True), private


def served(lab: Lab, port: int | None = None) -> tuple[StartedProgram, PeerConversation, int]:
    """One whole conversation: the client sends a text, reads everything, and closes."""
    run, client, private = visited(lab, port)
    client.send(lab.random_data.text().encode("gbk"))
    client.until_over()
    client.close()
    return run, client, private


def text_printed(lab: Lab, text: str, numbers: bool = False) -> None:
    """The server prints the client's text; with `numbers` the number of bytes and the client's port instead."""
    run, client, _port = visited(lab)
    data = text.encode("gbk")
    client.send(data)
    if not numbers:
        run.expect_printed(text, M_('your program prints "{text}"', text=shorten(text, 60)))
        return
    expected = M_("your program prints the number of bytes, {size}", size=len(data))
    run.expect_printed(str(len(data)), expected, asked=Asked.SIZE)
    if guesses(run.output(whole=True), len(data)):
        lab.give_up(Finding(kind=FindingKind.MANY_NUMBERS, expected=expected, observed=M_("it prints many numbers")))
    expected = M_("your program prints the client's port, {port}", port=client.port)
    run.expect_printed(str(client.port), expected, asked=Asked.PORT)


def guesses(output: str, size: int) -> bool:
    """Whether the output has so many numbers, or so many around the right one, that the right one shows nothing."""
    numbers = {int(each) for each in re.findall(r"[0-9]{1,9}", output)}
    near = [each for each in numbers if abs(each - size) <= NEIGHBOURS]
    return len(numbers) > NUMBERS_AT_MOST or len(near) > NEIGHBOURS_AT_MOST


@check(points=2, promise=N_("it listens where the client was told"))
def test_listens(lab: Lab) -> None:
    visited(lab)


@check(points=2, promise=N_("the client's text is printed decoded"))
def test_text(lab: Lab) -> None:
    text_printed(lab, lab.random_data.text())


@check(points=1, promise=N_("the number of bytes and the client's port are printed"))
def test_numbers(lab: Lab) -> None:
    text_printed(lab, lab.random_data.text(lab.rng.randint(25, 30)), numbers=True)


@check(points=1, promise=N_("the reply arrives whole, in GBK"))
def test_reply(lab: Lab) -> None:
    _run, client, _port = visited(lab)
    client.send(lab.random_data.text().encode("gbk"))
    client.expect(REPLY, "gbk")
    client.expect_nothing_more("gbk")


@check(points=1, promise=N_("the client reads the end of the stream"), after="listens")
def test_end(lab: Lab) -> None:
    _run, client, _port = visited(lab)
    client.expect_open()
    client.send(lab.random_data.text().encode("gbk"))
    client.expect_end_somewhere()


@check(
    points=1,
    promise=N_("the program ends by itself with exit status 0, and new clients are refused"),
    after="listens",
)
def test_ends(lab: Lab) -> None:
    run, _client, port = served(lab)
    run.expect_exit(0)
    lab.knock(run, LOOPBACK, port).expect_refused()


@check(points=1, promise=N_("it starts again at once, and two servers never share the port"), after="listens")
def test_restart(lab: Lab) -> None:
    run, _client, port = served(lab)
    run.settle_briefly()
    run.stop()
    _again, client, _port = visited(lab, port)
    client.send(lab.random_data.text().encode("gbk"))
    client.until_over()
    options = {name for call in lab.record.all(Call) if call.call == "setsockopt" for name in call.given.constants}
    if "SO_REUSEPORT" in options and "SO_REUSEADDR" not in options:
        no_sharing(lab)


def no_sharing(lab: Lab) -> None:
    """While one server listens, a second one does not."""
    port = lab.port()
    lab.start(ports={PORT: port}).until_listening(port)
    second = lab.start(ports={PORT: port})
    lab.loop.until(lambda: second.running.ended or bool(second.listens_at()), second.running, quietly=True)
    if second.listens_at():
        expected = M_("a second server ends in OSError while the first one listens: the port is taken")
        seen = M_("two servers listen on one port, and clients come to the one or the other")
        lab.give_up(Finding(kind=FindingKind.PORT_SHARED, expected=expected, observed=seen))


@check(
    points=1,
    promise=N_("a client that leaves without a word neither crashes it nor keeps it busy"),
    after="listens",
)
def test_leaves(lab: Lab) -> None:
    run, client, _port = visited(lab)
    client.finish()  # this side still reads, so that an answer causes no reset
    run.expect_exit(0)
