"""benchmarks/mutants.py lists each survivor, and every explained survivor has a reason."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from benchmarks import mutants, mutation, survivors
from benchmarks.mutants import Fate, GradedMutant
from benchmarks.mutation import Mutant
from benchmarks.slips import SLIPS, slips
from benchmarks.survivors import Explanation, read_explanations, toml_entry
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import CourseError, GraderError, UsageError
from grader.result.scorecard import ExerciseResult, ExerciseStatus
from grader.verify import programs
from tests.submitted import SOLUTIONS, contents

ID, FILE = "02_create_socket", "create_socket.py"
(EXERCISE,) = catalogue.choose(catalogue.load(), ["02"])
RIGHT = (SOLUTIONS / ID / FILE).read_text(encoding="utf-8")
CALL = "return socket.socket(socket.AF_INET, socket.SOCK_STREAM)"
SHORT = "return socket.socket(socket.AF_INET)"
UDP = "return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
KILLED, SURVIVED = GradedMutant(Fate.KILLED, "conversation"), GradedMutant(Fate.SURVIVED)


def changed(now: str, operator: str = "argument_forgotten") -> Mutant:
    """A mutant of the reference solution."""
    return mutation.make_mutant(operator, RIGHT, RIGHT.replace(CALL, now))


def explain(mutant: Mutant, reason: str = "It is the default.") -> Explanation:
    """An explanation that fits a mutant."""
    return Explanation(operator=mutant.operator, was=mutant.was, now=mutant.now, why=reason)


# Slips -------------------------------------------------------------------------------------------------------------

# For each slip: a line of a program, and the changed lines that the slip makes of it.
EXPECTED_LINES = {
    "statement_forgotten": ("server.listen(5)", ["pass"]),
    "statements_swapped": ("bind(a)\n    listen(5)", ["listen(5)\n    bind(a)"]),
    "statement_doubled": ("conn.recv(9)", ["conn.recv(9)\n    conn.recv(9)"]),
    "error_silenced": ("f(x)", ["try:\n        f(x)\n    except Exception:\n        pass"]),
    "values_swapped": ("c, a = f((HOST, 1), n=2)", ["a, c = f((HOST, 1), n=2)", "c, a = f((1, HOST), n=2)"]),
    "argument_forgotten": ("f(1, n=2)", ["f(n=2)", "f(1)"]),
    "tuple_forgotten": ("s.bind((HOST, 1))", ["s.bind(HOST, 1)"]),
    "call_forgotten": ("s.close()", ["s.close"]),
    "return_forgotten": ("return 1", ["1"]),
    "name_mistaken": ("g = x.recv(1)", ["g = port.recv(1)", "g = g.recv(1)"]),
    "hard_coded": ("connect(port)", ["connect(8989)"]),
    "attribute_mistaken": ("x.sendall(1)", ["x.send(1)", "x.sendto(1)"]),
    "codec_mistaken": ('x.encode("gbk", "好")', ['x.encode("utf-8", "好")']),
    "letter_forgotten": ('print("好!", f"好!")', ["print('好', f\"好!\")"]),
    "digit_forgotten": ("recv(1024, 5, True)", ["recv(102, 5, True)"]),
    "left_open": ("with f() as s, g():\n        s.close()", ["s = f()\n    if True:\n        s.close()"]),
}
HEAD = 'def step(x, port: int = 1) -> tuple[str, int]:\n    """The docstring; its `recv(1024)`."""\n'
AROUND = f'HOST = "h"\n\n\n{HEAD}    {{}}\n'


def test_each_slip_has_a_case() -> None:
    assert list(EXPECTED_LINES) == [slip.__name__ for slip in SLIPS]


@pytest.mark.parametrize("name", EXPECTED_LINES)
def test_a_slip_changes_code_but_no_annotation_or_docstring(name: str) -> None:
    line, expected = EXPECTED_LINES[name]
    made = [mutated for by, mutated in slips(AROUND.format(line)) if by == name]
    assert [each for each in made if HEAD not in each] == []
    inside = [each for each in made if each.startswith(AROUND.split("{}")[0])]
    assert inside == [AROUND.format(each) for each in expected]


@pytest.mark.parametrize("exercise", catalogue.load(), ids=lambda each: each.id)
def test_every_slip_in_a_solution_compiles_and_keeps_its_docstrings(exercise: Exercise) -> None:
    source = (SOLUTIONS / exercise.id / exercise.facts.file).read_text(encoding="utf-8")
    quoted = source.split('"""')[1::2]
    found = list(slips(source))
    assert found
    for name, mutated in found:
        compile(mutated, name, "exec", dont_inherit=True)
        assert name == "statement_forgotten" or mutated.split('"""')[1::2] == quoted


def test_error_silenced_leaves_a_main_without_parameters_alone() -> None:
    assert "error_silenced" not in {name for name, _ in slips("def main():\n    print(1)\n\n\nmain()\n")}


# Mutants -----------------------------------------------------------------------------------------------------------


def replace_operators(monkeypatch: pytest.MonkeyPatch, *made: tuple[str, str]) -> None:
    """Replace all operators: they make exactly these mutants."""
    monkeypatch.setattr(mutation, "by_cosmic_ray", lambda source: iter(made))
    monkeypatch.setattr(mutation, "slips", lambda source: iter(()))


def test_equivalent_programs_are_left_out_and_each_mutant_is_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_operators(monkeypatch, ("A", "x = (1)"), ("B", "x = 2"), ("C", "x =  2"), ("D", "x = ("), ("E", "x = ("))
    assert [(each.operator, each.source) for each in mutation.mutants("x = 1")] == [("B", "x = 2"), ("D", "x = (")]


@pytest.mark.parametrize(
    ("old", "new", "was", "now", "line"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "b", "B", 2),
        ("a\nb\nc\n", "a\nc\nb\n", "b\nc", "c\nb", 2),
        ("a\nb\nc\n", "a\nb\nb\nc\n", "b", "b\nb", 2),
        ("if a:\n    b\n", "if a:\n    try:\n        b\n", "b", "try:\n    b", 2),
        ("f(9)\n", "f( 8)\n", "f(9)", "f(8)", 1),
    ],
)
def test_a_mutant_has_its_changed_lines_without_indentation(old: str, new: str, was: str, now: str, line: int) -> None:
    made = mutation.make_mutant("A", old, new)
    assert (made.was, made.now, made.line, made.source) == (was, now, line, new)


def test_every_operator_of_cosmic_ray_is_used_except_the_random_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice:
        @staticmethod
        def arguments() -> tuple[str, ...]:
            return ()

    class Never(Twice):
        pass

    class Random(Twice):
        @staticmethod
        def arguments() -> tuple[str, ...]:
            return ("cause",)

    def mutate_code(source: str, operator: object, occurrence: int) -> str | None:
        return None if isinstance(operator, Never) or occurrence > 1 else f"{source} {occurrence}"

    kinds = {f"core/{kind.__name__}": kind for kind in (Twice, Never, Random)}
    plugins = SimpleNamespace(get_operator=kinds.__getitem__, operator_names=lambda: tuple(kinds))
    monkeypatch.setitem(sys.modules, "cosmic_ray", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "cosmic_ray.mutating", SimpleNamespace(mutate_code=mutate_code))
    monkeypatch.setitem(sys.modules, "cosmic_ray.plugins", plugins)
    assert list(mutation.by_cosmic_ray("x")) == [("Twice", "x 0"), ("Twice", "x 1")]
    plugins.operator_names = tuple
    with pytest.raises(GraderError, match="no operators"):
        list(mutation.by_cosmic_ray("x"))


def test_without_cosmic_ray_the_error_names_the_session_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cosmic_ray.mutating", None)
    with pytest.raises(UsageError, match="nox -s mutants"):
        list(mutation.by_cosmic_ray("x"))


# Results -----------------------------------------------------------------------------------------------------------


def test_an_unexplained_survivor_gives_exit_status_1_and_an_explained_one_0() -> None:
    first, second, third = changed(SHORT), changed(UDP), changed("pass")
    done = mutants.tally_mutants(ID, [(first, SURVIVED), (second, SURVIVED), (third, KILLED)], [explain(first)])
    assert (done.numbers(), done.unexplained, done.stale) == ((3, 1, 1, 1, 0), [second], [])
    assert mutants.exit_status([done]) == 1
    assert mutants.exit_status([mutants.tally_mutants(ID, [(first, SURVIVED), (third, KILLED)], [explain(first)])]) == 0


@pytest.mark.parametrize("field", ["operator", "was", "now"])
def test_an_explanation_fits_only_its_own_mutant(field: str) -> None:
    mutant = changed(SHORT)
    fields = {"operator": mutant.operator, "was": mutant.was, "now": mutant.now, field: "other"}
    done = mutants.tally_mutants(ID, [(mutant, SURVIVED)], [Explanation(**fields, why="It is the default.")])
    assert (len(done.unexplained), len(done.stale)) == (1, 1)


def test_an_explanation_of_a_killed_mutant_is_stale() -> None:
    done = mutants.tally_mutants(ID, [(changed(SHORT), KILLED)], [explain(changed(SHORT))])
    assert (done.stale, mutants.exit_status([done])) == ([explain(changed(SHORT))], 1)


def test_a_failure_of_the_grader_counts_in_no_column_and_gives_exit_status_3() -> None:
    mutant = changed(SHORT)
    done = mutants.tally_mutants(ID, [(mutant, GradedMutant(Fate.TROUBLE, "no port"))], [explain(mutant)])
    assert (done.numbers(), done.failures) == ((1, 0, 0, 0, 0), [(mutant, "no port")])
    assert mutants.exit_status([done, mutants.tally_mutants(ID, [(mutant, SURVIVED)], [])]) == 3
    assert "no port" in "".join(mutants.describe_problems(done, Path(ID), FILE))


def test_a_share_is_rounded_to_100_percent_only_if_it_is_the_whole() -> None:
    assert mutants.percent(9999, 10000) == "99.9 %"
    assert mutants.percent(0, 0) == mutants.percent(3, 3) == "100 %"


@pytest.mark.parametrize(
    ("program", "fate"),
    [
        (RIGHT, Fate.SURVIVED),
        (changed(SHORT).source, Fate.SURVIVED),
        (changed(UDP).source, Fate.KILLED),
        ("def (", Fate.KILLED),
        ("raise NotImplementedError", Fate.KILLED),
    ],
)
def test_only_a_program_with_every_point_survives(program: str, fate: Fate) -> None:
    assert mutants.grade_program(EXERCISE, program).fate is fate


# Mutants of other correct programs that no check detected in the past.
ONCE_SURVIVED = [
    ("01_address", "bytes_digits.py", "len(port) >= 6", "len(port) == 6"),
    ("09_send", "loop_cuts_data.py", "len(data) > 0", "len(data) > 1"),
    ("09_send", "loop_of_the_howto.py", "sent == 0", "sent == 1"),
]


@pytest.mark.parametrize(("name", "file", "was", "now"), ONCE_SURVIVED)
def test_a_mutant_that_survived_in_the_past_is_killed(name: str, file: str, was: str, now: str) -> None:
    (exercise,) = catalogue.choose(catalogue.load(), [name])
    source = (SOLUTIONS / name / "accepted" / file).read_text(encoding="utf-8")
    assert was in source
    assert mutants.grade_program(exercise, source.replace(was, now)).fate is Fate.KILLED


@pytest.mark.parametrize("raised", [True, False])
def test_a_failed_grading_is_reported_as_a_failure_of_the_grader(raised: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def graded(*_: object) -> ExerciseResult:
        if raised:
            raise GraderError("no port")
        status = ExerciseStatus.ERROR
        return ExerciseResult(id=ID, file=FILE, status=status, score=0, max=6, reason="no port", own_trouble=True)

    monkeypatch.setattr(programs, "graded_alone", graded)
    assert mutants.grade_program(EXERCISE, RIGHT) == GradedMutant(Fate.TROUBLE, "no port")


# Explanations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", catalogue.load(), ids=lambda each: each.id)
def test_every_explanation_has_a_reason_and_its_lines_are_in_the_solution(exercise: Exercise) -> None:
    folder = SOLUTIONS / exercise.id
    lines = [" ".join(line.split()) for line in (folder / exercise.facts.file).read_text(encoding="utf-8").splitlines()]
    explained = read_explanations(folder)
    for each in explained:
        assert each.why.endswith("."), each
        assert each.was != each.now
        assert {" ".join(line.split()) for line in each.was.splitlines()} <= set(lines), each
    assert len({(each.operator, each.was, each.now) for each in explained}) == len(explained)


def test_a_printed_entry_with_a_reason_added_can_be_read_back(tmp_path: Path) -> None:
    texts = ["plain", 'in "quotes"', "it's", 'it\'s "both"', "two\n  lines", "a\n'''b", "好\\"]
    made = [Mutant("A", was, now, 1, "") for was, now in zip(texts, reversed(texts), strict=True)]
    printed = "\n".join(toml_entry(each) for each in made)
    (tmp_path / survivors.FILE).write_text(printed.replace('why = ""', 'why = "So it is."'), encoding="utf-8")
    assert read_explanations(tmp_path) == [explain(each, "So it is.") for each in made]
    (tmp_path / survivors.FILE).write_text(printed, encoding="utf-8")
    with pytest.raises(CourseError, match="no reason"):
        read_explanations(tmp_path)


def test_without_a_file_there_are_no_explanations(tmp_path: Path) -> None:
    assert read_explanations(tmp_path) == []


@pytest.mark.parametrize("broken", [b"[[survivor]", b"[[survivor]]\nwas = 1", b"\xff", b"[[survivors]]", b""])
def test_a_broken_file_gives_an_error_of_one_line(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / survivors.FILE).write_bytes(broken)
    with pytest.raises(CourseError, match=rf"{survivors.FILE} cannot be read: [^\n]+$"):
        read_explanations(tmp_path)


# The command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one exercise's solution, and two mutants of it; one of them survives."""
    replace_operators(
        monkeypatch, ("argument_forgotten", changed(SHORT).source), ("attribute_mistaken", changed(UDP).source)
    )
    (tmp_path / ID).mkdir()
    shutil.copy(SOLUTIONS / ID / FILE, tmp_path / ID / FILE)
    return tmp_path


def run_mutants(folder: Path, *words: str) -> Result:
    """Run the command on a folder with solutions."""
    return CliRunner().invoke(mutants.main, ["02", "--solutions", str(folder), "--jobs", "1", *words])


def test_a_survivor_is_printed_with_its_line_and_no_file_is_changed(planted: Path) -> None:
    before = contents(SOLUTIONS), contents(planted)
    ended = run_mutants(planted, "--every")
    assert (contents(SOLUTIONS), contents(planted)) == before
    assert ended.exit_code == 1
    assert f"{planted / ID / FILE}:8: this change keeps every point" in ended.stdout
    assert toml_entry(changed(SHORT)) in ended.stdout
    assert f"{planted / ID / FILE}:8: killed, attribute_mistaken: {UDP!r}: conversation" in ended.stdout
    *_, row, score = ended.stdout.splitlines()
    assert row.split() == ["all", "2", "1", "0", "1", "0"]
    assert score == "killed: 50.0 % of all mutants, 50.0 % of those that are mistakes"


def test_an_explained_survivor_gives_exit_status_0_and_a_stale_explanation_is_printed(planted: Path) -> None:
    path = planted / ID / survivors.FILE
    path.write_text(toml_entry(changed(SHORT)).replace('why = ""', 'why = "It is the default."'), encoding="utf-8")
    ended = run_mutants(planted)
    assert (ended.exit_code, ended.stdout.splitlines()[-1].split(",")[1]) == (0, " 100 % of those that are mistakes")
    killed = toml_entry(changed(UDP, "attribute_mistaken")).replace('why = ""', 'why = "UDP is TCP."')
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{killed}\n", encoding="utf-8")
    ended = run_mutants(planted)
    assert ended.exit_code == 1
    assert f"{path}: this entry matches no survivor (attribute_mistaken):" in ended.stdout
    assert UDP in ended.stdout


def test_an_unchanged_solution_that_loses_a_point_is_an_error(planted: Path) -> None:
    (planted / ID / FILE).write_text(changed(UDP).source, encoding="utf-8")
    ended = run_mutants(planted)
    assert isinstance(ended.exception, CourseError)
    assert "does not get every point even without a change: conversation" in str(ended.exception)


def test_a_folder_without_the_solution_is_bad_usage(tmp_path: Path) -> None:
    ended = run_mutants(tmp_path)
    assert isinstance(ended.exception, UsageError)
    assert str(tmp_path / ID / FILE) in str(ended.exception)
