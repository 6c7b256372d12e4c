"""The advice: the evidence that a rule reads, which of several rules wins, and what a broken rule costs."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.advice import choose
from grader.advice.choose import advise, fitting, general, own_rules, plain_words, title_and_text
from grader.advice.evidence import IN_USE, Case
from grader.advice.rule import By, Fit, Rule, mistake, rules_of, sentences_of
from grader.child.trace import HOST
from grader.course import catalogue
from grader.grading import adviser, run
from grader.grading.options import GradeOptions
from grader.model.errors import CourseError
from grader.model.events import Call, Event, Raised
from grader.model.transcript import Transcript
from grader.model.values import Text, Tuple
from grader.result.finding import Finding, FindingKind
from grader.result.scorecard import Advice, Scorecard, Word
from grader.sourcefile.tree import Source, name_of
from tests.golden import use_language
from tests.submitted import REPO, SOLUTIONS, STUBS

FOUND = Finding(kind=FindingKind.RAISED)
(BIND,) = catalogue.choose(catalogue.load(), ["03"])


def case(*events: Event, source: str = "", kind: FindingKind = FindingKind.RAISED, output: str = "") -> Case:
    """The evidence of a made-up check."""
    finding = Finding(kind=kind)
    files = {"bind.py": source.encode()}
    return Case("03_bind", "reachable", finding, Transcript(events), "bind.py", files, ("bind_server",), None, output)


def call(name: str, given: str = "", *, number: int = 1, error: str = "", file: str = "bind.py", line: int = 3) -> Call:
    """A traced call that has ended, with an exception if `error` is given."""
    return Call(
        at=float(number),
        who="program",
        number=number,
        call=name,
        arguments=given,
        timeout=None,
        file=file,
        line=line,
        direct=file != HOST,
        error=error,
        seconds=0.001,
    )


def raised(kind: str, *, at: float = 9.0, line: int = 3, thread: bool = False, **detail: str) -> Raised:
    """An exception that ended the program."""
    return Raised(at=at, who="program", kind=kind, text="...", file="bind.py", line=line, detail=detail, thread=thread)


def rule(name: str, by: By, fits: Callable[[Case], Fit] = lambda _case: True, over: tuple[str, ...] = ()) -> Rule:
    """A made-up rule."""

    def fits_case(case: Case) -> Fit:
        return fits(case)

    fits_case.__name__ = name
    fits_case.__doc__ = f"title of {name}.\n\ntext of {name}"
    return mistake(by, over=over)(fits_case)


# Which rule wins -----------------------------------------------------------------------------------------------------


@pytest.fixture
def no_general_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "general", tuple)


def chosen_mistake(rules: list[Rule], of: Case | None = None) -> str | None:
    """The id of the mistake that the rules report, if any."""
    advice = advise(of or case(), rules, strict=True)
    return advice.id if advice else None


@pytest.mark.usefixtures("no_general_rules")
class TestWhichRule:
    def test_without_a_fitting_rule_a_row_of_the_tables_explains(self) -> None:
        assert chosen_mistake([]) == "seen-differs"
        assert chosen_mistake([rule("never", By.FILE, lambda _case: False)]) == "seen-differs"

    def test_the_id_is_the_functions_name_with_dashes(self) -> None:
        assert chosen_mistake([rule("bind_port_str", By.ERROR)]) == "bind-port-str"

    @pytest.mark.parametrize("reverse", [False, True])
    def test_the_rule_nearest_to_the_cause_wins(self, reverse: bool) -> None:
        rules = [rule("end", By.END), rule("wire", By.WIRE), rule("error", By.ERROR), rule("call", By.CALL)]
        assert chosen_mistake(rules[::-1] if reverse else rules) == "error"

    def test_a_cause_wins_over_its_consequence_regardless_of_evidence(self) -> None:
        assert chosen_mistake([rule("loud", By.ERROR), rule("cause", By.END, over=("loud",))]) == "cause"

    def test_a_cause_that_does_not_fit_leaves_its_consequence_alone(self) -> None:
        cause = rule("cause", By.END, lambda _case: False, over=("loud",))
        assert chosen_mistake([rule("loud", By.ERROR), cause]) == "loud"

    def test_causes_of_causes_win(self) -> None:
        rules = [rule("a", By.ERROR), rule("b", By.ERROR, over=("a",)), rule("c", By.ERROR, over=("b",))]
        assert chosen_mistake(rules) == "c"

    def test_two_equally_fitting_rules_are_a_course_error_in_strict_mode(self) -> None:
        rules = [rule("one", By.CALL), rule("other", By.CALL)]
        with pytest.raises(CourseError, match=r"reachable.*one, other"):
            chosen_mistake(rules)
        advice = advise(case(), rules)
        assert advice is not None
        assert advice.id == "one"

    def test_words_of_the_evidence_are_filled_into_the_text(self) -> None:
        plain = rule("words", By.CALL, lambda _case: {"port": "8989"})
        filled = Rule(plain.id, "{port!r} is text", "try int({port!r})", By.CALL, "", frozenset(), plain.fits)
        advice = advise(case(), [filled])
        assert advice is not None
        assert (advice.title, advice.text) == ("'8989' is text", "try int('8989')")

    def test_a_rule_without_an_anchor_links_to_the_start_of_the_exercise(self) -> None:
        advice = advise(case(), [rule("any", By.CALL)])
        assert advice is not None
        assert (advice.exercise, advice.anchor) == ("03_bind", "")


def test_a_docstring_is_split_into_a_title_and_a_text() -> None:
    assert sentences_of("bind(x) came first.\n\n    Then came\n    the rest.\n") == (
        "bind(x) came first",
        "Then came the rest.",
    )
    with pytest.raises(CourseError, match="has no text"):
        sentences_of("A title alone.")


def test_a_rule_keeps_its_text_when_python_drops_docstrings() -> None:
    program = "from grader.advice.choose import general; print(*(rule.title for rule in general()), sep='\\n')"
    plain, stripped = (
        subprocess.run(
            [sys.executable, *flags, "-c", program], cwd=REPO, capture_output=True, text=True, check=True
        ).stdout
        for flags in ((), ("-OO",))
    )
    assert stripped == plain
    assert plain.count("\n") > 100


def test_two_rules_for_one_mistake_are_refused() -> None:
    first, second = type(ast)("first"), type(ast)("second")
    first.a, second.b = rule("same", By.CALL), rule("same", By.CALL)  # type: ignore[attr-defined]
    assert [each.id for each in rules_of([first])] == ["same"]
    with pytest.raises(CourseError, match="same"):
        rules_of([first, second])


def test_every_overridden_mistake_has_a_rule() -> None:
    rules = [*general(), *(each for exercise in catalogue.load() for each in own_rules(exercise.id))]
    known = {each.id for each in rules}
    assert [(each.id, other) for each in rules for other in each.over if other not in known] == []


def test_no_two_rules_override_each_other() -> None:
    for exercise in catalogue.load():
        over = {each.id: each.over for each in (*general(), *own_rules(exercise.id))}
        assert [(one, other) for one in over for other in over[one] if one in over.get(other, ())] == []


# The evidence of a rule ----------------------------------------------------------------------------------------------


def test_the_exception_of_a_thread_is_the_cause_of_later_exceptions() -> None:
    evidence = case(raised("TypeError", at=1, thread=True), raised("NameError", at=2))
    assert evidence.raised("TypeError") is not None
    assert evidence.raised("NameError") is None


def test_the_call_that_raised_is_found_by_line_and_exception_type() -> None:
    before, culprit = call("bind", "('', '1')", number=1, line=2), call("bind", "('', '2')", number=2, line=3)
    tried = [in_error(before), in_error(culprit)]
    evidence = case(*tried, raised("TypeError", line=3))
    assert evidence.raised_in == tried[1]
    assert evidence.raised_by("bind", "connect") == tried[1]
    assert evidence.raised_by("connect") is None
    assert case(*tried, raised("ValueError", line=3)).raised_in is None
    assert evidence.given_at_error("bind") == (Tuple((Text(""), Text("2"))),)
    assert evidence.given_at_error("connect") == ()


def in_error(plain: Call) -> Call:
    """The same call, ended by an error."""
    return call(plain.call, plain.arguments, number=plain.number, line=plain.line, error="TypeError: ...")


def test_calls_of_the_host_program_do_not_count_as_calls_of_the_learner() -> None:
    evidence = case(call("socket", file=HOST, line=7), call("bind", number=2), call("listen", number=3, file=""))
    assert [each.call for each in evidence.calls()] == ["bind"]
    assert [each.call for each in evidence.host_calls()] == ["socket"]
    assert evidence.calls("listen") == []


@pytest.mark.parametrize("number", [98, 48, 10048])
def test_an_error_is_recognised_by_its_number_on_every_system(number: int) -> None:
    evidence = case(call("bind", error=f"OSError: [Errno {number}] ..."), raised("OSError", errno=str(number)))
    assert evidence.number(IN_USE)
    assert len(evidence.failed("bind", numbers=IN_USE)) == 1
    assert not case(raised("OSError", errno="1")).number(IN_USE)
    assert not case(raised("OSError")).number(IN_USE)


def test_a_program_waits_in_the_call_that_has_not_returned() -> None:
    waiting = Call(at=2, who="program", number=2, call="recv", arguments="", timeout=None, file="bind.py", line=4)
    evidence = case(call("accept"), waiting)
    assert evidence.waits_in("recv") == waiting
    assert evidence.waits_in("accept") is None
    assert case(call("accept")).waits_in("accept") is None


# The tree ------------------------------------------------------------------------------------------------------------


def test_a_method_that_is_named_but_not_called_is_found() -> None:
    source = Source(b"conn.close\nconn.close()\nfinish = conn.close\n")
    assert [node.lineno for node in source.named_only("close")] == [1]


def test_a_call_whose_result_is_discarded_is_found() -> None:
    source = Source(b'text.encode("gbk")\ndata = text.encode("gbk")\nsend(text.encode())\n')
    assert [node.lineno for node in source.thrown_away("encode")] == [1]


def test_a_name_that_is_assigned_once_has_its_constant_value() -> None:
    source = Source(b"PORT = 8081\nADDRESS = ('127.0.0.1', PORT)\nother = 1\nother = 2\nuse(ADDRESS, other, 3)\n")
    (use,) = source.calls("use")
    assert [source.value(each) for each in use.args] == [("127.0.0.1", 8081), None, 3]


def test_a_text_built_from_constants_is_a_constant() -> None:
    source = Source(b"HOST = 'a'\nuse('tcp://' + HOST, f'{HOST}:{80}', HOST + other(), f'{other()}', HOST + 1)\n")
    use = source.calls("use")[0]
    assert [source.value(each) for each in use.args] == ["tcp://a", "a:80", None, None, None]


def test_a_loop_counts_only_in_its_own_function() -> None:
    source = Source(b"while True:\n    a()\n    def f():\n        b()\n    c = lambda: d()\n")
    assert [source.in_loop(source.calls(name)[0]) for name in "abd"] == [True, False, False]


def test_an_except_clause_is_found_by_the_names_it_catches() -> None:
    source = Source(b"try:\n    x\nexcept (socket.timeout, OSError):\n    pass\ntry:\n    y\nexcept:\n    pass\n")
    assert len(source.handlers("timeout")) == 2
    assert len(source.handlers("ValueError")) == 1


def test_a_file_that_does_not_compile_has_an_empty_tree_and_its_lines() -> None:
    source = Source("print（1）\n".encode())
    assert source.calls("print") == []
    assert source.line(1) == "print（1）"
    assert source.line(2) == ""


def test_the_innermost_statement_of_a_line_is_found() -> None:
    source = Source(b"def f():\n    if x:\n        send(a,\n             b)\n")
    assert {name_of(node) for node in source.at(4) if isinstance(node, ast.Name)} == {"send", "a", "b"}
    assert source.at(9) == []


# In a grading --------------------------------------------------------------------------------------------------------


def grade_bind(folder: Path, source: str) -> Scorecard:
    """Grade one text as exercise 03."""
    (folder / BIND.id).mkdir(exist_ok=True)
    (folder / BIND.id / BIND.facts.file).write_text(source, encoding="utf-8")
    return run.grade(folder, [BIND])


SWAPPED = (SOLUTIONS / "03_bind" / "wrong" / "reachable__bind-swapped.py").read_text(encoding="utf-8")


def test_a_failed_check_reports_its_mistake_with_advice_and_a_link(tmp_path: Path) -> None:
    check = grade_bind(tmp_path, SWAPPED).exercises[0].checks[0]
    assert check.mistake == "bind-swapped"
    assert check.advice is not None
    assert check.advice.id == "bind-swapped"
    assert check.advice.title
    assert "127.0.0.1" in check.advice.text
    assert (STUBS / check.advice.exercise / "README.md").read_text(encoding="utf-8").count(check.advice.anchor) >= 1


def test_a_passed_or_not_started_program_gets_no_advice(tmp_path: Path) -> None:
    for source in (SOLUTIONS / "03_bind" / "bind.py", STUBS / "03_bind" / "bind.py"):
        checks = grade_bind(tmp_path, source.read_text(encoding="utf-8")).exercises[0].checks
        assert [check.mistake for check in checks] == [None] * len(checks)


def test_an_exception_in_a_rule_removes_the_advice_but_no_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_case: Case) -> Fit:
        raise KeyError("a bug in a rule")

    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: (rule("broken", By.FILE, broken),))
    card = grade_bind(tmp_path, SWAPPED)
    check = card.exercises[0].checks[0]
    assert (str(check.status), check.points, check.mistake) == ("failed", 0, None)
    assert [note for note in card.notes if "03_bind" in note and "no advice" in note]
    assert "a bug in a rule" not in msgspec.json.encode(card).decode()  # learners do not see it
    assert not card.exercises[0].own_trouble
    with pytest.raises(CourseError, match="a bug in a rule"):
        run.grade(tmp_path, [BIND], GradeOptions(strict=True))


def test_the_json_contains_the_advice(tmp_path: Path) -> None:
    card = json.loads(msgspec.json.encode(grade_bind(tmp_path, SWAPPED)))
    check = card["exercises"][0]["checks"][0]
    assert check["mistake"] == check["advice"]["id"] == "bind-swapped"
    assert set(check["advice"]) == {"id", "title", "text", "exercise", "anchor", "words"}


# A saved advice ------------------------------------------------------------------------------------------------------

THREE = Advice(
    id="accept-three-names",
    title="kept title",
    text="kept text",
    exercise="06_accept",
    anchor="accept-three-names",
    words={"count": 3},
)


def advice_with(**changes: object) -> Advice:
    """THREE with other fields."""
    return msgspec.structs.replace(THREE, **changes)


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "accept() gives two values, not 3"), ("zh", "accept() 返回两个值，不是 3 个")]
)
def test_a_saved_advice_is_shown_in_the_current_language(lang: str, title: str) -> None:
    with use_language(lang):
        assert title_and_text(THREE)[0] == title


@pytest.mark.parametrize(
    "advice",
    [
        advice_with(id="no-such-mistake"),
        advice_with(words=msgspec.UNSET),
        advice_with(words={"other": 3}),
        advice_with(id="timeout-uncaught", words={"call": "recv", "seconds": "no number"}),
    ],
)
def test_an_advice_that_cannot_be_rendered_is_shown_as_saved(advice: Advice) -> None:
    assert title_and_text(advice) == ("kept title", "kept text")


def test_a_rule_without_placeholders_needs_no_words() -> None:
    kept = advice_with(id="close-missing", exercise="10_close", anchor="close-missing", words=msgspec.UNSET)
    assert title_and_text(kept)[0] == "The socket is never closed"


@pytest.mark.parametrize(
    ("exercise", "title"),
    [
        ("08_encode_decode", "The error was given another name"),
        ("09_send", "The OSError became an error of another kind"),
    ],
)
def test_the_linked_exercise_decides_between_two_rules_with_one_id(exercise: str, title: str) -> None:
    assert title_and_text(advice_with(id="error-renamed", exercise=exercise, words={"kind": "ValueError"}))[0] == title


def test_a_suite_repeats_no_general_id_and_rules_with_a_shared_id_link_to_their_own_exercise() -> None:
    own = [(exercise, rule) for exercise in catalogue.names() for rule in own_rules(exercise)]
    times = Counter(rule.id for _exercise, rule in own)
    assert not times.keys() & {rule.id for rule in general()}
    shared = [(exercise, rule) for exercise, rule in own if times[rule.id] > 1]
    assert shared
    assert [rule.id for exercise, rule in shared if rule.read and not rule.read.startswith(exercise)] == []


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("recv", "recv"),
        (3, 3),
        (2.5, 2.5),
        (1 << 60, str(1 << 60)),
        (float("inf"), "inf"),
        (True, "True"),
        (None, "None"),
        (b"ok", "b'ok'"),
        (("127.0.0.1", 80), "('127.0.0.1', 80)"),
    ],
)
def test_words_are_stored_as_json_values(word: object, kept: Word) -> None:
    found = plain_words({"word": word})["word"]
    assert (found, type(found)) == (kept, type(kept))


def test_every_rule_has_a_short_title_and_complete_sentences() -> None:
    for exercise in catalogue.load():
        for each in (*general(), *own_rules(exercise.id)):
            assert each.title, each.id
            assert not each.title.endswith("."), each.id
            assert each.text.rstrip().endswith((".", "?", ")", ":")), each.id
            assert len(each.title) <= 70, each.id
            assert fitting(case(kind=FindingKind.LATE), [each]) == [], f"{each.id} fits where nothing was seen"


def test_rules_do_not_read_translated_sentences() -> None:
    rules = [*(REPO / "grader" / "advice").rglob("*.py"), *(REPO / "grader" / "suites").glob("*/mistakes.py")]
    assert len(rules) > 30
    found = [
        f"{path.name}:{node.lineno}"
        for path in rules
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in ("observed", "expected", "seen")
    ]
    assert found == []
