"""Compare: no solution is shown before every check holds, and none is released unless the teacher says so."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.course import catalogue, ways
from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.release import manifest, plan, repository
from grader.release.manifest import Journal
from grader.release.plan import ReleasePlan
from grader.release.repository import Release
from grader.report.terminal import comparison
from grader.sourcefile.code_difference import CONTEXT, LINES_AT_MOST, Side, differences
from grader.sourcefile.code_lines import code_lines
from grader.verify import learner_texts
from tests.submitted import (
    REPO,
    SOLUTIONS,
    STUBS,
    Ended,
    Source,
    cold,
    command,
    contents,
    environment_of,
    on_posix,
    put,
)
from tests.test_release import bring, files_in_wheel, names

EXERCISES = catalogue.load()
(BIND,) = catalogue.choose(EXERCISES, ["03"])
FILE = "03_bind/bind.py"
STUB = (STUBS / FILE).read_text(encoding="utf-8")
REFERENCE = (SOLUTIONS / FILE).read_text(encoding="utf-8")
FINISHED = REFERENCE.replace("server.bind((host, port))", "address = (host, port)  # mine\n    server.bind(address)")
WRONG = (SOLUTIONS / "03_bind/wrong/only_there__bind-every-address.py").read_text(encoding="utf-8")
# It loses only a check that learners' copies do not have.
LOSES_ON_PUSH = (SOLUTIONS / "03_bind/wrong/taken_quietly__bind-probe.py").read_text(encoding="utf-8")
SHOWN = ("server.bind((host, port))", "gethostbyname", "getaddrinfo", "SO_EXCLUSIVEADDRUSE", "import")


def compare(tmp_path: Path, source: Source | None, *words: str | Path) -> Ended:
    """Compare a new folder with this file of exercise 03 (None: without the file)."""
    folder = put(tmp_path / "exercises", {} if source is None else {FILE: source})
    before = contents(folder)
    given = words or ("03",)
    ended = command(tmp_path / "scratch", "compare", *given, "--exercises", folder)
    assert contents(folder) == before
    assert ended.left == []
    return ended


# Before every check holds ------------------------------------------------------------------------------------------

UNFINISHED: dict[str, tuple[Source | None, str]] = {
    "the stub": (STUB, "not started"),
    "a wrong program": (WRONG, "only there"),
    "a program that loses a check on push": (LOSES_ON_PUSH, "1 of 5 checks do not hold"),
    "a syntax error": (f"{FINISHED}\ndef (\n", "5 of 5 checks do not hold"),
    "an empty file": ("", "do not hold"),
    "no file": (None, "nox -s reset -- 03"),
    "UTF-16": (FINISHED.encode("utf-16"), "UTF-16"),
    "a huge file": (FINISHED + "# more\n" * 40_000, "larger than"),
    "it ends at once": ("import os\nos._exit(0)\n", "do not hold"),
    "it claims to pass": ('print("passed 8/8")\nraise SystemExit(0)\n', "do not hold"),
}


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_exercise_shows_one_line_and_no_solution(tmp_path: Path, name: str) -> None:
    source, said = UNFINISHED[name]
    for words in ((), ("03", "--all"), ("03", "--way", "2")):
        ended = compare(tmp_path, source, *words)
        assert (ended.status, ended.err, ended.out.count("\n")) == (0, "", 1)
        assert ended.out.startswith("03_bind: ")
        assert said in ended.out
        assert [text for text in SHOWN if text in ended.out] == []


def test_the_line_names_the_check_and_how_to_go_on_in_each_language(tmp_path: Path) -> None:
    assert compare(tmp_path, WRONG).out == (
        "03_bind: not yet (1 of 5 checks do not hold): only there: bound to the host given, not to every address. "
        "See why: nox -s grade -- 03\n"
    )
    chinese = compare(tmp_path, WRONG, "03", "--lang", "zh").out
    assert (chinese.count("\n"), chinese.endswith("nox -s grade -- 03\n")) == (1, True)
    assert not re.search("[a-z]{3,}", chinese.replace("03_bind", "").replace("nox -s grade", ""))


def test_a_saved_result_with_all_points_changes_nothing(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: FINISHED})
    words = ("grade", "03", "--exercises", folder, "--json", tmp_path / "result.json")
    assert command(tmp_path / "scratch", *words).status == 0
    shutil.copy(tmp_path / "result.json", folder / "03_bind" / "result.json")
    assert "only there" in compare(tmp_path, WRONG).out


@on_posix
def test_a_link_in_place_of_the_file_shows_no_solution(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {"03_bind/README.md": ""})
    (folder / FILE).symlink_to(SOLUTIONS / FILE)
    ended = command(tmp_path / "scratch", "compare", "03", "--exercises", folder)
    assert ended.out == "03_bind: 03_bind/bind.py is a link; put the file itself there\n"


# When every check holds --------------------------------------------------------------------------------------------


def test_a_finished_exercise_shows_what_differs_from_the_reference_solution_and_the_list_of_ways(
    tmp_path: Path,
) -> None:
    ended = compare(tmp_path, FINISHED)
    assert (ended.status, ended.err) == (0, "")
    difference, _empty, listed = ended.out.partition("\n\n")
    assert difference.splitlines() == [
        "03_bind: the reference solution",
        "  (- only in your file, + only in this solution)",
        "    import socket",
        "    def bind_server(server: socket.socket, host: str, port: int) -> None:",
        "  -     address = (host, port)",
        "  -     server.bind(address)",
        "  +     server.bind((host, port))",
    ]
    titles = [way.title for way in known(BIND, "en").ways]
    assert len(titles) == len(list((SOLUTIONS / "03_bind/accepted").glob("*.py")))
    assert listed.splitlines() == [
        f"{len(titles)} other ways pass every check. See one: nox -s compare -- 03 --way N",
        *(f"  {number:>2}  {title}" for number, title in enumerate(titles, 1)),
    ]


def test_a_finished_exercise_is_compared_in_chinese(tmp_path: Path) -> None:
    ended = compare(tmp_path, FINISHED, "03", "--lang", "zh")
    assert ended.out.startswith("03_bind：参考答案\n")
    assert "  +     server.bind((host, port))\n" in ended.out
    for way in known(BIND, "zh").ways:
        assert f"  {way.title}\n" in ended.out
    assert "the address in a variable first" not in ended.out


def test_one_way_is_shown_by_its_number(tmp_path: Path) -> None:
    place, way = next(
        (place, way) for place, way in enumerate(known(BIND, "en").ways, 1) if way.name == "gethostbyname"
    )
    ended = compare(tmp_path, FINISHED, "03", "--way", str(place))
    assert ended.out.splitlines()[0] == f"Way {place}: {way.title}"
    assert "  +     ip=s.gethostbyname(host)\n" in ended.out
    assert "the reference solution" not in ended.out
    assert "other ways" not in ended.out


def test_all_shows_the_reference_solution_and_every_way(tmp_path: Path) -> None:
    ended = compare(tmp_path, FINISHED, "03", "--all")
    titles = [f"Way {place}: {way.title}" for place, way in enumerate(known(BIND, "en").ways, 1)]
    shown = [line for line in ended.out.splitlines() if line and not line.startswith(" ")]
    assert shown == ["03_bind: the reference solution", *titles]
    assert ended.out.count("- only in your file") == 1
    assert "  Your code is the same, apart from layout, comments and type annotations.\n" not in ended.out


def test_a_file_with_the_same_code_is_called_the_same(tmp_path: Path) -> None:
    ended = compare(tmp_path, "import socket\ndef bind_server(server, host, port):\n  server.bind((host, port)) #!\n")
    same = "  Your code is the same, apart from layout, comments and type annotations."
    assert ended.out.splitlines()[:3] == ["03_bind: the reference solution", same, ""]


def test_the_part_to_try_by_hand_is_left_out_for_a_step_and_kept_for_a_whole_program(tmp_path: Path) -> None:
    tried = STUB.replace('raise NotImplementedError("write bind_server() here")', "server.bind((host, port))")
    assert "socketserver" in tried
    assert "Your code is the same" in compare(tmp_path, tried).out
    program = (SOLUTIONS / "12_client/accepted/lecture_style.py").read_bytes()
    folder = put(tmp_path / "exercises", {"12_client/client.py": program})
    shown = command(tmp_path / "scratch", "compare", "12", "--exercises", folder).out
    assert '  -     client_sk.connect(("127.0.0.1", 8081))\n' in shown


@pytest.mark.parametrize("exercise", [each for each in EXERCISES if each.number in (8, 13)], ids=lambda each: each.id)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_a_comparison_is_wider_than_80_cells_except_code(
    tmp_path: Path, exercise: Exercise, lang: str
) -> None:
    own = b"def mine():\n    return " + b"1 + " * 40 + b"1\n"
    code = {f"+ {line}" for way in known(exercise, lang).ways for each in code_lines(way.program) for line in each.text}
    for number, way in enumerate(known(exercise, lang).ways, 1):
        title = comparison.way_title(number, way)
        for line in comparison.program_lines(title, code_lines(own), code_lines(way.program), 80):
            text = line.plain.removeprefix("  ").replace("\t", "    ")
            assert cell_len(line.plain) <= 80 or text in code or text.startswith("-     return 1 + 1")
    for line in comparison.list_lines(exercise.id, known(exercise, lang).ways, 100, 80):
        assert cell_len(line.plain) <= 80


def test_a_long_list_of_ways_is_cut_to_the_height_of_the_terminal() -> None:
    many = known(catalogue.choose(EXERCISES, ["12"])[0], "en").ways
    shown = [line.plain for line in comparison.list_lines("12_client", many, 6, 80)]
    assert len(shown) == 1 + 6
    assert shown[5].startswith("   5  ")
    assert shown[6].endswith(f"{len(many) - 5} more; see all: nox -s compare -- 12 --all")
    assert len(list(comparison.list_lines("12_client", many, len(many), 80))) == 1 + len(many)
    assert list(comparison.list_lines("12_client", (), 6, 80)) == []


@on_posix
def test_a_terminal_gets_colours(tmp_path: Path) -> None:
    from tests.terminal import Terminal

    folder = put(tmp_path / "exercises", {FILE: FINISHED})
    words = [sys.executable, "-m", "grader", "compare", "03", "--exercises", str(folder)]
    (tmp_path / "scratch").mkdir()
    with Terminal(words, environment_of(tmp_path / "scratch", REPO, {}), REPO) as terminal:
        assert terminal.end() == 0
        assert "\x1b[31m  -     server.bind(address)" in terminal.everything
        assert "\x1b[32m  +     server.bind((host, port))" in terminal.everything


# How it is called --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["3", "03", "bind", "03_bind", "exercises/03_bind/bind.py"])
def test_an_exercise_can_be_named_as_in_the_other_commands(tmp_path: Path, name: str) -> None:
    assert compare(tmp_path, STUB, name).out.startswith("03_bind: not started.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["03", "04"], "name one exercise"),
        (["77"], "there is no exercise '77'"),
        (["03", "--way", "2", "--all"], "choose one of them"),
        (["03", "--way", "0"], "03_bind has no way 0"),
        (["03", "--way", "99"], "03_bind has no way 99"),
    ],
)
def test_wrong_usage_ends_in_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    ended = compare(tmp_path, FINISHED, *words)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert said in ended.err


def test_without_an_exercise_or_a_folder_it_ends_in_one_line(tmp_path: Path) -> None:
    for words in ([], ["03", "--exercises", str(tmp_path / "nowhere")]):
        ended = command(tmp_path / "scratch", "compare", *words)
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_where_the_solutions_are_missing_one_line_says_so(tmp_path: Path) -> None:
    for lang, said in (("en", "your teacher has not released the solutions"), ("zh", "老师还没有公开答案")):
        ended = compare(tmp_path, FINISHED, "03", "--solutions", tmp_path / "none", "--lang", lang)
        assert (ended.status, ended.err, ended.out.count("\n")) == (0, "", 1)
        assert said in ended.out


def a_folder_as_solution(solutions: Path) -> None:
    (solutions / FILE).unlink()
    (solutions / FILE).mkdir()


def a_way_that_is_a_folder(solutions: Path) -> None:
    (solutions / "03_bind/accepted/way.py").mkdir()


def a_list_that_is_not_toml(solutions: Path) -> None:
    (solutions / "03_bind/ways.toml").write_text("[address_variable\n")


def a_list_in_one_language(solutions: Path) -> None:
    (solutions / "03_bind/ways.toml").write_text('[address_variable]\nen = "it"\n')


def a_list_in_another_encoding(solutions: Path) -> None:
    (solutions / "03_bind/ways.toml").write_bytes(b'[a]\nen = "\xff"\nzh = ""\n')


def a_pipe_as_solution(solutions: Path) -> None:
    (solutions / FILE).unlink()
    os.mkfifo(solutions / FILE)


@pytest.mark.parametrize(
    "damage",
    [
        a_folder_as_solution,
        a_way_that_is_a_folder,
        a_list_that_is_not_toml,
        a_list_in_one_language,
        a_list_in_another_encoding,
        pytest.param(a_pipe_as_solution, marks=on_posix),
    ],
    ids=lambda each: each.__name__,
)
def test_a_damaged_solution_ends_in_one_line(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    shutil.copytree(SOLUTIONS / "03_bind", tmp_path / "solutions" / "03_bind")
    damage(tmp_path / "solutions")
    ended = compare(tmp_path, FINISHED, "03", "--solutions", tmp_path / "solutions")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "cannot be read: " in ended.err


def test_a_solution_that_is_no_program_is_shown_as_it_is(tmp_path: Path) -> None:
    put(tmp_path / "solutions", {FILE: b"# coding: nothing\n(\n'''\n\xff\n", "03_bind/accepted/b.py": "x = '\0'\n"})
    ended = compare(tmp_path, FINISHED, "03", "--solutions", tmp_path / "solutions", "--all")
    assert (ended.status, ended.err) == (0, "")
    assert "  + (\n" in ended.out
    assert "Way 1: b\n" in ended.out


# The code of a program ---------------------------------------------------------------------------------------------


def keys(source: Source, with_main: bool = True) -> list[str]:
    data = source if isinstance(source, bytes) else source.encode()
    return [line.key for line in code_lines(data, with_main)]


PLAIN = "def f(a, b=1):\n    return g(a, 'x')\n"
SAME = {
    "comments": "# one\ndef f(a, b=1):  # two\n    # three\n    return g(a, 'x')  # four\n# five\n",
    "blank lines": "\n\ndef f(a, b=1):\n\n    return g(a, 'x')\n\n\n",
    "docstrings": '"""Module."""\ndef f(a, b=1):\n    """Function."""\n    return g(a, "x")\n"""\nThe end.\n"""\n',
    "annotations": "def f(a: int, b: 'str' = 1) -> list[int]:\n    return g(a, 'x')\n",
    "quotes": 'def f(a, b=1):\n    return g(a, "x")\n',
    "spaces": "def f( a,b = 1 ) :\n return   g( a,'x' )\n",
    "tabs": "def f(a, b=1):\n\treturn g(a, 'x')\n",
    "several lines": "def f(\n    a,\n    # why\n    b=1,\n):\n    return g(\n        a,\n\n        'x',\n    )\n",
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "a byte-order mark": "\ufeff" + PLAIN,
    "no line end": PLAIN.rstrip(),
}


@pytest.mark.parametrize("name", SAME)
def test_layout_comments_and_annotations_are_no_difference(name: str) -> None:
    assert keys(SAME[name]) == keys(PLAIN)
    assert len(keys(PLAIN)) == 2


@pytest.mark.parametrize(
    "other",
    [
        "def f(a, b=2):\n    return g(a, 'x')\n",
        "def f(a, c=1):\n    return g(a, 'x')\n",
        "async def f(a, b=1):\n    return g(a, 'x')\n",
        "def f(a, b=1):\n    return g(a, 'y')\n",
        "def f(a, b=1):\n    return g(a, b'x')\n",
        "def f(a, b=1):\n    pass\nreturn g(a, 'x')\n",
        "def f(a, b=1): return g(a, 'x')\n",
    ],
)
def test_other_code_is_a_difference(other: str) -> None:
    assert keys(other) != keys(PLAIN)


def test_the_text_of_a_line_is_the_learners_own_without_comments() -> None:
    source = "x = (1,  # one\n\n     # two\n     2)\ns = '''a # b\n\n c'''  # three\nu = \"#\"\nif x :\n\tpass\n"
    assert [line.text for line in code_lines(source.encode())] == [
        ("x = (1,", "     2)"),
        ("s = '''a # b", "", " c'''"),
        ('u = "#"',),
        ("if x :",),
        ("\tpass",),
    ]


def test_a_file_is_decoded_with_the_encoding_that_it_names_if_that_is_one_for_programs() -> None:
    source = "# coding: gbk\nx = '中文'  # 注释\n"
    assert [line.text for line in code_lines(source.encode("gbk"))] == [("x = '中文'",)]
    assert [line.text for line in code_lines(b"# coding: rot13\nx = 1\n")] == [("x = 1",)]


@pytest.mark.parametrize(
    "guard",
    [
        "if __name__ == '__main__':\n    print(1)\n    if 1:\n        print(2)\n",
        'if "__main__" == __name__: print(1)\n',
        "if __name__ == '__main__':\n    print(1)\nelif 1:\n    print(2)\nelse:\n    print(3)\n",
    ],
)
def test_the_main_guard_is_left_out_with_its_block(guard: str) -> None:
    assert keys(f"a = 1\n{guard}b = 2\n", with_main=False) == keys("a = 1\nb = 2\n")
    assert len(keys(f"a = 1\n{guard}b = 2\n")) > 2
    assert keys("if name:\n    a = 1\nelse:\n    b = 2\n", with_main=False) == keys(
        "if name:\n    a = 1\nelse:\n    b = 2\n"
    )


def shown(first: str, second: str) -> list[tuple[Side, str]]:
    found = differences(code_lines(first.encode()), code_lines(second.encode()))
    return [(line.side, line.text) for line in found]


def test_only_lines_near_a_difference_are_shown() -> None:
    same = [f"a{number} = {number}" for number in range(20)]
    first, second = [*same[:10], "old()", *same[10:]], [*same[:10], "new()", *same[10:]]
    near = [(Side.BOTH, text) for text in same[10 - CONTEXT : 10]]
    after = [(Side.BOTH, text) for text in same[10 : 10 + CONTEXT]]
    left_out = (Side.LEFT_OUT, "")
    assert shown("\n".join(first), "\n".join(second)) == [
        left_out,
        *near,
        (Side.FIRST, "old()"),
        (Side.SECOND, "new()"),
        *after,
        left_out,
    ]
    assert shown("a = 1", "a = 1  # the same") == []
    assert shown("a = 'x'", 'a = "x"\nb') == [(Side.BOTH, 'a = "x"'), (Side.SECOND, "b")]


def test_a_long_row_of_the_learners_own_lines_is_cut() -> None:
    for count in (comparison.OWN_AT_MOST + 1, comparison.OWN_AT_MOST + 2):
        own = "".join(f"f({number})\n" for number in range(count))
        lines = comparison.difference_lines(differences(code_lines(own.encode()), code_lines(b"x\n")))
        texts = [line.plain for line in lines if line.plain.startswith("  - ")]
        assert len(texts) == comparison.OWN_AT_MOST + 1
        assert (texts[-1] == "  - ... 2 more lines of yours") == (count > comparison.OWN_AT_MOST + 1)


def test_a_very_long_program_is_compared_in_part() -> None:
    found = differences(code_lines(b"x = 1\n" * 40_000), code_lines(b"y = 1\n" * 40))
    assert sum(line.side is Side.FIRST for line in found) == LINES_AT_MOST


def test_control_characters_of_a_program_are_not_printed(tmp_path: Path) -> None:
    ended = compare(tmp_path, FINISHED + "ESCAPE = '\x1b[2J'\nprint('##[error]')\n")
    assert "  - ESCAPE = ' [2J'\n" in ended.out
    assert "\x1b" not in ended.out


# The lines about the ways ------------------------------------------------------------------------------------------


def known(exercise: Exercise, lang: str) -> ways.Solutions:
    found = ways.released(SOLUTIONS, exercise, lang)
    assert found is not None
    return found


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_each_accepted_program_has_one_short_line_in_each_language(exercise: Exercise) -> None:
    titles = ways.read_titles(SOLUTIONS / exercise.id / "ways.toml")
    programs = {path.stem for path in (SOLUTIONS / exercise.id / "accepted").glob("*.py")}
    assert set(titles) == programs
    assert [way.name for way in known(exercise, "en").ways] == list(titles)
    for title in titles.values():
        assert title.en.isascii()
        assert re.search("[\u4e00-\u9fff]", title.zh)
        assert max(map(cell_len, (title.en, title.zh))) <= 74
    assert len({title.en for title in titles.values()}) == len({title.zh for title in titles.values()}) == len(titles)


def test_a_way_without_a_line_is_named_after_its_file_and_comes_last(tmp_path: Path) -> None:
    text = '[z]\nen = "the first"\nzh = "第一种"\n'
    accepted = {f"03_bind/accepted/{name}.py": "" for name in ("own_way", "a", "z")}
    put(tmp_path, {FILE: "", "03_bind/ways.toml": text, **accepted})
    found = ways.released(tmp_path, BIND, "zh")
    assert found is not None
    assert [way.title for way in found.ways] == ["第一种", "a", "own way"]


def test_verify_reports_a_way_without_a_line(tmp_path: Path) -> None:
    shutil.copytree(SOLUTIONS / "03_bind", tmp_path / "03_bind")
    assert list(learner_texts.contradictions_in_ways(tmp_path / "03_bind")) == []
    (tmp_path / "03_bind/accepted/draft.py").write_text(REFERENCE)
    (line,) = learner_texts.contradictions_in_ways(tmp_path / "03_bind")
    assert line.endswith("ways.toml: has no line about draft")
    (tmp_path / "03_bind/ways.toml").write_text("[")
    (line,) = learner_texts.contradictions_in_ways(tmp_path / "03_bind")
    assert "cannot be read" in line


# The learners' repository ------------------------------------------------------------------------------------------


def release(with_solutions: bool = False, only: str = "03-04") -> Release:
    wanted = ReleasePlan(only=only)
    return repository.build_repository(wanted, plan.choose_exercises(wanted, EXERCISES), with_solutions)


@pytest.fixture(scope="module")
def closed() -> Release:
    return release()


@pytest.fixture(scope="module")
def opened() -> Release:
    return release(with_solutions=True)


def solutions_in(folder: Path) -> set[str]:
    return {name for name in names(folder) if name.startswith("solutions")}


# tests/test_release.py shows that a release contains no text of any file in solutions/.
def test_a_release_without_the_option_contains_no_file_of_the_solutions(closed: Release) -> None:
    paths = [*(file.path for file in closed.files), *files_in_wheel(closed)]
    assert [path for path in paths if "solutions" in path or "ways.toml" in path or "accepted" in path] == []


def test_the_option_adds_the_solutions_of_the_released_exercises_and_no_other_program(
    closed: Release, opened: Release
) -> None:
    added = {file.path for file in opened.files} - {file.path for file in closed.files}
    wanted = {
        path.relative_to(REPO).as_posix()
        for name in ("03_bind", "04_reuse_address")
        for pattern in ("*.py", "accepted/*.py", "ways.toml")
        for path in (SOLUTIONS / name).glob(pattern)
    }
    assert added == wanted
    assert {file.path for file in closed.files} < {file.path for file in opened.files}
    assert opened.manifest.wheel == closed.manifest.wheel
    for file in opened.files:
        if file.path in wanted:
            assert file.data == (REPO / file.path).read_bytes().replace(b"\r\n", b"\n")


def test_an_update_with_the_option_adds_the_solutions_and_one_without_it_removes_them(
    tmp_path: Path, closed: Release, opened: Release
) -> None:
    folder = tmp_path / "it"
    bring(folder, closed)
    put(folder / "exercises", {FILE: FINISHED})
    before = contents(folder)
    done = bring(folder, opened)
    assert (done.removed, done.kept) == (0, [])
    assert solutions_in(folder) == {file.path for file in opened.files if file.path.startswith("solutions/")}
    assert bring(folder, opened).put == 0
    done = bring(folder, closed)
    assert (done.put, done.kept) == (0, [])
    assert contents(folder) == before
    assert not (folder / "solutions").exists()


def test_an_update_without_the_option_keeps_only_what_the_learner_wrote(
    tmp_path: Path, closed: Release, opened: Release
) -> None:
    folder = tmp_path / "it"
    bring(folder, opened)
    mine = {"solutions/mine.txt": b"my notes\n", "solutions/03_bind/bind.py": b"# mine\n"}
    put(folder, mine)
    bring(folder, closed)
    assert solutions_in(folder) == set(mine)
    assert {name: (folder / name).read_bytes() for name in mine} == mine


def test_after_an_interrupted_update_one_without_the_option_removes_the_solutions(
    tmp_path: Path, closed: Release, opened: Release
) -> None:
    folder = tmp_path / "it"
    bring(folder, closed)
    before = contents(folder)
    # As after a kill: the journal and half of the new files are there, and course.json is still the old one.
    owned = manifest.owned([*closed.files, *opened.files])
    journal = manifest.encode(Journal(tuple(sorted(owned))))
    added = [file for file in opened.files if file.path.startswith("solutions/")]
    put(folder, {manifest.JOURNAL: journal, **{file.path: file.data for file in added[::2]}})
    assert solutions_in(folder)
    bring(folder, closed)
    assert contents(folder) == before


def test_the_command_release_needs_the_option_each_time(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "it", tmp_path / "scratch"
    words = ("release", folder, "--only", "03", "--lang", "en")
    assert command(scratch, *words).status == 0
    assert solutions_in(folder) == set()
    assert "taken out" not in command(scratch, *words, "--with-solutions").out
    assert "solutions/03_bind/bind.py" in {name.replace(os.sep, "/") for name in solutions_in(folder)}
    taken_out = command(scratch, *words)
    assert taken_out.status == 0
    assert "the solutions were taken out; --with-solutions keeps them in\n" in taken_out.out
    assert solutions_in(folder) == set()
    assert "taken out" not in command(scratch, *words).out
    course = folder / "course.json"  # a learner asks for them in the manifest
    course.write_text(course.read_text(encoding="utf-8").replace('"plan": {', '"plan": {"with_solutions": true,'))
    assert command(scratch, *words).status == 0
    assert solutions_in(folder) == set()


def test_the_option_without_a_folder_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "autograder.zip"
    ended = command(tmp_path / "scratch", "release", "--with-solutions", "--gradescope", archive)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert not archive.exists()


@pytest.fixture
def learners(tmp_path: Path, opened: Release) -> tuple[Path, Path]:
    """A learner's copy with finished work and its grader, which has no checks on push: the folder, the packages."""
    with zipfile.ZipFile(io.BytesIO(next(file.data for file in opened.files if file.path.endswith(".whl")))) as wheel:
        wheel.extractall(tmp_path / "packages")
    return tmp_path / "learners", tmp_path / "packages"


def test_a_learners_copy_shows_the_solutions_only_where_they_are_released(
    tmp_path: Path, learners: tuple[Path, Path], opened: Release, closed: Release
) -> None:
    folder, packages = learners

    def run(*words: str) -> Ended:
        return cold(tmp_path / "scratch", "compare", *words, cwd=folder, PYTHONPATH=str(packages))

    bring(folder, closed)
    put(folder / "exercises", {FILE: FINISHED})
    assert run("03").out == "03_bind: your teacher has not released the solutions\n"
    bring(folder, opened)
    assert "  +     server.bind((host, port))\n" in run("03").out
    assert "other ways pass every check" in run("03").out
    assert run("04").out.startswith("04_reuse_address: not started.")
    put(folder / "exercises", {FILE: WRONG})
    assert "only there" in run("03").out
    put(folder / "exercises", {FILE: LOSES_ON_PUSH})
    assert run("03").out.startswith("03_bind: the reference solution\n")  # each check that this copy has holds
    bring(folder, closed)
    assert run("03").out == "03_bind: your teacher has not released the solutions\n"


def test_untracked_ways_are_drafts_and_are_not_released(tmp_path: Path) -> None:
    course = tmp_path / "course"
    for name in ("grader", "exercises", "solutions/03_bind"):
        shutil.copytree(REPO / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    put(course / "solutions/03_bind/accepted", {"sub/way.py": REFERENCE, "notes.txt": ""})
    subprocess.run(["git", "init", "-q"], cwd=course, check=True)
    subprocess.run(["git", "add", "."], cwd=course, check=True)
    put(course / "solutions/03_bind/accepted", {"draft.py": REFERENCE})
    asked = "from grader.course import catalogue; from grader.release import selection"
    asked += "; print(*(file.path for file in selection.of_solutions(catalogue.load()[2:3])), sep='\\n')"
    words = [sys.executable, "-P", "-c", asked]
    given = os.environ | {"PYTHONPATH": str(course)}
    found = subprocess.run(words, capture_output=True, check=True, text=True, env=given, cwd=tmp_path).stdout.split()
    accepted = {f"solutions/03_bind/accepted/{path.name}" for path in (SOLUTIONS / "03_bind/accepted").glob("*.py")}
    assert sorted(found) == sorted({"solutions/03_bind/bind.py", "solutions/03_bind/ways.toml", *accepted})


def test_a_file_beyond_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_bytes(b"#" * (ways.FILE_AT_MOST + 10))
    assert len(ways.read_file(path)) == ways.FILE_AT_MOST
    with pytest.raises(UsageError, match="cannot be read"):
        ways.read_file(tmp_path)
