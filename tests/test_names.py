"""The evidence for advice: syntax errors, names, and the error numbers of every system."""

import pytest

from grader.advice.choose import advise
from grader.advice.evidence import Case, family_and_type
from grader.model.events import Call, Connected, Event, Exited, Raised, Refused
from grader.model.transcript import Transcript
from grader.result.finding import Finding, FindingKind
from grader.sourcefile.tree import Source, nearest


def call(name: str, arguments: str = "", error: str = "", line: int = 1, who: str = "program", number: int = 1) -> Call:
    return Call(
        at=0.1 * number,
        who=who,
        number=number,
        call=name,
        arguments=arguments,
        timeout=None,
        file="server.py",
        line=line,
        error=error,
        seconds=0.0,
    )


def raised(kind: str, line: int = 1, who: str = "program", **detail: str) -> Raised:
    return Raised(at=9.0, who=who, kind=kind, text="", file="server.py", line=line, detail=detail)


def advice_for(
    text: str, *events: Event, kind: FindingKind = FindingKind.RAISED, exercise: str = "13_server"
) -> str | None:
    found = Finding(kind=kind)
    files = {"server.py": text.encode()}
    case = Case(exercise, "listens", found, Transcript(events), "server.py", files, port=8989)
    said = advise(case, strict=True)
    return said.id if said is not None else None


def test_a_file_that_does_not_compile_has_the_place_of_its_error() -> None:
    source = Source("a = 1\nb = (1，2)\n".encode())
    assert source.flaw is not None
    assert source.flaw.lineno == 2
    # Python before 3.11.4 counts one column less.
    assert source.text.splitlines()[1][(source.flaw.offset or 0) - 1] in ("，", "1")


def test_a_correct_file_has_no_syntax_error() -> None:
    assert Source(b"a = 1\n").flaw is None


def test_every_name_that_a_file_binds_is_known() -> None:
    source = Source(
        b"import a.b, c as d\nfrom e import f as g\ndef h(i, *j, k=1, **l): m = 1\nclass n: pass\nprint(o)\n"
    )
    assert source.bound == set("adghijklmn")


def test_a_module_is_known_by_each_of_its_imported_names() -> None:
    source = Source(b"import socket, socket as s\nimport os\nfrom socket import AF_INET\n")
    assert source.modules("socket") == {"socket", "s"}
    assert [alias.name for alias in source.imported_from("socket")] == ["AF_INET"]


def test_the_function_around_a_node_is_the_innermost_one() -> None:
    source = Source(b"def a():\n    def b():\n        close()\nclose()\n")
    inside, outside = sorted(source.calls("close"), key=lambda node: node.lineno)
    assert [each and each.name for each in map(source.function_around, (inside, outside))] == ["b", None]


@pytest.mark.parametrize(
    ("name", "near"), [("recvData", "recv_data"), ("ture", "True"), ("RECV_DATA", "recv_data"), ("x", None)]
)
def test_the_nearest_name_is_found_without_regard_to_case(name: str, near: str | None) -> None:
    assert nearest(name, {"recv_data", "True", "conn", name}) == near


@pytest.mark.parametrize(
    ("arguments", "both"),
    [
        ("", ("AF_INET", "SOCK_STREAM")),
        ("AF_INET6", ("AF_INET6", "SOCK_STREAM")),
        ("AF_INET, SOCK_DGRAM", ("AF_INET", "SOCK_DGRAM")),
        ("2, 2", ("2", "SOCK_DGRAM")),
        ("type=SOCK_DGRAM", ("AF_INET", "SOCK_DGRAM")),
        ("family=AF_INET6, type=SOCK_STREAM", ("AF_INET6", "SOCK_STREAM")),
    ],
)
def test_family_and_type_are_read_from_positional_and_keyword_arguments(arguments: str, both: tuple[str, str]) -> None:
    assert family_and_type(call("socket", arguments)) == both


@pytest.mark.parametrize("number", [95, 102, 10045])
def test_udp_is_recognised_by_the_error_numbers_of_all_systems(number: int) -> None:
    error = f"OSError: [Errno {number}] any words"
    events = call("socket", "AF_INET, SOCK_DGRAM"), call("listen", "5", error, 2, number=2)
    assert advice_for("s = 1\ns.listen(5)\n", *events, raised("OSError", 2, errno=str(number))) == "create-dgram-server"


@pytest.mark.parametrize("number", [98, 48, 10048])
def test_a_failed_restart_is_recognised_by_the_error_numbers_of_all_systems(number: int) -> None:
    error = f"OSError: [Errno {number}] any words"
    first = call("bind", "('127.0.0.1', 8989)"), Exited(at=1.0, who="program", status=0)
    again = call("bind", "('127.0.0.1', 8989)", error, who="program 2", number=20)
    last = raised("OSError", who="program 2", errno=str(number))
    assert advice_for("s.bind(('127.0.0.1', 8989))\n", *first, again, last) == "reuse-missing"


def test_a_constant_of_another_system_is_not_called_misspelt() -> None:
    line = "s = socket.socket(socket.AF_UNIX)\n"
    assert (
        advice_for("import socket\n" + line, raised("AttributeError", 2, name="AF_UNIX", of="module socket"))
        == "create-unix"
    )


@pytest.mark.parametrize("number", [13, 10013])
def test_a_privileged_port_is_recognised_if_bind_is_refused(number: int) -> None:
    error = f"PermissionError: [Errno {number}] any words"
    events = call("bind", "('', 80)", error), raised("PermissionError", errno=str(number))
    assert advice_for("s.bind(('', 80))\n", *events) == "bind-privileged"


def test_a_privileged_port_is_recognised_if_bind_succeeds() -> None:
    events = call("bind", "('', 80)"), Refused(at=1.0, who="client", remote="127.0.0.1:8989")
    assert advice_for("s.bind(('', 80))\n", *events, kind=FindingKind.STUCK) == "bind-privileged"


def test_a_connected_client_excludes_a_wrong_port() -> None:
    events = call("bind", "('', 9000)"), Connected(at=1.0, who="client", local="", remote="")
    assert advice_for("s.bind(('', 9000))\n", *events, kind=FindingKind.STUCK) == "seen-differs"


def test_an_error_raised_by_the_program_is_not_mistaken_for_pythons_own() -> None:
    text = "raise NameError(\"name 'recvdata' is not defined, did you mean recv_data\")\n"
    assert advice_for(text, raised("NameError")) == "exception"
