"""09: the reply."""

import array
from collections.abc import Callable

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab, PeerConversation
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_, Message

EXERCISE = Facts(points=6, file="send.py", steps=("send_reply",))
LIMIT = 8  # seconds, the timeout of the sending socket; the clients of these checks need much less


def replies(lab: Lab, texts: list[str]) -> None:
    """The program answers each question of the client with one of the texts, unchanged; then it ends."""
    port = lab.port()
    run = lab.start("reply", port, *texts)
    client = lab.connect(run, LOOPBACK, port)
    for text in texts:
        run.until_waiting()
        client.send(b"please")
        client.expect(text.encode("gbk"), "gbk")
    client.expect_end()
    run.expect_exit(0)


def large_reply(lab: Lab, size: int, limit: int, chunk: int, pause: float, first: float = 0.05) -> None:
    """A reply of `size` bytes, increasing numbers of 64 bits, arrives whole.

    Each send() of the program takes a part of its bytes. The client waits `first` seconds before it reads, and `pause`
    seconds after each `chunk` of bytes. The program's socket has a timeout of `limit` seconds (0: none).
    """
    port, seed = lab.port(), lab.rng.randint(1 << 20, 1 << 40)
    run = lab.start("large", port, size, seed, limit, short_sends=True)
    client = lab.connect(run, LOOPBACK, port, receive_buffer=32 << 10)
    client.send(b"please")
    wanted = array.array("Q", range(seed, seed + size // 8)).tobytes()
    client.read_slowly(len(wanted), chunk, pause, first)
    client.expect(wanted, expected=M_("all {size} bytes, each once and in order", size=size))
    client.expect_end()


@check(points=2, promise=N_("a reply arrives unchanged"))
def test_arrives(lab: Lab) -> None:
    replies(lab, [lab.random_data.text(), lab.random_data.text()])
    lab.withhold_unless_called("send", "sendall")


@check(
    points=2,
    promise=N_("a reply larger than the send buffer arrives whole, on a socket with a timeout and to a slow reader"),
)
def test_large(lab: Lab) -> None:
    large_reply(lab, size=1_000_000, limit=LIMIT, chunk=1 << 17, pause=0.002)


@check(
    points=1,
    promise=N_("a client that is gone ends in OSError, and the time limit of the socket is kept"),
    after="arrives",
)
def test_gone(lab: Lab) -> None:
    expected = M_("send_reply raises OSError: the client has reset the connection")
    if outcome(lab, "gone", PeerConversation.reset, expected) != "OSError":
        lab.give_up(Finding(kind=FindingKind.SENT_TO_NO_CLIENT, expected=expected, observed=M_("nothing was raised")))
    # What arrives of a reply is judged above: here send_reply must end at all.
    outcome(lab, "stalled", PeerConversation.stop_reading, M_("send_reply ends when the time limit is over"))


def outcome(lab: Lab, mode: str, leave: Callable[[PeerConversation], None], expected: Message) -> str:
    """The exception of send_reply, as the host reports it, for a client that leaves before the reply is sent."""
    port, channel = lab.port(), lab.side_channel()
    run = lab.start(mode, port, channel.port)
    client = lab.connect(run, LOOPBACK, port, receive_buffer=32 << 10)
    channel.line(run, M_("a client is there"))
    leave(client)
    channel.go()
    return channel.line(run, expected)
