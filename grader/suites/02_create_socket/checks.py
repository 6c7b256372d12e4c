"""02: the socket itself."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_

EXERCISE = Facts(points=6, file="create_socket.py", steps=("create_tcp_socket",))


@check(points=3, promise=N_("a whole TCP conversation runs over it"))
def test_conversation(lab: Lab) -> None:
    port, words = lab.port(), [lab.random_data.word(), lab.random_data.word()]
    run = lab.start("serve", port)
    client = lab.connect(run, LOOPBACK, port, late=True)
    for word in words:
        client.send(word)
        client.expect(word)
    client.finish()
    client.expect_end()


@check(points=2, promise=N_("it is an IPv4 socket for TCP, unbound and blocking"))
def test_ipv4_tcp(lab: Lab) -> None:
    channel = lab.side_channel()
    run = lab.start("facts", channel.port)
    for kind, expected, seen, wanted in (
        (FindingKind.SOCKET_FAMILY, M_("its family is AF_INET"), M_("its family is {told}"), "1 2"),
        (FindingKind.SOCKET_TYPE, M_("its type is SOCK_STREAM"), M_("its type is {told}"), "1 1"),
        (FindingKind.SOCKET_BOUND, M_("it is bound to no address yet"), M_("it is bound to {told}"), "('0.0.0.0', 0)"),
        (FindingKind.SOCKET_BLOCKING, M_("it is blocking"), M_("it does not block"), "1"),
    ):
        fact = channel.line(run, expected)
        if fact != wanted:
            shown = fact.split()[-1] if kind in (FindingKind.SOCKET_FAMILY, FindingKind.SOCKET_TYPE) else fact
            lab.give_up(Finding(kind=kind, expected=expected, observed=seen.with_words(told=shown)))
