"""01: from a text to an address."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import Finding, FindingKind, StepAnswered
from grader.texts.language import N_
from grader.texts.message import M_, Message
from grader.texts.wording import outcome

EXERCISE = Facts(points=6, file="address.py", steps=("parse_address", "port_kind"))


def arrives_at(lab: Lab, host: str) -> None:
    """The client gets `host:port` as text, connects there and sends a word."""
    server = lab.serve(LOOPBACK if host == "localhost" else host)
    word = lab.random_data.word()
    run = lab.start("arrive", f"{host}:{server.port}", word.decode())
    client = server.expect_client(run)
    client.expect(word)
    client.send(b"welcome")
    run.expect_exit(0)


def parsed_exactly(lab: Lab, texts: list[str]) -> None:
    """parse_address returns the host and the port of each text; the hosts need not exist."""
    channel = lab.side_channel()
    run = lab.start("parse", channel.port, *texts)
    for text in texts:
        host, port = text.split(":")
        expected = M_("parse_address({text!r}) returns ({host!r}, {port})", text=text, host=host, port=port)
        answer = channel.line(run, expected)
        if answer != text:
            seen = M_("it returns the address {told}", told=answer)
            about = StepAnswered(text, answer)
            lab.give_up(Finding(kind=FindingKind.OTHER_ADDRESS, expected=expected, observed=seen, about=about))


def refused_with_value_error(lab: Lab, texts: list[str]) -> None:
    """parse_address raises ValueError for each of the texts."""
    channel = lab.side_channel()
    run = lab.start("refuse", channel.port, *texts)
    for text in texts:
        expected = M_("parse_address({text!r}) raises ValueError", text=text)
        value_error_expected(lab, channel.line(run, expected), text, expected)


def value_error_expected(lab: Lab, answer: str, asked: str, expected: Message) -> None:
    """The host program's `answer` says that the step raised ValueError for the argument `asked`."""
    if answer != "ValueError":
        about = StepAnswered(asked, answer)
        lab.give_up(
            Finding(kind=FindingKind.NOT_REFUSED_VALUE, expected=expected, observed=outcome(answer), about=about)
        )


@check(points=2, promise=N_("the client arrives at the address it was told as text"))
def test_arrives(lab: Lab) -> None:
    arrives_at(lab, lab.some_loopback())


@check(points=1, promise=N_("a host name works too"))
def test_host_name(lab: Lab) -> None:
    arrives_at(lab, "localhost")
    word = lab.random_data.word().decode()
    parsed_exactly(
        lab,
        [
            f"{word}.example:{lab.rng.randint(1024, 65534)}",
            f"help-desk.{word}.example:{lab.rng.randint(1, 99)}",
            "localhost:0",
            f"{word}:65535",
            f"10.0.0.{lab.rng.randint(1, 254)}:{lab.rng.randint(100, 999)}",
        ],
    )


@check(points=1, promise=N_("what is no address is refused with ValueError"), after="arrives")
def test_bad_addresses(lab: Lab) -> None:
    port = lab.rng.randint(1024, 9999)
    bad = [
        "127.0.0.1",
        f"{port}",
        f"127.0.0.1:{port}:{port}",
        f":{port}",
        "127.0.0.1:",
        "127.0.0.1:http",
        f"127.0.0.1:{port}x",
        "127.0.0.1:65536",
        f"127.0.0.1:{lab.rng.randint(65537, 99999)}",
    ]
    refused_with_value_error(lab, bad)


@check(points=1, promise=N_("the edges of both kinds of port are right, and 65536 is no port"))
def test_edges(lab: Lab) -> None:
    middle = lab.rng.randint(2, 1000), lab.rng.randint(1100, 65000)
    wanted = {0: "well-known", 1023: "well-known", 1024: "dynamic", 65535: "dynamic"}
    wanted |= {middle[0]: "well-known", middle[1]: "dynamic"}
    refused = [-1, 65536, lab.rng.randint(65537, 99999)]
    channel = lab.side_channel()
    run = lab.start("kinds", channel.port, *wanted, *refused)
    for port, kind in wanted.items():
        expected = M_("port_kind({port}) returns {kind!r}", port=port, kind=kind)
        answer = channel.line(run, expected)
        if answer != f"returned {kind!r}":
            about = StepAnswered(str(port), answer)
            lab.give_up(Finding(kind=FindingKind.OTHER_KIND, expected=expected, observed=outcome(answer), about=about))
    for port in refused:
        expected = M_("port_kind({port}) raises ValueError", port=port)
        value_error_expected(lab, channel.line(run, expected), str(port), expected)
