"""The advice: what a rule may ask, which of several rules wins, and what happens when a rule itself is wrong."""

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
    """A traced call that came back."""
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

    def made(case: Case) -> Fit:
        return fits(case)

    made.__name__ = name
    made.__doc__ = f"title of {name}.\n\ntext of {name}"
    return mistake(by, over=over)(made)


# Which rule wins ---------------------------------------------------------------------------------------------------


@pytest.fixture
def no_general_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "general", tuple)


def told(rules: list[Rule], of: Case | None = None) -> str | None:
    """The mistake that is named."""
    advice = advise(of or case(), rules, strict=True)
    return advice.id if advice else None


@pytest.mark.usefixtures("no_general_rules")
class TestWhichRule:
    def test_where_none_fits_nothing_is_invented(self) -> None:
        assert told([]) is None
        assert told([rule("never", By.FILE, lambda _case: False)]) is None

    def test_the_id_is_the_functions_name_with_dashes(self) -> None:
        assert told([rule("bind_port_str", By.ERROR)]) == "bind-port-str"

    @pytest.mark.parametrize("turned", [False, True])
    def test_what_is_known_nearer_to_the_cause_wins(self, turned: bool) -> None:
        rules = [rule("end", By.END), rule("wire", By.WIRE), rule("error", By.ERROR), rule("call", By.CALL)]
        assert told(rules[::-1] if turned else rules) == "error"

    def test_a_cause_wins_over_its_consequence_by_whatever_they_are_known(self) -> None:
        assert told([rule("loud", By.ERROR), rule("cause", By.END, over=("loud",))]) == "cause"

    def test_a_cause_that_does_not_fit_leaves_its_consequence_alone(self) -> None:
        cause = rule("cause", By.END, lambda _case: False, over=("loud",))
        assert told([rule("loud", By.ERROR), cause]) == "loud"

    def test_causes_of_causes_win(self) -> None:
        rules = [rule("a", By.ERROR), rule("b", By.ERROR, over=("a",)), rule("c", By.ERROR, over=("b",))]
        assert told(rules) == "c"

    def test_two_that_fit_equally_are_told_to_whoever_proves_the_course(self) -> None:
        rules = [rule("one", By.CALL), rule("other", By.CALL)]
        with pytest.raises(CourseError, match=r"reachable.*one, other"):
            told(rules)
        advice = advise(case(), rules)
        assert advice is not None
        assert advice.id == "one"

    def test_words_of_the_evidence_stand_in_the_text(self) -> None:
        fits = rule("words", By.CALL, lambda _case: {"port": "8989"})
        made = Rule(fits.id, "{port!r} is text", "try int({port!r})", By.CALL, "", frozenset(), fits.fits)
        advice = advise(case(), [made])
        assert advice is not None
        assert (advice.title, advice.text) == ("'8989' is text", "try int('8989')")

    def test_a_rule_without_a_place_to_read_points_at_the_exercises_own_beginning(self) -> None:
        advice = advise(case(), [rule("any", By.CALL)])
        assert advice is not None
        assert (advice.exercise, advice.anchor) == ("03_bind", "")


def test_a_rule_reads_its_docstring_as_a_title_and_a_text() -> None:
    assert sentences_of("bind(x) came first.\n\n    Then came\n    the rest.\n") == (
        "bind(x) came first",
        "Then came the rest.",
    )
    with pytest.raises(CourseError, match="has no text"):
        sentences_of("A title alone.")


def test_a_rule_keeps_its_words_where_python_drops_docstrings() -> None:
    asked = "from grader.advice.choose import general; print(*(rule.title for rule in general()), sep='\\n')"
    plain, stripped = (
        subprocess.run(
            [sys.executable, *flags, "-c", asked], cwd=REPO, capture_output=True, text=True, check=True
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


def test_no_rule_is_over_a_mistake_that_nobody_names() -> None:
    rules = [*general(), *(each for exercise in catalogue.load() for each in own_rules(exercise.id))]
    known = {each.id for each in rules}
    assert [(each.id, other) for each in rules for other in each.over if other not in known] == []


def test_no_two_rules_are_over_each_other() -> None:
    for exercise in catalogue.load():
        over = {each.id: each.over for each in (*general(), *own_rules(exercise.id))}
        assert [(one, other) for one in over for other in over[one] if one in over.get(other, ())] == []


# What a rule may ask ---------------------------------------------------------------------------------------------


def test_the_exception_of_a_thread_is_the_cause_of_all_that_came_after_it() -> None:
    asked = case(raised("TypeError", at=1, thread=True), raised("NameError", at=2))
    assert asked.raised("TypeError") is not None
    assert asked.raised("NameError") is None


def test_the_call_out_of_which_the_exception_came_is_found_by_line_and_kind() -> None:
    before, culprit = call("bind", "('', '1')", number=1, line=2), call("bind", "('', '2')", number=2, line=3)
    tried = [in_error(before), in_error(culprit)]
    asked = case(*tried, raised("TypeError", line=3))
    assert asked.raised_in == tried[1]
    assert asked.raised_by("bind", "connect") == tried[1]
    assert asked.raised_by("connect") is None
    assert case(*tried, raised("ValueError", line=3)).raised_in is None
    assert asked.given_at_error("bind") == (Tuple((Text(""), Text("2"))),)
    assert asked.given_at_error("connect") == ()


def in_error(made: Call) -> Call:
    return call(made.call, made.arguments, number=made.number, line=made.line, error="TypeError: ...")


def test_the_hosts_calls_are_not_the_learners() -> None:
    asked = case(call("socket", file=HOST, line=7), call("bind", number=2), call("listen", number=3, file=""))
    assert [each.call for each in asked.calls()] == ["bind"]
    assert [each.call for each in asked.host_calls()] == ["socket"]
    assert asked.calls("listen") == []


@pytest.mark.parametrize("number", [98, 48, 10048])
def test_an_error_is_known_by_its_number_on_every_system(number: int) -> None:
    asked = case(call("bind", error=f"OSError: [Errno {number}] ..."), raised("OSError", errno=str(number)))
    assert asked.number(IN_USE)
    assert len(asked.failed("bind", numbers=IN_USE)) == 1
    assert not case(raised("OSError", errno="1")).number(IN_USE)
    assert not case(raised("OSError")).number(IN_USE)


def test_the_call_that_has_not_come_back_is_where_it_waits() -> None:
    waiting = Call(at=2, who="program", number=2, call="recv", arguments="", timeout=None, file="bind.py", line=4)
    asked = case(call("accept"), waiting)
    assert asked.waits_in("recv") == waiting
    assert asked.waits_in("accept") is None
    assert case(call("accept")).waits_in("accept") is None


# The tree -----------------------------------------------------------------------------------------------------


def test_a_method_that_is_named_and_not_called_is_told_from_one_that_is() -> None:
    asked = Source(b"conn.close\nconn.close()\nfinish = conn.close\n")
    assert [node.lineno for node in asked.named_only("close")] == [1]


def test_a_result_that_nobody_takes_is_told_from_one_that_is_kept() -> None:
    asked = Source(b'text.encode("gbk")\ndata = text.encode("gbk")\nsend(text.encode())\n')
    assert [node.lineno for node in asked.thrown_away("encode")] == [1]


def test_a_constant_is_known_through_a_name_that_is_given_once() -> None:
    asked = Source(b"PORT = 8081\nADDRESS = ('127.0.0.1', PORT)\nother = 1\nother = 2\nuse(ADDRESS, other, 3)\n")
    (use,) = asked.calls("use")
    assert [asked.value(each) for each in use.args] == [("127.0.0.1", 8081), None, 3]


def test_a_text_put_together_from_constants_is_one() -> None:
    asked = Source(b"HOST = 'a'\nuse('tcp://' + HOST, f'{HOST}:{80}', HOST + other(), f'{other()}', HOST + 1)\n")
    use = asked.calls("use")[0]
    assert [asked.value(each) for each in use.args] == ["tcp://a", "a:80", None, None, None]


def test_a_loop_counts_only_in_its_own_function() -> None:
    asked = Source(b"while True:\n    a()\n    def f():\n        b()\n    c = lambda: d()\n")
    assert [asked.in_loop(asked.calls(name)[0]) for name in "abd"] == [True, False, False]


def test_what_an_except_catches_is_known_by_its_names() -> None:
    asked = Source(b"try:\n    x\nexcept (socket.timeout, OSError):\n    pass\ntry:\n    y\nexcept:\n    pass\n")
    assert len(asked.handlers("timeout")) == 2
    assert len(asked.handlers("ValueError")) == 1


def test_a_file_that_does_not_compile_is_an_empty_tree_with_its_lines() -> None:
    asked = Source("print（1）\n".encode())
    assert asked.calls("print") == []
    assert asked.line(1) == "print（1）"
    assert asked.line(2) == ""


def test_the_innermost_statement_of_a_line_is_found() -> None:
    asked = Source(b"def f():\n    if x:\n        send(a,\n             b)\n")
    assert {name_of(node) for node in asked.at(4) if isinstance(node, ast.Name)} == {"send", "a", "b"}
    assert asked.at(9) == []


# In a grading -----------------------------------------------------------------------------------------------------


def graded(folder: Path, source: str) -> Scorecard:
    """Grade one text as 03."""
    (folder / BIND.id).mkdir(exist_ok=True)
    (folder / BIND.id / BIND.facts.file).write_text(source, encoding="utf-8")
    return run.grade(folder, [BIND])


SWAPPED = (SOLUTIONS / "03_bind" / "wrong" / "reachable__bind-swapped.py").read_text(encoding="utf-8")


def test_a_failed_check_is_told_its_mistake_with_words_and_a_place_to_read_on(tmp_path: Path) -> None:
    check = graded(tmp_path, SWAPPED).exercises[0].checks[0]
    assert check.mistake == "bind-swapped"
    assert check.advice is not None
    assert check.advice.id == "bind-swapped"
    assert check.advice.title
    assert "127.0.0.1" in check.advice.text
    assert (STUBS / check.advice.exercise / "README.md").read_text(encoding="utf-8").count(check.advice.anchor) >= 1


def test_a_program_that_passes_or_is_not_started_is_told_nothing(tmp_path: Path) -> None:
    for source in (SOLUTIONS / "03_bind" / "bind.py", STUBS / "03_bind" / "bind.py"):
        checks = graded(tmp_path, source.read_text(encoding="utf-8")).exercises[0].checks
        assert [check.mistake for check in checks] == [None] * len(checks)


def test_a_rule_that_fails_costs_the_advice_and_never_the_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_case: Case) -> Fit:
        raise KeyError("a rule's own mistake")

    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: (rule("broken", By.FILE, broken),))
    card = graded(tmp_path, SWAPPED)
    check = card.exercises[0].checks[0]
    assert (str(check.status), check.points, check.mistake) == ("failed", 0, None)
    assert [note for note in card.notes if "03_bind" in note and "no advice" in note]
    assert "a rule's own mistake" not in msgspec.json.encode(card).decode()  # which is no learner's business
    assert not card.exercises[0].own_trouble
    with pytest.raises(CourseError, match="a rule's own mistake"):
        run.grade(tmp_path, [BIND], GradeOptions(strict=True))


def test_the_advice_stands_in_the_json(tmp_path: Path) -> None:
    card = json.loads(msgspec.json.encode(graded(tmp_path, SWAPPED)))
    check = card["exercises"][0]["checks"][0]
    assert check["mistake"] == check["advice"]["id"] == "bind-swapped"
    assert set(check["advice"]) == {"id", "title", "text", "exercise", "anchor", "words"}


# A saved advice -------------------------------------------------------------------------------------------------------

THREE = Advice(
    id="accept-three-names",
    title="kept title",
    text="kept text",
    exercise="06_accept",
    anchor="accept-three-names",
    words={"count": 3},
)


def saved(**changes: object) -> Advice:
    return msgspec.structs.replace(THREE, **changes)


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "accept() gives two values, not 3"), ("zh", "accept() 返回两个值，不是 3 个")]
)
def test_a_saved_advice_is_told_in_the_language_in_use(lang: str, title: str) -> None:
    with use_language(lang):
        assert title_and_text(THREE)[0] == title


@pytest.mark.parametrize(
    "advice",
    [
        saved(id="no-such-mistake"),
        saved(words=msgspec.UNSET),
        saved(words={"other": 3}),
        saved(id="timeout-uncaught", words={"call": "recv", "seconds": "no number"}),
    ],
)
def test_an_advice_that_this_version_cannot_put_into_words_is_told_as_it_was_saved(advice: Advice) -> None:
    assert title_and_text(advice) == ("kept title", "kept text")


def test_a_rule_without_places_to_fill_in_needs_no_words() -> None:
    kept = saved(id="close-missing", exercise="10_close", anchor="close-missing", words=msgspec.UNSET)
    assert title_and_text(kept)[0] == "The socket is never closed"


@pytest.mark.parametrize(
    ("exercise", "title"),
    [
        ("08_encode_decode", "The error was given another name"),
        ("09_send", "The OSError became an error of another kind"),
    ],
)
def test_the_exercise_to_read_on_in_decides_between_two_rules_with_one_id(exercise: str, title: str) -> None:
    assert title_and_text(saved(id="error-renamed", exercise=exercise, words={"kind": "ValueError"}))[0] == title


def test_no_suite_has_a_rule_with_the_id_of_a_general_one_and_a_shared_id_is_read_on_in_its_own_exercise() -> None:
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
def test_words_are_kept_as_json_holds_them(word: object, kept: Word) -> None:
    found = plain_words({"word": word})["word"]
    assert (found, type(found)) == (kept, type(kept))


def test_every_rule_is_a_sentence_or_more_in_both_languages() -> None:
    for exercise in catalogue.load():
        for each in (*general(), *own_rules(exercise.id)):
            assert each.title, each.id
            assert not each.title.endswith("."), each.id
            assert each.text.rstrip().endswith((".", "?", ")", ":")), each.id
            assert len(each.title) <= 70, each.id
            assert fitting(case(kind=FindingKind.LATE), [each]) == [], f"{each.id} fits where nothing was seen"


def test_a_rule_never_reads_a_sentence_which_is_another_one_in_each_language() -> None:
    rules = [*(REPO / "grader" / "advice").rglob("*.py"), *(REPO / "grader" / "suites").glob("*/mistakes.py")]
    assert len(rules) > 30
    read = [
        f"{path.name}:{node.lineno}"
        for path in rules
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr in ("observed", "expected", "seen")
    ]
    assert read == []
