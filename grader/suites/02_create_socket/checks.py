"""02: the socket itself."""

from grader.course.exercise import check, exercise
from grader.harness.lab import LOOPBACK, Lab
from grader.result.scorecard import Finding
from grader.texts.language import N_, _

EXERCISE = exercise(points=6, file="create_socket.py", steps=("create_tcp_socket",))


@check(points=3, promise=N_("a whole TCP conversation runs over it"))
def test_conversation(lab: Lab) -> None:
    port, words = lab.port(), [lab.chance.word(), lab.chance.word()]
    run = lab.start("serve", port)
    client = lab.connect(run, LOOPBACK, port, late=True)
    for word in words:
        client.send(word)
        client.expect(word)
    client.finish()
    client.expect_end()


@check(points=2, promise=N_("it is an IPv4 socket for TCP, unbound and blocking"))
def test_ipv4_tcp(lab: Lab) -> None:
    desk = lab.desk()
    run = lab.start("facts", desk.port)
    for kind, expected, seen, wanted in (
        ("family", _("its family is AF_INET"), _("its family is {told}"), "1 2"),
        ("type", _("its type is SOCK_STREAM"), _("its type is {told}"), "1 1"),
        ("bound", _("it is bound to no address yet"), _("it is bound to {told}"), "('0.0.0.0', 0)"),
        ("blocking", _("it is blocking"), _("it does not block"), "1"),
    ):
        told = desk.line(run, expected)
        if told != wanted:
            told = told.split()[-1] if kind in ("family", "type") else told
            lab.give_up(Finding(kind=f"socket_{kind}", expected=expected, observed=seen.format(told=told)))
