"""09: the reply."""

import array

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
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
    promise=N_("a client that is gone, or that reads nothing until the time is up, ends in OSError, not in silence"),
    after="arrives",
)
def test_gone(lab: Lab) -> None:
    fails(lab, "gone", M_("send_reply raises OSError: the client has reset the connection"), leaves=True)
    fails(lab, "stalled", M_("send_reply raises OSError: the time limit of the socket is over"), leaves=False)


def fails(lab: Lab, mode: str, expected: Message, leaves: bool) -> None:
    """The host reports that send_reply raised OSError for a client that leaves, or else does not read."""
    port, channel = lab.port(), lab.side_channel()
    run = lab.start(mode, port, channel.port)
    client = lab.connect(run, LOOPBACK, port, receive_buffer=32 << 10)
    channel.line(run, M_("a client is there"))
    if leaves:
        client.reset()
    else:
        client.stop_reading()
    channel.go()
    if channel.line(run, expected) != "OSError":
        lab.give_up(Finding(kind=FindingKind.SENT_TO_NO_CLIENT, expected=expected, observed=M_("nothing was raised")))
