"""`verify` grades the programs of the course: each false claim of a folder is reported in one line."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.advice import choose
from grader.advice.rule import By, Rule
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import adviser
from grader.verify import programs
from grader.verify.programs import LEAST, Claim
from tests.submitted import SOLUTIONS, STUBS, cold, put

ID, FILE = "02_create_socket", "create_socket.py"
(EXERCISE,) = catalogue.choose(catalogue.load(), ["02"])
SUMMARY = re.compile(
    r"1 exercises, 1 stub, 1 solution, (\d+) accepted, (\d+) shortcut, (\d+) wrong, (\d+) near: (\d+) contradictions"
)
CRASHES = "def create_tcp_socket():\n    raise OSError\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of one exercise with the minimum number of programs."""
    shutil.copytree(STUBS / ID, tmp_path / "exercises" / ID)
    shutil.copytree(SOLUTIONS / ID, tmp_path / "solutions" / ID)
    for kind, least in LEAST[True].items():
        for path in sorted((tmp_path / "solutions" / ID / kind).glob("*.py"))[least:]:
            path.unlink()
    return tmp_path


def claims(folder: Path, kinds: Iterable[str] = ("stub", "solution", "accepted", "shortcut", "wrong")) -> list[Claim]:
    """The claims of the folder for programs of these kinds."""
    found = programs.claims([EXERCISE], folder / "exercises", folder / "solutions")
    return [each for each in found if each.kind in kinds]


def program_contradictions(folder: Path, *kinds: str) -> list[str]:
    """The contradictions of the folder's programs of these kinds."""
    return list(programs.contradictions(claims(folder, kinds), jobs=1))


def contradictions_of(folder: Path, path: Path) -> list[str]:
    """The contradictions of one program."""
    return list(programs.contradictions([each for each in claims(folder) if each.path == path], jobs=1))


def text_contradictions(folder: Path, exercise: Exercise = EXERCISE) -> list[str]:
    """The contradictions of the folder's texts and numbers."""
    return list(programs.contradictions_in_texts([exercise], folder / "exercises", folder / "solutions"))


def contradiction_here(path: Path) -> str | None:
    """The contradiction of one program, graded in this process, in which a test can replace rules."""
    return programs.contradiction(Claim(EXERCISE, path.parent.name, path))


ALWAYS = Rule("always", "A title", "A text.", By.END, "", frozenset(), lambda case: bool(case.finding.kind))


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that must exist in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def program(folder: Path, kind: str, number: int = 0) -> Path:
    """The program of a kind with this number."""
    return sorted((folder / "solutions" / ID / kind).glob("*.py"))[number]


# The command -------------------------------------------------------------------------------------------------------


@pytest.mark.system
def test_verify_finds_no_contradiction_in_an_exercise_of_the_course(tmp_path: Path) -> None:
    ended = cold(tmp_path / "scratch", "verify", "02")
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    counts = SUMMARY.fullmatch(ended.out.strip())
    assert counts is not None
    accepted, _shortcuts, wrong, _near, contradictions = map(int, counts.groups())
    assert accepted == len(list((SOLUTIONS / ID / "accepted").glob("*.py"))) >= LEAST[True]["accepted"]
    assert wrong == len(list((SOLUTIONS / ID / "wrong").glob("*.py"))) >= LEAST[True]["wrong"]
    assert contradictions == 0


def test_every_false_claim_is_reported_and_the_command_ends_with_status_1(small: Path) -> None:
    solutions = small / "solutions" / ID
    shutil.copy(solutions / FILE, small / "exercises" / ID / FILE)
    shutil.copy(solutions / FILE, program(small, "wrong"))
    program(small, "accepted").write_text(CRASHES)
    program(small, "accepted", 1).unlink()
    change(small / "exercises" / ID / "README.md", "| 3 |", "| 4 |")
    folders = ("--exercises", small / "exercises", "--solutions", small / "solutions")
    ended = cold(small / "scratch", "verify", "create_socket", *folders, "--jobs", "1")
    assert (ended.status, ended.err, ended.left) == (1, "", [])
    *lines, summary = ended.out.splitlines()
    assert summary.endswith(f": {len(lines)} contradictions")
    lines = [line for line in lines if "no wrong program shows" not in line]  # the copy has only a few wrong programs
    assert len(lines) == 6  # the stub has two lines: it is started, and differs from the suite's copy


# Programs ----------------------------------------------------------------------------------------------------------


def test_the_unchanged_copy_has_no_contradiction(small: Path) -> None:
    assert program_contradictions(small, "stub", "solution", "accepted", "wrong") == []
    assert text_contradictions(small) == []


def test_a_stub_that_is_started_is_reported(small: Path) -> None:
    stub = small / "exercises" / ID / FILE
    shutil.copy(small / "solutions" / ID / FILE, stub)
    (line,) = program_contradictions(small, "stub")
    assert line == f"{stub}: should be not started, and is passed"


def test_a_stub_that_ends_in_another_error_is_reported(small: Path) -> None:
    (small / "exercises" / ID / FILE).write_text(CRASHES)
    (line,) = program_contradictions(small, "stub")
    assert line.endswith("should be not started, and is failed")


def test_a_solution_that_loses_a_point_is_reported_with_the_check_and_its_finding(small: Path) -> None:
    solution = small / "solutions" / ID / FILE
    solution.write_text(ONCE_FOR_ALL, encoding="utf-8")
    (line,) = program_contradictions(small, "solution")
    assert line.startswith(f"{solution}: new_each_call is failed: ")


def test_an_accepted_program_that_is_wrong_is_reported(small: Path) -> None:
    path = program(small, "accepted")
    path.write_text(CRASHES)
    (line,) = contradictions_of(small, path)
    assert line.startswith(f"{path}: conversation is failed: ")
    assert "OSError" in line


def test_a_wrong_program_that_passes_is_reported(small: Path) -> None:
    path = program(small, "wrong")
    shutil.copy(small / "solutions" / ID / FILE, path)
    (line,) = contradictions_of(small, path)
    assert line == f"{path}: keeps {path.stem.split('__')[0]}"


def test_a_wrong_program_that_fails_a_check_not_in_its_name_is_reported(small: Path) -> None:
    path = add_program(small, "wrong", "conversation__one-for-all.py", ONCE_FOR_ALL)
    assert contradictions_of(small, path) == [f"{path}: keeps conversation"]


ONCE_FOR_ALL = "import socket\n\nONCE = socket.socket()\n\n\ndef create_tcp_socket():\n    return ONCE\n"


def add_program(folder: Path, kind: str, name: str, source: str) -> Path:
    """Add a program of a kind."""
    return put(folder / "solutions" / ID / kind, {name: source}) / name


def test_a_wrong_program_without_the_advice_in_its_name_is_reported(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add_program(small, "wrong", "new_each_call__made-up.py", ONCE_FOR_ALL)
    monkeypatch.setattr(choose, "general", tuple)
    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: ())
    assert contradiction_here(path) == f"{path}: gets the advice rest-bound-already"
    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: (ALWAYS,))
    assert contradiction_here(path) == f"{path}: gets the advice always"
    named = add_program(small, "wrong", "new_each_call__always.py", ONCE_FOR_ALL)
    assert contradiction_here(named) is None


def test_a_near_miss_that_gets_the_advice_is_reported(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "general", tuple)
    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: (ALWAYS,))
    near = add_program(small, "near", "new_each_call__another.py", ONCE_FOR_ALL)
    assert contradiction_here(near) is None
    taken = add_program(small, "near", "new_each_call__always.py", ONCE_FOR_ALL)
    assert contradiction_here(taken) == f"{taken}: gets the advice always"
    right = add_program(small, "near", "conversation__always.py", (SOLUTIONS / ID / FILE).read_text(encoding="utf-8"))
    assert contradiction_here(right) == f"{right}: keeps conversation"


def test_a_rule_that_matches_a_correct_program_is_reported(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "own_rules", lambda _exercise: (ALWAYS,))
    reported = contradiction_here(program(small, "accepted"))
    assert reported is not None
    assert "conversation would get the advice always" in reported


def test_two_rules_for_one_program_are_reported(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "general", tuple)
    monkeypatch.setattr(adviser, "own_rules", lambda _exercise: (ALWAYS, replace(ALWAYS, id="as-well")))
    path = add_program(small, "wrong", "new_each_call__always.py", ONCE_FOR_ALL)
    reported = contradiction_here(path)
    assert reported is not None
    assert "always, as-well" in reported


def test_a_rule_without_a_program_or_with_a_broken_link_is_reported(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = replace(ALWAYS, read=f"{ID}#nowhere")
    monkeypatch.setattr(programs, "own_rules", lambda _exercise: (lost,))
    folders = small / "exercises", small / "solutions"
    reported = list(programs.contradictions_in_rules([EXERCISE], *folders, whole=False))
    assert reported[0] == f"{ID}: no wrong program shows always"
    assert [f"{ID}#nowhere" in line for line in reported[1:]] == [True, True]
    add_program(small, "wrong", "new_each_call__always.py", ONCE_FOR_ALL)
    monkeypatch.setattr(programs, "own_rules", lambda _exercise: (ALWAYS,))
    assert list(programs.contradictions_in_rules([EXERCISE], *folders, whole=False)) == []
    monkeypatch.setattr(programs, "general", lambda: (replace(ALWAYS, id="missing"),))
    monkeypatch.setattr(programs, "TABLES", (replace(ALWAYS, id="row"),))
    reported = list(programs.contradictions_in_rules([EXERCISE], *folders, whole=True))
    assert reported == [f"grader/advice: no wrong program shows {each}" for each in ("missing", "row")]


@pytest.mark.parametrize("name", ["nothing__mistake.py", "conversation.py", "conversation_mistake.py", "__mistake.py"])
def test_a_program_that_is_not_named_after_a_check_is_reported(small: Path, name: str) -> None:
    path = put(small / "solutions" / ID / "wrong", {name: CRASHES}) / name
    assert contradictions_of(small, path) == [f"{path}: is not named after a check of {ID}"]


def test_a_shortcut_that_passes_its_check_is_reported(small: Path) -> None:
    name = "conversation__none.py"
    path = (
        put(small / "solutions" / ID / "shortcut", {name: (SOLUTIONS / ID / FILE).read_text(encoding="utf-8")}) / name
    )
    (line,) = contradictions_of(small, path)
    assert line.startswith(f"{path}: conversation is passed")


@pytest.mark.parametrize("kind", ["stub", "solution"])
def test_a_missing_stub_or_solution_is_reported(small: Path, kind: str) -> None:
    path = small / ("exercises" if kind == "stub" else "solutions") / ID / FILE
    path.unlink()
    assert program_contradictions(small, kind) == [f"{path}: is not there"]


def test_an_accepted_program_that_cannot_be_read_is_reported(small: Path) -> None:
    path = program(small, "accepted")
    path.write_bytes(b"\xff\xfe")
    (line,) = contradictions_of(small, path)
    assert str(path) in line
    assert "UTF-16" in line


def test_a_wrong_program_that_cannot_be_read_is_reported(small: Path) -> None:
    path = program(small, "wrong")
    path.write_bytes(b"\xff\xfe")
    (line,) = contradictions_of(small, path)
    assert str(path) in line


def test_several_jobs_report_the_same_lines_in_the_same_order(small: Path) -> None:
    for path in (small / "solutions" / ID / "accepted").glob("*.py"):
        path.write_text(CRASHES)
    one, two = (list(programs.contradictions(claims(small, ["accepted"]), jobs)) for jobs in (1, 2))

    def files(lines: list[str]) -> list[str]:
        return [line.split(": ")[0] for line in lines]

    assert len(one) == LEAST[True]["accepted"]
    assert files(one) == files(two) == sorted(files(one))


# Texts and numbers -------------------------------------------------------------------------------------------------

ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
ROW = "| `conversation` | a whole TCP conversation runs over it | 3 |\n"


@pytest.mark.parametrize(
    ("readme", "old", "new", "says"),
    [
        (ENGLISH, "runs over it | 3 |", "runs over it | 2 |", "'conversation'"),
        (CHINESE, "| 3 |", "| 2 |", "'conversation'"),
        (ENGLISH, "a whole TCP conversation", "half a conversation", "half a conversation runs over it"),
        (ENGLISH, ROW, "", "'conversation'"),
        (ENGLISH, ROW, ROW + ROW, "'conversation'"),
        (ENGLISH, ROW, ROW.replace("`conversation`", "`conversation` (on push)"), "'conversation', True"),
        (ENGLISH, "`new_each_call` (on push)", "`new_each_call`", "'new_each_call', False"),
        (CHINESE, "`new_each_call`（推送后）", "`new_each_call`", "'new_each_call', False"),
        (ENGLISH, "`ipv4_tcp`", "`ipv4`", "'ipv4'"),
    ],
)
def test_a_rubric_that_differs_from_the_suite_is_reported(
    small: Path, readme: str, old: str, new: str, says: str
) -> None:
    path = small / "exercises" / ID / readme
    change(path, old, new)
    reported = text_contradictions(small)
    assert reported
    assert all(line.startswith(f"{path}: the rubric says ") for line in reported)
    assert says in reported[0]


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE])
def test_a_missing_readme_is_reported(small: Path, readme: str) -> None:
    path = small / "exercises" / ID / readme
    path.unlink()
    assert text_contradictions(small) == [f"{path}: is not there"]


@pytest.mark.parametrize(
    ("old", "new"), [("## 图示", "### 图示"), ("## 图示", "图示"), ("## 图示\n", "## 图示\n\n## 再来一节\n")]
)
def test_headings_that_differ_between_the_languages_are_reported(small: Path, old: str, new: str) -> None:
    change(small / "exercises" / ID / CHINESE, old, new)
    (line,) = text_contradictions(small)
    assert str(small / "exercises" / ID) in line
    assert "headings" in line


def test_a_hash_in_a_block_of_code_is_not_a_heading(small: Path) -> None:
    text = "# Title\n\n```text\n# no heading\n```\n\n## Next\n"
    assert programs.headings(text) == ["# Title", "## Next"]


@pytest.mark.parametrize(("kind", "least"), [("accepted", 4), ("wrong", 6)])
def test_too_few_programs_are_reported(small: Path, kind: str, least: int) -> None:
    program(small, kind).unlink()
    (line,) = text_contradictions(small)
    assert line == f"{small / 'solutions' / ID / kind}: holds {least - 1} programs, at least {least} are wanted"


def test_a_whole_program_needs_more_programs_than_a_step(small: Path) -> None:
    whole = replace(EXERCISE, facts=replace(EXERCISE.facts, steps=()))
    assert [line.split(": ")[1] for line in text_contradictions(small, whole)] == [
        "holds 4 programs, at least 12 are wanted",
        "holds 6 programs, at least 15 are wanted",
    ]


def test_points_that_do_not_add_up_are_reported(small: Path) -> None:
    more = replace(EXERCISE, facts=replace(EXERCISE.facts, points=7))
    assert f"{ID}: its checks have 6 points, not 7" in text_contradictions(small, more)


@pytest.mark.parametrize(("hidden", "share"), [((False, False, False), "0%"), ((True, False, True), "67%")])
def test_a_hidden_share_out_of_range_is_reported(small: Path, hidden: tuple[bool, ...], share: str) -> None:
    checks = tuple(replace(check, hidden=flag) for check, flag in zip(EXERCISE.checks, hidden, strict=True))
    reported = text_contradictions(small, replace(EXERCISE, checks=checks))
    assert reported[0] == f"{ID}: {share} of its points are hidden, not 15% to 25%"


# Claims ------------------------------------------------------------------------------------------------------------


def test_a_wrong_program_is_graded_with_its_check_and_the_checks_before_it() -> None:
    known = {check.id: check for check in EXERCISE.checks}
    assert [check.id for check in programs.chain(known, "conversation")] == ["conversation"]
    third = replace(known["new_each_call"], after="ipv4_tcp")
    second = replace(known["ipv4_tcp"], after="conversation")
    linked = {**known, "ipv4_tcp": second, "new_each_call": third}
    assert [check.id for check in programs.chain(linked, "new_each_call")] == [
        "conversation",
        "ipv4_tcp",
        "new_each_call",
    ]


def test_a_folder_has_a_claim_for_its_stub_its_solution_and_every_program(small: Path) -> None:
    kinds = [claim.kind for claim in claims(small)]
    assert kinds == ["stub", "solution", *["accepted"] * 4, *["wrong"] * 6]
    assert {claim.check for claim in claims(small, ["wrong"])} <= {check.id for check in EXERCISE.checks}
