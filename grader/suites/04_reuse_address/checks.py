"""04: start again at once."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import Finding, FindingKind
from grader.texts.language import N_
from grader.texts.message import M_

EXERCISE = Facts(points=6, file="reuse_address.py", steps=("allow_restart",))


def serve_once(lab: Lab, port: int, client_stays: bool = False) -> None:
    """Run the server once: it serves a client, closes first, and ends. If `client_stays`, the client does not close."""
    word = lab.random_data.word()
    run = lab.start("serve", port)
    client = lab.connect(run, LOOPBACK, port)
    client.send(word)
    client.expect(word)
    client.expect_end()
    if not client_stays:
        client.close()
    run.expect_exit(0)


def option_is_set(lab: Lab) -> None:
    """SO_REUSEADDR is set. Used on Windows, where a restart works without the option."""
    channel = lab.side_channel()
    expected = M_("SO_REUSEADDR is set")
    if channel.line(lab.start("option", channel.port), expected) != "1":
        lab.give_up(Finding(kind=FindingKind.OPTION_NOT_SET, expected=expected, observed=M_("SO_REUSEADDR is not set")))


@check(points=3, promise=N_("a server that closed first can be started again at once on the same port"))
def test_restart(lab: Lab) -> None:
    if lab.platform == "win32":
        option_is_set(lab)
        return
    port = lab.port()
    serve_once(lab, port)
    lab.must_be_in_time_wait(port)
    serve_once(lab, port)


@check(points=2, promise=N_("two live servers still cannot share the port"), after="restart")
def test_no_sharing(lab: Lab) -> None:
    if lab.platform == "win32":
        option_is_set(lab)  # on Windows this option lets two servers share a port
        return
    port, word, channel = lab.port(), lab.random_data.word(), lab.side_channel()
    first = lab.start("keep", port)
    client = lab.connect(first, LOOPBACK, port)
    expected = M_("the second server ends in OSError: the port is taken")
    if channel.line(lab.start("second", port, channel.port), expected) != "OSError":
        seen = M_("two servers listen on one port, and clients come to the one or the other")
        lab.give_up(Finding(kind=FindingKind.PORT_SHARED, expected=expected, observed=seen))
    client.send(word)
    client.expect(word)
