"""The course is defined by the folders of its suites; an inconsistent suite is a CourseError."""

from pathlib import Path

import pytest

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import CourseError
from grader.sandbox.limits import Limits
from grader.submission import reader
from grader.submission.work import Work
from grader.verify import programs
from tests.submitted import STUBS, put, source

HEAD = "from grader.course.exercise import Facts, check\n"
CHECKS = source(
    """
    from grader.course.exercise import Facts, check

    EXERCISE = Facts(points=5, file="first.py", steps=("first",))


    @check(points=3, promise="it works")
    def test_works(lab):
        pass


    @check(points=1, promise="and then", after="works")
    def test_then(lab):
        pass
    """
)
HIDDEN = source(
    """
    from grader.course.catalogue import beside
    from grader.course.exercise import check

    checks = beside(__file__)


    @check(points=1, promise="the same, harder", after="works")
    def test_harder(lab):
        checks.test_works(lab)
    """
)
# Points of the core track, which teachers rely on.
POINTS = {
    "01_address": 6,
    "02_create_socket": 6,
    "03_bind": 8,
    "04_reuse_address": 6,
    "05_listen": 8,
    "06_accept": 8,
    "07_recv": 8,
    "08_encode_decode": 8,
    "09_send": 6,
    "10_close": 8,
    "11_connect": 6,
    "12_client": 10,
    "13_server": 12,
}


def suite(folder: Path, checks: str = CHECKS, hidden: str | None = HIDDEN, name: str = "01_first") -> Path:
    """A folder of suites with one suite."""
    files = {f"{name}/checks.py": checks}
    if hidden is not None:
        files[f"{name}/hidden.py"] = hidden
    return put(folder, files)


def checks_and(text: str) -> str:
    """The checks, followed by a mistake."""
    return CHECKS + source(text)


# Loading -------------------------------------------------------------------------------------------------------------


def test_an_exercise_is_a_folder_and_there_is_no_central_list(tmp_path: Path) -> None:
    suite(tmp_path, name="02_second")
    suite(tmp_path)
    suite(tmp_path, name="10_tenth")
    found = catalogue.load(tmp_path)
    assert [each.id for each in found] == ["01_first", "02_second", "10_tenth"]
    assert [(each.number, each.name) for each in found] == [(1, "first"), (2, "second"), (10, "tenth")]


def test_a_suite_gives_its_facts_and_its_checks_in_order(tmp_path: Path) -> None:
    (found,) = catalogue.load(suite(tmp_path))
    assert (found.facts.points, found.facts.file, found.facts.steps) == (5, "first.py", ("first",))
    assert [(each.id, each.points, each.after, each.hidden) for each in found.checks] == [
        ("works", 3, None, False),
        ("then", 1, "works", False),
        ("harder", 1, "works", True),
    ]
    assert [each.promise for each in found.checks] == ["it works", "and then", "the same, harder"]
    assert (found.tried, found.held_back) == (5, 0)


def test_without_the_file_of_hidden_checks_their_points_are_held_back(tmp_path: Path) -> None:
    (found,) = catalogue.load(suite(tmp_path, hidden=None))
    assert [each.id for each in found.checks] == ["works", "then"]
    assert (found.tried, found.held_back) == (4, 1)


def test_an_exercise_can_set_its_own_limits(tmp_path: Path) -> None:
    own = CHECKS.replace('steps=("first",)', "limits=Limits(processes=3)")
    (each,) = catalogue.load(suite(tmp_path / "suites", "from grader.sandbox.limits import Limits\n" + own))
    assert each.facts.limits == Limits(processes=3)
    work = reader.read_work(put(tmp_path / "exercises", {"01_first/first.py": ""}), each)
    assert isinstance(work, Work)
    assert work.limits == Limits(processes=3)


@pytest.mark.parametrize(
    "name", ["1_first", "001_first", "01-first", "01_First", "first", "01_", "__pycache__", ".git"]
)
def test_a_folder_with_another_kind_of_name_is_not_an_exercise(tmp_path: Path, name: str) -> None:
    suite(tmp_path)
    suite(tmp_path, checks="1 / 0\n", name=name)
    assert [each.id for each in catalogue.load(tmp_path)] == ["01_first"]


def test_a_file_named_like_an_exercise_is_not_an_exercise(tmp_path: Path) -> None:
    put(suite(tmp_path), {"02_second": "a file"})
    assert [each.id for each in catalogue.load(tmp_path)] == ["01_first"]


def test_loading_a_course_twice_gives_equal_courses(tmp_path: Path) -> None:
    assert catalogue.load(suite(tmp_path)) == catalogue.load(tmp_path)


def test_an_exercise_and_its_checks_cannot_be_changed(tmp_path: Path) -> None:
    (found,) = catalogue.load(suite(tmp_path))
    for made in (found, found.facts, found.checks[0]):
        for name in vars(made):
            with pytest.raises(AttributeError):
                setattr(made, name, None)


# Mistakes of a course author -----------------------------------------------------------------------------------------

MISTAKES = {
    "no_facts": ("does not say EXERCISE", HEAD, None),
    "facts_of_another_type": ("does not say EXERCISE", HEAD + "EXERCISE = {'points': 5}\n", None),
    "two_checks_of_one_name": (
        "two checks are called harder",
        checks_and('@check(points=1, promise="x")\ndef test_harder(lab): ...'),
        HIDDEN,
    ),
    "a_check_after_an_unknown_one": (
        "third comes after nothing, which is no earlier check",
        checks_and('@check(points=1, promise="x", after="nothing")\ndef test_third(lab): ...'),
        None,
    ),
    "a_check_after_a_later_one": (
        "third comes after harder, which is no earlier check",
        checks_and('@check(points=1, promise="x", after="harder")\ndef test_third(lab): ...'),
        HIDDEN,
    ),
    "a_check_after_itself": (
        "third comes after third, which is no earlier check",
        checks_and('@check(points=1, promise="x", after="third")\ndef test_third(lab): ...'),
        None,
    ),
    "more_points_than_it_says": (
        "its checks have 9 points, more than 5",
        checks_and('@check(points=4, promise="x")\ndef test_third(lab): ...'),
        HIDDEN,
    ),
    "a_check_that_is_not_called_a_test": (
        "must be called test_third",
        checks_and('@check(points=1, promise="x")\ndef third(lab): ...'),
        None,
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_an_inconsistent_suite_is_a_course_error(tmp_path: Path, name: str) -> None:
    says, checks, hidden = MISTAKES[name]
    with pytest.raises(CourseError) as caught:
        catalogue.load(suite(tmp_path, checks, hidden))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_suites_is_a_course_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no suites"):
        catalogue.load(tmp_path)


def test_a_suite_without_checks_is_a_course_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"01_first/checks\.py"):
        catalogue.load(put(tmp_path, {"01_first/host.py": ""}))


def test_a_step_without_its_host_program_is_a_course_error(tmp_path: Path) -> None:
    (found,) = catalogue.load(suite(tmp_path))
    with pytest.raises(CourseError, match="01_first: its host program"):
        found.host()


def test_a_whole_program_has_no_host(tmp_path: Path) -> None:
    (found,) = catalogue.load(suite(tmp_path, CHECKS.replace(', steps=("first",)', "")))
    assert found.host() is None


# The real course -----------------------------------------------------------------------------------------------------

COURSE = catalogue.load()


@pytest.fixture(params=COURSE, ids=lambda each: each.id)
def real(request: pytest.FixtureRequest) -> Exercise:
    """Each exercise of the course in turn."""
    found: Exercise = request.param
    return found


def test_the_course_has_a_hundred_points() -> None:
    assert {each.id: each.facts.points for each in COURSE} == POINTS
    assert sum(each.facts.points for each in COURSE) == 100


def test_every_check_has_points_and_together_they_have_all_points(real: Exercise) -> None:
    assert real.held_back == 0
    assert all(each.points >= 1 for each in real.checks)


def test_hidden_checks_have_about_a_fifth_of_the_points(real: Exercise) -> None:
    hidden = sum(each.points for each in real.checks if each.hidden)
    assert 0.15 <= hidden / real.facts.points <= 0.25


def test_hidden_checks_are_in_the_hidden_file(real: Exercise) -> None:
    text = (real.folder / "hidden.py").read_text(encoding="utf-8")
    assert {each.id for each in real.checks if each.hidden} == {
        each.id for each in real.checks if f"def test_{each.id}(" in text
    }


def test_no_check_depends_on_a_hidden_check(real: Exercise) -> None:
    hidden = {each.id for each in real.checks if each.hidden}
    assert not [each.id for each in real.checks if each.after in hidden]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_rubric_in_the_readme_agrees_with_the_suite(real: Exercise, readme: str) -> None:
    path = STUBS / real.id / readme
    assert list(programs.contradictions_in_rubric(real, path, path.read_text(encoding="utf-8"))) == []


def test_every_exercise_has_its_stub_and_its_solution(real: Exercise) -> None:
    root = STUBS.parent
    assert (root / "exercises" / real.id / real.facts.file).is_file()
    assert (root / "solutions" / real.id / real.facts.file).is_file()


def test_the_folders_of_exercises_solutions_and_suites_are_the_same() -> None:
    suites = {each.id for each in COURSE}
    for place in ("exercises", "solutions"):
        assert {path.name for path in (STUBS.parent / place).iterdir() if path.is_dir()} == suites


def test_a_stub_has_every_step_of_its_exercise(real: Exercise) -> None:
    text = (STUBS / real.id / real.facts.file).read_text(encoding="utf-8")
    for step in real.facts.steps or ("main",):
        assert f"def {step}(" in text
    assert text.count("raise NotImplementedError") == len(real.facts.steps or ("main",))
    assert 'if __name__ == "__main__":' in text


def test_the_stub_of_a_program_has_the_port_of_its_exercise(real: Exercise) -> None:
    text = (STUBS / real.id / real.facts.file).read_text(encoding="utf-8")
    assert (real.facts.port is None) == bool(real.facts.steps)
    if real.facts.port is not None:
        assert f"PORT = {real.facts.port}" in text


def test_every_promise_is_one_unique_sentence(real: Exercise) -> None:
    promises = [each.promise for each in real.checks]
    assert len(set(promises)) == len(promises)
    for promise in promises:
        assert promise == promise.strip()
        assert promise
        assert "\n" not in promise
        assert not promise.endswith(".")
