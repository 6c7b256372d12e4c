"""Damaged repositories: deleted or renamed files, unfinished merges, other releases. The rest is still graded.

The grader never guesses: it reports a misplaced file, and does not move it.
"""

import ast
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.advice.mistakes.structure import takes
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import notes
from grader.learner import reset
from grader.learner.watch import changes
from grader.model.errors import UsageError
from grader.sourcefile.merge_markers import first_conflict_marker
from grader.sourcefile.stub_state import StubState
from grader.submission import folders, misplaced, overview, reader
from grader.submission.reader import Unreadable
from tests.submitted import (
    SOLUTIONS,
    Ended,
    cold,
    command,
    contents,
    grade,
    grade_folder,
    on_linux,
    on_posix,
    put,
    solution,
    source,
    unfolded,
)

EXERCISES = catalogue.load()
BIND, SEND = catalogue.choose(EXERCISES, ["03", "09"])
FILE = "03_bind/bind.py"
RIGHT = solution(FILE)
CONFLICT = source(
    """
    import socket
    def bind_server(server, host, port):
        server.bind(
    <<<<<<< HEAD
            (host, port)
    =======
            (host, int(port))
    >>>>>>> 3f2a9c1 (修改：绑定)
        )
    """
)


def reason_for(folder: Path, exercise: Exercise = BIND) -> str:
    """Why the exercise's file cannot be graded."""
    found = reader.read_program(folder, exercise)
    assert isinstance(found, Unreadable)
    assert found.reason.isprintable()
    return found.reason


# A file in another place ---------------------------------------------------------------------------------------------

MISPLACED = {
    "other_capitals": "03_bind/Bind.py",
    "all_capitals": "03_bind/BIND.PY",
    "two_suffixes": "03_bind/bind.py.txt",
    "no_suffix": "03_bind/bind",
    "a_browsers_copy": "03_bind/bind (1).py",
    "a_file_managers_copy": "03_bind/bind copy.py",
    "a_chinese_copy": "03_bind/bind - 副本.py",
    "a_longer_name": "03_bind/my_bind.py",
    "a_name_with_a_number": "03_bind/bind2.py",
    "the_backup_of_reset": "03_bind/bind.py.1.bak",
    "unpacked_twice": "03_bind/03_bind/bind.py",
    "in_a_subfolder": "03_bind/src/bind.py",
    "no_zero": "3_bind/bind.py",
    "a_dash": "03-bind/bind.py",
    "no_separator": "03bind/bind.py",
    "a_folder_with_capitals": "03_Bind/bind.py",
    "a_browsers_copy_of_the_folder": "03_bind (1)/bind.py",
    "a_branch_name_appended": "03_bind-main/bind.py",
    "a_chinese_copy_of_the_folder": "03_bind副本/bind.py",
    "no_number": "bind/bind.py",
    "without_its_folder": "bind.py",
    "the_whole_folder_twice": "exercises/03_bind/bind.py",
    "the_whole_repository_in_it": "course-main/exercises/03_bind/bind.py",
}


@pytest.mark.parametrize("name", MISPLACED)
def test_a_misplaced_file_is_reported_and_not_graded(tmp_path: Path, name: str) -> None:
    put(tmp_path, {MISPLACED[name]: RIGHT})
    if (tmp_path / FILE).exists():
        pytest.skip("this file system ignores case")
    problem = reason_for(tmp_path)
    assert problem.startswith(f"{FILE} is not there, but {MISPLACED[name]} is. ")
    assert "`nox -s reset -- 03`" in problem


DISSIMILAR = {
    "another_exercises_file": "09_send/bind.py",
    "another_exercises_copy": "09_send (1)/03_bind/bind.py",
    "a_longer_word": "03_bind/bindings.py",
    "a_word_with_it_at_its_end": "03_bind/rebind.py",
    "a_folder_with_a_longer_word": "03_binding/bind.py",
    "what_python_made": "03_bind/__pycache__/bind.cpython-311.pyc",
    "what_python_made_long_ago": "03_bind/bind.pyc",
    "what_an_editor_left": "03_bind/.bind.py.swp",
    "in_a_hidden_folder": ".history/03_bind/bind.py",
    "far_below": "03_bind/a/b/c/bind.py",
    "a_readme": "03_bind/bind.md",
}


@pytest.mark.parametrize("name", DISSIMILAR)
def test_a_file_with_a_dissimilar_name_is_not_suggested(tmp_path: Path, name: str) -> None:
    put(tmp_path, {DISSIMILAR[name]: RIGHT})
    assert "but" not in reason_for(tmp_path)


@on_posix
def test_the_search_for_a_file_does_not_follow_links(tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere/bind.py": RIGHT, "exercises/03_bind/notes.txt": ""})
    folder = tmp_path / "exercises"
    (folder / "03_bind" / "Bind.py").symlink_to(tmp_path / "elsewhere" / "bind.py")
    (folder / "bind").symlink_to(tmp_path / "elsewhere")
    (folder / "around").symlink_to(".")
    assert "but" not in reason_for(folder)


def test_the_most_likely_of_several_files_is_suggested(tmp_path: Path) -> None:
    put(tmp_path, {f"03_bind/{name}": RIGHT for name in ("bind.py.1.bak", "old_bind.py", "bind.py.txt")})
    assert "03_bind/old_bind.py" in reason_for(tmp_path)
    put(tmp_path, {"3_bind/bind.py": RIGHT})
    assert "3_bind/bind.py" in reason_for(tmp_path)
    put(tmp_path, {"03_bind/03_bind/bind.py": RIGHT})
    assert "03_bind/03_bind/bind.py" in reason_for(tmp_path)


def test_the_search_stops_after_a_maximum_number_of_folders(tmp_path: Path) -> None:
    put(tmp_path, {"zz/03_bind/bind.py": RIGHT})
    assert misplaced.likeliest_file(tmp_path, BIND) == "zz/03_bind/bind.py"
    for number in range(misplaced.FOLDERS_AT_MOST):
        (tmp_path / f"x{number}").mkdir()
    assert misplaced.likeliest_file(tmp_path, BIND) == ""


@on_linux
def test_names_that_would_break_a_report_take_one_line_each(tmp_path: Path) -> None:
    names = [b"03_bind/bind\n::error::x.py", b"05_listen/listen \xff.py", b"06_accept/accept \x1b[31m.py"]
    names += ["09_send/send \u202e.py".encode(), b"1\n::error::y/x.py", b"14_\xff/x.py"]
    folder = put(tmp_path / "exercises", {os.fsdecode(name): RIGHT for name in names})
    page = tmp_path / "page.md"
    graded = grade_folder(tmp_path, folder, options=("--markdown", page))
    assert graded.status == 0
    reasons = [each["reason"] for each in graded.card["exercises"]]
    assert len([problem for problem in reasons if " but 0" in problem]) == 4
    assert all(problem.isprintable() for problem in [*reasons, *graded.card["notes"]])
    listed = command(tmp_path / "scratch", "list", "--exercises", folder)
    assert (listed.status, listed.err) == (0, "")
    for text in (graded.out, page.read_text(encoding="utf-8"), listed.out):
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
        assert text.replace("\n", "").isprintable()


@on_linux
def test_a_folder_with_an_undecodable_name_is_graded(tmp_path: Path) -> None:
    folder = put(tmp_path / os.fsdecode(b"mine \xff\xfe") / "exercises", {FILE: RIGHT})
    graded = grade_folder(tmp_path, folder, "03")
    assert (graded.status, graded.err, graded.card["score"]) == (0, "", 8)
    assert graded.exercise["file"].endswith("/mine \ufffd\ufffd/exercises/03_bind/bind.py")


# Deleted exercises ---------------------------------------------------------------------------------------------------


def test_a_deleted_exercise_costs_no_points_elsewhere_and_reset_restores_its_stub(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: RIGHT}, "03", "09")
    assert [each["score"] for each in graded.card["exercises"]] == [8, 0]
    problem = graded.card["exercises"][1]["reason"]
    assert "its folder is not either" in problem
    assert "without its README" in problem
    assert unfolded(problem) in unfolded(graded.out)
    folder = tmp_path / "exercises"
    assert command(tmp_path / "scratch", "reset", "09", "--exercises", folder).status == 0
    assert contents(folder / SEND.id) == {"send.py": SEND.stub()}
    again = grade_folder(tmp_path, folder, "09")
    assert again.exercise["status"] == "not_started"


def test_a_requested_exercise_that_was_deleted_has_a_result(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: RIGHT}, "09")
    assert (graded.status, graded.card["score"], graded.card["max"]) == (0, 0, 6)
    assert graded.exercise["status"] == "error"


def empty_exercises(home: Path) -> None:
    put(home, {"noxfile.py": ""})
    (home / "exercises").mkdir()


def no_exercises(home: Path) -> None:
    put(home, {".git/HEAD": ""})


def file_as_exercises(home: Path) -> None:
    put(home, {"noxfile.py": "", "exercises": "no folder"})


@pytest.mark.parametrize("make", [no_exercises, empty_exercises, file_as_exercises])
def test_a_course_without_exercises_has_a_reason_for_each_exercise(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "mine" / "exercises"
    make(folder.parent)
    folders.must_hold_something(folder, EXERCISES)
    (note,) = notes.on_whole(folder, EXERCISES)
    assert note.startswith("exercises holds none of the exercises")
    assert all("is not there" in reason_for(folder, each) for each in EXERCISES)


def test_a_course_without_exercises_is_graded_and_listed(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "exercises"
    no_exercises(folder.parent)
    result = tmp_path / "result.json"
    ended = command(tmp_path / "scratch", "grade", "--fail-under", "1", "--json", result, "--exercises", folder)
    assert (ended.status, ended.err, ended.left) == (1, "grader: 0 points, and 1 are asked for\n", [])
    card = json.loads(result.read_bytes())
    assert (card["score"], card["max"]) == (0, 100)
    assert not any(each["own_trouble"] for each in card["exercises"])
    assert unfolded(card["notes"][0]) in unfolded(ended.out)
    listed = command(tmp_path / "scratch", "list", "--exercises", folder)
    assert (listed.status, listed.err) == (0, "")
    assert card["notes"][0] in listed.out


def test_reset_restores_an_exercise_after_all_were_deleted(tmp_path: Path) -> None:
    home = put(tmp_path / "mine", {"noxfile.py": ""})
    ended = command(tmp_path / "scratch", "reset", "03", "--exercises", home / "exercises")
    assert (ended.status, ended.out, ended.err) == (0, "03_bind/bind.py is the stub again\n", "")
    assert contents(home / "exercises" / "03_bind") == {"bind.py": BIND.stub()}


def assert_refused(ended: Ended) -> None:
    assert (ended.status, ended.out, ended.err.count("\n"), ended.left) == (2, "", 1, [])


@pytest.mark.parametrize("words", [("grade",), ("list",), ("reset", "03")])
def test_a_misspelled_folder_is_refused_and_not_created(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = put(tmp_path / "mine", {"noxfile.py": "", "exercises/03_bind/bind.py": RIGHT})
    assert_refused(command(tmp_path / "scratch", *words, "--exercises", home / "exercizes"))
    assert_refused(command(tmp_path / "scratch", *words, "--exercises", tmp_path / "nowhere" / "exercises"))
    assert not (home / "exercizes").exists()


def test_the_parent_of_the_exercises_folder_is_refused(tmp_path: Path) -> None:
    home = put(tmp_path / "mine", {"noxfile.py": "", "exercises/03_bind/bind.py": RIGHT})
    assert_refused(command(tmp_path / "scratch", "grade", "--exercises", home))


def test_a_renamed_exercise_folder_is_reported_in_the_result(tmp_path: Path) -> None:
    graded = grade(tmp_path, {"3_bind/bind.py": RIGHT}, "03")
    assert (graded.status, graded.card["score"]) == (0, 0)
    assert "3_bind/bind.py" in graded.problem


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of this process, so that access to it needs no permissions of its parents."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    return put(Path("exercises"), {FILE: RIGHT, "03_bind/private/x.py": ""})


@contextmanager
def without_permissions(path: Path) -> Iterator[None]:
    """Remove all permissions of a path; if this process is root, drop to an unprivileged user meanwhile."""
    mode, root = path.stat().st_mode, os.geteuid() == 0
    path.chmod(0)
    try:
        if root:
            os.seteuid(65534)
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(mode)


@on_posix
@pytest.mark.parametrize("name", ["03_bind", FILE])
def test_an_unreadable_path_is_reported_as_unreadable_and_not_as_missing(here: Path, name: str) -> None:
    before = contents(here)
    with without_permissions(here / name):
        problem = reason_for(here)
        changes.take_snapshot(here, BIND)
        with pytest.raises(UsageError, match="nothing was changed"):
            reset.reset_stub(here, BIND)
    assert problem.startswith("03_bind/bind.py cannot be read: ")
    assert contents(here) == before


@on_posix
def test_an_unreadable_exercises_folder_is_refused(here: Path) -> None:
    with without_permissions(here):
        with pytest.raises(UsageError, match="cannot be read"):
            folders.must_hold_something(here, EXERCISES)
        assert reason_for(here).startswith("03_bind/bind.py cannot be read: ")
        assert changes.take_snapshot(here, BIND) == frozenset()
        assert notes.on_whole(here, EXERCISES) == []


@on_posix
def test_an_unreadable_folder_beside_the_file_costs_no_points(here: Path) -> None:
    with without_permissions(here / "03_bind" / "private"):
        assert not isinstance(reader.read_work(here, BIND), Unreadable)


@on_posix
def test_a_folder_that_is_a_link_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "03_bind").symlink_to("03_bind")
    assert "is a link" in reason_for(tmp_path)


# A merge that was not finished ---------------------------------------------------------------------------------------

CONFLICT_MARKERS = {
    "as_git_leaves_them": ("a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n", 2),
    "with_the_common_ancestor": ("<<<<<<< HEAD\nb = 1\n||||||| 3f2a\nb = 0\n=======\nb = 2\n>>>>>>> other\n", 1),
    "without_names": ("<<<<<<<\nb = 1\n=======\nb = 2\n>>>>>>>\n", 1),
    "in_brackets": ("f(1,\n<<<<<<< HEAD\n  2)\n=======\n  3)\n>>>>>>> other\n", 2),
    "in_a_block": ("def f():\n    a\n<<<<<<< HEAD\n    b\n=======\n    c\n>>>>>>> other\n", 3),
    "a_commit_and_its_words": ("<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> 3f2a9c1 (don't：绑定)\n", 1),
    "windows_line_ends": ("a = 1\r\n<<<<<<< HEAD\r\nb = 1\r\n=======\r\nb = 2\r\n>>>>>>> other\r\n", 2),
    "old_line_ends": ("a = 1\r<<<<<<< HEAD\rb = 1\r=======\rb = 2\r>>>>>>> other\r", 2),
    "a_byte_order_mark": ("\ufeff<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n", 1),
    "half_resolved": ("a = 1\nb = 1\n=======\nb = 2\n>>>>>>> other\n", 3),
    "begun_inside_a_string": ('"""a\n<<<<<<< HEAD\nb"""\n=======\nc"""\n>>>>>>> other\n', 2),
    "one_in_a_string_and_one_outside": (
        't = """\n<<<<<<< x\n=======\n>>>>>>> y\n"""\n<<<<<<< HEAD\n=======\n>>>>>>> other\n',
        6,
    ),
    "one_in_a_string_and_one_half_resolved": (
        't = """\n<<<<<<< x\n=======\n>>>>>>> y\n"""\n=======\n>>>>>>> other\n',
        6,
    ),
    "in_a_string": ('t = """\n<<<<<<< HEAD\n=======\n>>>>>>> other\n"""\ndef f(:\n', None),
    "at_the_end_of_a_string": ('t = """\n======= """ + u\ndef f(:\n', None),
    "in_comments": ("# <<<<<<< HEAD\n# =======\n# >>>>>>> other\ndef f(:\n", None),
    "indented": ("    <<<<<<< HEAD\n    =======\n    >>>>>>> other\n", None),
    "a_line_of_signs": ("==================\n", None),
    "a_shift": ("a <<<<<<< b\n", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize("name", CONFLICT_MARKERS)
def test_the_first_conflict_marker_outside_a_string_is_found(name: str) -> None:
    text, line = CONFLICT_MARKERS[name]
    found = first_conflict_marker(text.encode())
    assert (found.line if found else None) == line
    if line:
        with pytest.raises(SyntaxError):
            ast.parse(text.encode())


def test_an_unfinished_merge_is_reported_with_its_line_and_costs_points_only_in_its_exercise(tmp_path: Path) -> None:
    graded = grade(
        tmp_path,
        {FILE: CONFLICT, "03_bind/README.md": CONFLICT, "09_send/send.py": solution("09_send/send.py")},
        "03",
        "09",
    )
    assert (graded.status, graded.err) == (0, "")
    assert [each["score"] for each in graded.card["exercises"]] == [0, 6]
    assert graded.problem == "a merge conflict is not resolved at bind.py:4: choose one of the two versions"
    assert {each["mistake"] for each in graded.lost} == {"syntax-merge-conflict"}
    assert "Line 4 of bind.py" in graded.lost[0]["advice"]["text"]
    assert graded.out.count("choose one of") == 1


def test_an_unfinished_merge_is_reported_in_chinese(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: CONFLICT}, "03", options=("--lang", "zh"))
    assert "合并冲突" in graded.problem
    assert "bind.py:4" in graded.problem
    assert "bind.py 第 4 行是 git 留下的标记" in graded.lost[0]["advice"]["text"]


@pytest.mark.parametrize("file", [FILE, "13_server/server.py"])
def test_an_unfinished_merge_in_a_helper_module_is_reported_with_its_line(tmp_path: Path, file: str) -> None:
    beside = str(Path(file).with_name("helper.py"))
    graded = grade(tmp_path, {file: "import socket\nfrom helper import *\n", beside: CONFLICT}, file[:2])
    assert graded.status == 0
    assert graded.problem == "a merge conflict is not resolved at helper.py:4: choose one of the two versions"
    assert graded.lost[0]["advice"]["text"].startswith("Line 4 of helper.py")


def test_a_helper_module_that_does_not_compile_is_reported_with_its_line(tmp_path: Path) -> None:
    graded = grade(
        tmp_path, {FILE: "import socket\nfrom helper import *\n", "03_bind/helper.py": "a = 1\nb = (\n"}, "03"
    )
    assert graded.problem == "your file does not compile at helper.py:2: '(' was never closed"


def test_the_list_distinguishes_a_merge_conflict_from_a_syntax_error(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: CONFLICT, "09_send/send.py": "def f(:\n"})
    assert overview.state_of(folder, BIND) == (StubState.CONFLICT, "4")
    for lang, merge, other in (
        ("en", "merge conflict: line 4", "not Python yet: line 1"),
        ("zh", "合并冲突：第 4 行", "第 1 行"),
    ):
        ended = command(tmp_path / "scratch", "list", "--exercises", folder, "--lang", lang)
        assert (ended.status, ended.err) == (0, "")
        assert merge in next(line for line in ended.out.splitlines() if FILE in line)
        assert other in next(line for line in ended.out.splitlines() if "09_send/send.py" in line)


# Another release -----------------------------------------------------------------------------------------------------


def test_unknown_exercise_folders_share_one_note(tmp_path: Path) -> None:
    quiet = ("__pycache__", ".idea", ".vscode", "03_bind.bak", "notes", "venv", "2024-notes", "03_bind~")
    for name in ("14_udp", "09_sendall", "03_bind (1)", *quiet):
        (tmp_path / name).mkdir()
    put(tmp_path, {FILE: RIGHT, "15_file": "", "16_file.py": ""})
    assert notes.on_whole(tmp_path, EXERCISES) == [
        "03_bind (1), 09_sendall, 14_udp: this release of the course has no such exercise; nothing in there is graded"
    ]


def test_the_note_names_only_the_first_of_many_folders(tmp_path: Path) -> None:
    for number in range(20, 40):
        (tmp_path / f"{number}_new").mkdir()
    (tmp_path / "03_bind").mkdir()
    (note,) = notes.on_whole(tmp_path, EXERCISES)
    assert note.startswith("20_new, 21_new, 22_new, 23_new, 24_new, ...: ")


def test_the_original_course_and_a_part_of_it_get_no_note(tmp_path: Path) -> None:
    assert notes.on_whole(SOLUTIONS.parent / "exercises", EXERCISES) == []
    (tmp_path / "14_udp").mkdir()
    assert notes.on_whole(tmp_path, [BIND]) == []


SIGNATURES = {
    "other_names": ("s, h, p", True),
    "one_less": ("server, address", False),
    "one_more": ("server, host, port, backlog", False),
    "one_more_with_a_default": ("server, host, port, backlog=5", True),
    "defaults": ("server, host='', port=0", True),
    "any_number": ("*everything", True),
    "any_number_behind": ("server, *address", True),
    "one_by_name_alone": ("server, host, *, port", False),
    "one_more_by_name_alone": ("server, host, port, *, backlog", False),
    "one_by_name_with_a_default": ("server, host, port, *, backlog=5", True),
    "by_place_alone": ("server, host, port, /", True),
    "any_names": ("server, host, port, **more", True),
    "none": ("", False),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_parameters_of_a_function_are_compared_with_its_stub(name: str) -> None:
    def parameters(text: str) -> ast.arguments:
        made = ast.parse(f"def bind_server({text}): ...").body[0]
        assert isinstance(made, ast.FunctionDef)
        return made.args

    text, fits = SIGNATURES[name]
    assert takes(parameters(text), parameters("server, host, port")) == fits


def test_the_advice_names_the_parameters_of_the_stub(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: "def bind_server(server, address: tuple):\n    server.bind(address)\n"}, "03")
    advice = graded.lost[0]["advice"]
    assert advice["id"] == "step-parameters"
    assert "def bind_server(server, host, port)" in advice["text"]
    assert "def bind_server(server, address)" in advice["text"]


# Capitals ------------------------------------------------------------------------------------------------------------


def test_a_file_name_with_different_capitals_is_found(tmp_path: Path) -> None:
    put(tmp_path, {"Bind.py": "", "helper.py": ""})
    assert misplaced.spelled_otherwise(tmp_path, "bind.py") == "Bind.py"
    assert misplaced.spelled_otherwise(tmp_path, "helper.py") == ""
    assert misplaced.spelled_otherwise(tmp_path, "other.py") == ""
    assert misplaced.spelled_otherwise(tmp_path / "nowhere", "other.py") == ""


def test_on_a_case_insensitive_system_a_note_reports_different_capitals(tmp_path: Path) -> None:
    put(tmp_path, {"03_bind/Bind.py": RIGHT})
    if not (tmp_path / FILE).exists():
        pytest.skip("this file system is case-sensitive")
    assert [note for note in notes.of(tmp_path, [BIND]) if note.startswith("Bind.py is found as bind.py")]


# Many problems at once -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_badly_damaged_repository_gets_a_score_and_a_line_for_each_problem(tmp_path: Path, lang: str) -> None:
    folder = put(
        tmp_path / "exercises",
        {
            FILE: CONFLICT,
            "05_listen/listen.py": solution("05_listen/listen.py"),
            "06_accept/Accept.py": solution("06_accept/accept.py"),
            "07-recv/receive.py": solution("07_recv/receive.py"),
            "08_encode_decode": "a file",
            "09_send/send.py/inside.txt": "",
            "14_udp/udp.py": "",
            ".idea/x.xml": "",
        },
    )
    page = tmp_path / "page.md"
    graded = grade_folder(tmp_path, folder, options=("--markdown", page, "--lang", lang))
    assert (graded.status, graded.err, graded.left) == (0, "", [])
    assert (graded.card["score"], graded.card["max"]) == (8, 100)
    by_id = {each["id"]: each for each in graded.card["exercises"]}
    assert {name for name, each in by_id.items() if each["score"]} == {"05_listen"}
    for name in ("01_address", "06_accept", "07_recv", "08_encode_decode", "09_send"):
        assert by_id[name]["status"] == "error"
        assert unfolded(by_id[name]["reason"]) in unfolded(graded.out)
        assert by_id[name]["reason"] in page.read_text(encoding="utf-8")
        assert ("nox -s reset" in by_id[name]["reason"]) == (name != "09_send")
    assert "06_accept/Accept.py" in by_id["06_accept"]["reason"] or by_id["06_accept"]["score"] == 8
    assert "07-recv/receive.py" in by_id["07_recv"]["reason"]
    assert len([note for note in graded.card["notes"] if "14_udp" in note]) == 1
    if lang == "zh":
        assert not any("is not there" in each["reason"] for each in by_id.values())


def test_reset_repairs_the_problems_that_the_reasons_say_it_repairs(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {"3_bind/bind.py": RIGHT, "05_listen/Listen.txt": "", "06_accept": "a file"})
    assert cold(tmp_path / "scratch", "reset", "03", "05", "09", "--exercises", folder).status == 0
    for name in (FILE, "05_listen/listen.py", "09_send/send.py"):
        assert (folder / name).is_file()
    assert (folder / "3_bind/bind.py").read_text(encoding="utf-8") == RIGHT
    ended = command(tmp_path / "scratch", "reset", "06", "--exercises", folder)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "nothing was changed" in ended.err
    (folder / "06_accept").rename(folder / "kept")
    assert command(tmp_path / "scratch", "reset", "06", "--exercises", folder).status == 0
