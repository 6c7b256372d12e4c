"""The tables behind the rules: the row for an exception or a symptom, and an explanation for every failed check."""

import string

import msgspec
import pytest

from grader.advice import call_errors, choose, symptoms
from grader.advice.evidence import Case
from grader.advice.row import Explained
from grader.advice.symptoms import LastStep, last_step
from grader.child.trace import HOST
from grader.course import catalogue
from grader.model.events import Event, Exited, Late, Misreturned, Raised, Stuck
from grader.model.transcript import Transcript
from grader.result.finding import Finding, FindingKind
from tests.test_advice import call

CATCHES = "try:\n    pass\nexcept OSError:\n    pass\n" + "pass\n" * 9
WORDS = {"call", "line", "kind", "error", "code", "name", "owner", "value", "step", "status"}


def case(*events: Event, kind: FindingKind = FindingKind.RAISED, source: str = "pass\n" * 9) -> Case:
    """The evidence of a check of a whole program."""
    files = {"server.py": source.encode()}
    return Case("13_server", "reply", Finding(kind=kind), Transcript(events), "server.py", files, (), 8989)


def own(name: str, *, number: int = 1, error: str = "", done: bool = True) -> Event:
    """A call of the learner's file; `done`: it has returned or raised."""
    made = call(name, number=number, error=error, file="server.py")
    return made if done else msgspec.structs.replace(made, seconds=None)


def row_for(found: Case) -> str:
    """The id of the row that explains."""
    return next(rule.id for rule in choose.TABLES if rule.fits(found) is not False)


@pytest.mark.parametrize(
    ("kind", "text", "detail", "row"),
    [
        ("SyntaxError", "unterminated string literal (detected at line 1)", {}, "compile-quote-open"),
        ("SyntaxError", "EOL while scanning string literal", {}, "compile-quote-open"),
        ("SyntaxError", "'(' was never closed", {}, "compile-bracket-open"),
        ("SyntaxError", "expected ':'", {}, "compile-colon"),
        ("SyntaxError", "invalid syntax", {}, "compile-other"),
        ("ModuleNotFoundError", "No module named 'x'", {"name": "x"}, "module-not-installed"),
        ("ImportError", "cannot import name 'x'", {"name": "x"}, "import-no-such-name"),
        ("UnboundLocalError", "cannot access", {}, "name-before-value"),
        ("NameError", "name 'x' is not defined", {"name": "x"}, "name-unknown"),
        ("AttributeError", "module 'socket' has no attribute 'bind'", {"name": "bind"}, "attribute-of-module"),
        ("AttributeError", "'NoneType' object has no attribute 'recv'", {"name": "recv"}, "attribute-of-none"),
        ("AttributeError", "'int' object has no attribute 'x'", {"name": "x"}, "attribute-missing"),
        ("TypeError", "exceptions must derive from BaseException", {}, "raise-no-exception"),
        ("TypeError", "f() got an unexpected keyword argument 'x'", {}, "call-unknown-keyword"),
        ("TypeError", "something new", {}, "type-wrong"),
        ("ValueError", "invalid literal for int() with base 10: 'a'", {}, "int-of-text"),
        ("ValueError", "something new", {}, "exception"),
        ("RecursionError", "maximum recursion depth exceeded", {}, "recursion"),
        ("OSError", "[Errno 2] No such file or directory: 'a'", {"errno": "2"}, "no-file"),
        ("OwnError", "", {}, "exception"),
        ("NameError", "raised by the program itself", {}, "exception"),
    ],
)
def test_an_exception_of_the_program_has_its_row(kind: str, text: str, detail: dict[str, str], row: str) -> None:
    assert row_for(case(raised_in_file(kind, text, **detail))) == row


def raised_in_file(kind: str, text: str, *, file: str = "server.py", **detail: str) -> Raised:
    """An exception that ended the program, in line 3 of the learner's file."""
    return Raised(at=9.0, who="program", kind=kind, text=text, file=file, line=3 if file else 0, detail=detail)


@pytest.mark.parametrize(
    ("name", "number", "row"),
    [
        ("bind", 98, "bind-taken"),
        ("bind", 22, "bind-twice"),
        ("bind", 99, "address-not-here"),
        ("bind", 10048, "bind-taken"),
        ("accept", 22, "accept-not-listening"),
        ("listen", 22, "call-not-possible"),
        ("recv", 107, "not-connected"),
        ("connect", 106, "connected-already"),
        ("connect", 111, "connect-refused"),
        ("connect", 10061, "connect-refused"),
        ("connect", 101, "connect-unreachable"),
        ("send", 32, "other-side-gone"),
        ("recv", 104, "other-side-gone"),
        ("recv", 9, "socket-closed"),
        ("setsockopt", 92, "no-such-option"),
        ("socket", 93, "no-such-socket"),
        ("connect", 13, "no-permission"),
        ("recv", 88, "no-socket"),
        ("recv", 71, "exception"),
    ],
)
def test_an_error_of_a_call_has_its_row(name: str, number: int, row: str) -> None:
    text = f"[Errno {number}] text"
    events = own(name, error=f"OSError: {text}"), raised_in_file("OSError", text, errno=str(number))
    assert row_for(case(*events)) == row


def test_an_error_after_the_function_is_the_rest_of_the_programs() -> None:
    of_rest = raised_in_file("OSError", "[Errno 9] Bad file descriptor", file="", errno="9")
    failed = call("listen", error="OSError: [Errno 9] Bad file descriptor", file=HOST, line=0)
    assert row_for(case(failed, of_rest)) == "rest-socket-closed"


def test_a_caught_error_is_explained_only_where_no_exception_ended_the_program() -> None:
    caught = own("connect", error="ConnectionRefusedError: [Errno 111] Connection refused")
    ended = Exited(at=2.0, who="program", status=0)
    assert row_for(case(caught, ended, kind=FindingKind.EXITED, source=CATCHES)) == "error-caught"
    assert row_for(case(caught, ended, kind=FindingKind.EXITED)) == "ends-before-socket"  # a library caught it
    assert row_for(case(caught, raised_in_file("KeyError", "'a'"))) == "place-missing"


@pytest.mark.parametrize(
    ("events", "kind", "row"),
    [
        ([own("recv", done=False)], FindingKind.STUCK, "waits-to-receive"),
        ([own("accept", done=False)], FindingKind.STUCK, "waits-to-accept"),
        ([Stuck(at=1.0, who="program", call="", file="server.py", line=4)], FindingKind.STUCK, "waits"),
        ([Stuck(at=1.0, who="program", call="", file="", line=0)], FindingKind.STUCK, "seen-differs"),
        ([Late(at=1.0, who="program", busy=False, file="server.py", line=4, seconds=3.0)], FindingKind.LATE, "late"),
        ([Late(at=1.0, who="program", busy=True, file="server.py", line=4, seconds=3.0)], FindingKind.BUSY, "busy"),
        ([], FindingKind.FLOODED, "flooded"),
        ([], FindingKind.EXITED, "ends-before-socket"),
        ([own("socket")], FindingKind.EXITED, "ends-after-socket"),
        ([own("socket"), own("bind", number=2)], FindingKind.EXITED, "ends-after-bind"),
        ([own("socket"), own("listen", number=2)], FindingKind.EXITED, "ends-after-listen"),
        ([own("recv"), Exited(at=2.0, who="program", status=4)], FindingKind.EXITED, "ends-with-status"),
        ([own("recv"), Exited(at=2.0, who="program", status=0)], FindingKind.EXITED, "ends-too-early"),
        (
            [Misreturned(at=1.0, who="program", step="a", promised="b", came="1")],
            FindingKind.MISRETURNED,
            "other-type-returned",
        ),
        ([], FindingKind.PORT_SHARED, "seen-differs"),
    ],
)
def test_a_symptom_has_its_row(events: list[Event], kind: FindingKind, row: str) -> None:
    assert row_for(case(*events, kind=kind)) == row


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_of_finding_is_explained(kind: FindingKind) -> None:
    advice = choose.advise(case(kind=kind))
    assert advice is not None
    assert "Try: " in advice.text


def test_the_furthest_step_counts_and_a_failed_call_reaches_nothing() -> None:
    assert last_step(case(own("socket"), own("bind", number=2), own("socket", number=3))) is LastStep.BOUND
    assert last_step(case(own("socket"), own("bind", number=2, error="OSError: no"))) is LastStep.CREATED
    assert last_step(case()) is LastStep.NOTHING


@pytest.mark.parametrize("row", [*call_errors.TABLE, call_errors.SWALLOWED, *symptoms.TABLE], ids=lambda row: row.id)
def test_each_row_names_its_source_and_only_words_that_it_has(row: Explained) -> None:
    used = {
        name for text in (row.title, row.text) for _text, name, _spec, _how in string.Formatter().parse(text) if name
    }
    assert row.source
    assert used <= WORDS
    assert "Try: " in row.text


def test_a_row_has_no_id_of_a_rule_or_of_another_row() -> None:
    rules = [*choose.general(), *(rule for name in catalogue.names() for rule in choose.own_rules(name))]
    rows = [rule.id for rule in choose.TABLES]
    assert len({*rows}) == len(rows)
    assert not {*rows} & {rule.id for rule in rules}
