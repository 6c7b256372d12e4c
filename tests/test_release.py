"""The learners' repository: its files, the files it must not contain, reproducible bytes, and updates without loss."""

import ast
import dataclasses
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from packaging.utils import parse_wheel_filename

from grader.course import catalogue
from grader.model.errors import CourseError, UsageError
from grader.release import changes, fill, gradescope, manifest, place, plan, repository, selection
from grader.release.manifest import Manifest
from grader.release.plan import ReleasePlan
from grader.release.repository import Release
from grader.release.source import File
from tests.submitted import REPO, Ended, as_text, cold, command, contents, on_linux, on_posix

EXERCISES = catalogue.load()
STUB, README = "exercises/03_bind/bind.py", "exercises/03_bind/README.md"
LEARNERS: manifest.Kind = "learners"


def release_of(exercises: str = "", **options: object) -> Release:
    wanted = ReleasePlan(only=exercises, **options)  # type: ignore[arg-type]
    return repository.build_repository(wanted, plan.choose_exercises(wanted, EXERCISES))


@pytest.fixture(scope="module")
def whole() -> Release:
    return release_of()


@pytest.fixture(scope="module")
def few() -> Release:
    return release_of("03-04")


def unpacked(files: Iterable[File]) -> Iterator[tuple[str, bytes]]:
    """Every file, and every file of every archive among them."""
    for file in files:
        yield file.path, file.data
        if file.path.endswith((".whl", ".zip")):
            with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
                yield from ((f"{file.path}/{name}", archive.read(name)) for name in archive.namelist())


def files_in_wheel(release: Release) -> dict[str, bytes]:
    """The files of a release's wheel."""
    data = next(file.data for file in release.files if file.path == release.manifest.wheel)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bring(folder: Path, release: Release) -> place.UpdateResult:
    place.must_fit(folder, release.manifest.kind)
    return place.bring(folder, release.files, release.manifest)


def with_text(release: Release, path: str, text: str) -> Release:
    """The same release with a text added to one file."""
    files = [
        dataclasses.replace(file, data=file.data + text.encode()) if file.path == path else file
        for file in release.files
    ]
    return repository.as_release(files, release.manifest.kind, release.manifest.wheel, release.manifest.plan)


def without(release: Release, *paths: str) -> Release:
    """The same release without some files."""
    files = [file for file in release.files if file.path not in paths]
    return repository.as_release(files, release.manifest.kind, release.manifest.wheel, release.manifest.plan)


def names(folder: Path) -> set[str]:
    """The name of every file in a folder."""
    return {name for name, data in contents(folder).items() if isinstance(data, bytes)}


# Files that stay with the teacher ----------------------------------------------------------------------------------


def lines_of(paths: Iterable[Path], public: str) -> set[str]:
    """Every line of at least 18 characters that does not occur in the public texts."""
    texts = (path.read_bytes().decode("utf-8") for path in paths)
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {line for line in lines if len(line) >= 18 and line not in public}


def suites(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in (REPO / "grader" / "suites").glob(f"*/{pattern}")]


def test_a_release_contains_no_line_of_a_solution_or_of_a_check_on_push(whole: Release) -> None:
    # Learners see parts of solutions in READMEs, hints and advice, and parts of hidden checks in the visible checks.
    public_files = [
        *REPO.glob("exercises/*/*.*"),
        *suites("hints*.md", "host.py", "checks.py", "mistakes.py", "stub.py.txt"),
        *REPO.glob("grader/advice/mistakes/*.py"),
    ]
    public = "\n".join(path.read_text(encoding="utf-8") for path in public_files)
    solutions = lines_of(REPO.glob("solutions/*/*.py"), public)
    hidden = lines_of(suites("hidden.py"), public)
    assert len(solutions) > 40
    assert len(hidden) > 100
    everything = [(path, data.decode("utf-8", "replace")) for path, data in unpacked(whole.files)]
    assert [(path, line) for path, text in everything for line in solutions | hidden if line in text] == []


def copy_of_the_course(folder: Path) -> Path:
    """A copy of the files from which a release is made, created in another order."""
    for name in ("solutions", "pyproject.toml", "LICENSE", "exercises", "grader"):
        if (REPO / name).is_dir():
            shutil.copytree(REPO / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(REPO / name, folder)
    return folder


def canaries(folder: Path) -> dict[Path, bytes]:
    """A unique text for every file that only the teacher has, and for stray files."""
    grader = folder / "grader"
    own = [
        *folder.glob("solutions/**/*.py"),
        *folder.glob("solutions/*/*.toml"),
        *grader.glob("suites/*/hidden.py"),
        *grader.glob("verify/*.py"),
        *grader.glob("classes/**/*.py"),
        *grader.glob("release/*.py"),
        *(
            path
            for path in grader.glob("commands/*.py")
            if path.stem not in (*selection.COMMANDS, *selection.BESIDE_COMMANDS)
        ),
        *grader.glob("texts/locale/**/*.po"),
    ]
    stray = [
        grader / "suites/03_bind/hidden_old.py",
        grader / "suites/03_bind/hidden.py.orig",
        grader / "suites/03_bind/__pycache__/hidden.cpython-311.pyc",
        grader / "suites/.draft.py",
        grader / "notes.txt",
        folder / "exercises/03_bind/mine.py",
        folder / "exercises/03_bind/.bind.py.swp",
    ]
    planted = {path: f"\n# canary {number} of a teacher\n".encode() for number, path in enumerate([*own, *stray])}
    trial = folder / STUB  # a teacher has tried the exercise
    return planted | {trial: b"\n# canary: the teacher's own trial\n"}


@on_posix
def test_a_release_is_reproducible_and_contains_no_file_of_the_teacher(tmp_path: Path, whole: Release) -> None:
    course_there = copy_of_the_course(tmp_path / "course")
    planted = canaries(course_there)
    for path, text in planted.items():
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.write(text)
    before = os.umask(0o077)
    try:
        surroundings = {"TZ": "Asia/Shanghai", "LANG": "C", "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
        made = cold(tmp_path / "scratch", "release", tmp_path / "made", cwd=course_there, **surroundings)
    finally:
        os.umask(before)
    assert made.status == 0, made.err
    bring(tmp_path / "here", whole)
    assert contents(tmp_path / "made") == contents(tmp_path / "here")
    files = [File(name, (tmp_path / "made" / name).read_bytes()) for name in names(tmp_path / "made")]
    assert len(planted) > 300
    assert [path for path, data in unpacked(files) if b"canary" in data and b"of a teacher" in data] == []


def test_a_learners_wheel_contains_every_file_except_the_teachers(whole: Release) -> None:
    teachers = re.compile(
        r"grader/(release/|classes/|verify/|suites/\w+/hidden\.py|commands/(release|verify|schema|class_|points)\.py)"
        r"|.*\.po$"
    )
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "grader"]
    if not (REPO / ".git").exists():
        pytest.skip("no repository here")
    listed = subprocess.run(asked, cwd=REPO, capture_output=True, check=True).stdout.decode().split("\0")
    ours = {name for name in listed if name and (REPO / name).is_file()}
    there = {name for name in files_in_wheel(whole) if ".dist-info/" not in name}
    assert {name for name in ours - there if not teachers.match(name)} == set()
    assert {name for name in there if teachers.match(name)} == set()


def test_every_import_in_a_learners_wheel_is_in_the_wheel(whole: Release) -> None:
    files = files_in_wheel(whole)
    for name, data in files.items():
        if not name.startswith("grader/") or not name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(data)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "grader":
                base = str(node.module).replace(".", "/")
                assert f"{base}.py" in files or f"{base}/__init__.py" in files, f"{name} imports {node.module}"
                for each in node.names:
                    is_module = (REPO / base / f"{each.name}.py").is_file()
                    assert not is_module or f"{base}/{each.name}.py" in files, f"{name} imports {base}/{each.name}"


# Files of a release ------------------------------------------------------------------------------------------------


def test_the_sessions_are_the_learners_commands() -> None:
    text = next(file.data for file in release_of("03").files if file.path == "noxfile.py")
    tree = ast.parse(text)
    sessions = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and "nox.session" in ast.unparse(node)[:20]
    ]
    assert [node.name.replace("list_exercises", "list") for node in sessions] == list(selection.COMMANDS)
    for node in sessions:
        assert ast.get_docstring(node) == docstring_of_session(node.name)


def docstring_of_session(name: str) -> str | None:
    """The docstring of the course's session with this name."""
    tree = ast.parse((REPO / "noxfile.py").read_bytes())
    return next(
        ast.get_docstring(node) for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("repo", ["", "owner/course"])
def test_every_placeholder_is_filled_in_and_each_language_links_the_other(lang: str, repo: str) -> None:
    made = release_of("02,12-13", lang=lang, course=repo)
    for file in made.files:
        if file.path.endswith(".whl"):
            continue
        text = file.data.decode("utf-8")
        assert not fill.PLACE.search(text), file.path
        assert "[[if" not in text
        assert "[[end" not in text
    pages = {file.path: file.data.decode("utf-8") for file in made.files if "/" not in file.path}
    chinese, english = ("README.md", "README.en.md") if lang == "zh" else ("README.zh-CN.md", "README.md")
    assert "简体中文](" in pages[english]
    assert "[English](" in pages[chinese]
    assert ('"Actions"' in pages[english]) == ("“Actions”" in pages[chinese]) == bool(repo)


def test_a_page_lists_the_released_exercises_with_their_points_below_the_given_name() -> None:
    made = {
        file.path: file.data.decode() for file in release_of("03,12", name="Net 101").files if file.path[-3:] == ".md"
    }
    assert made["README.md"].startswith("# Net 101\n")
    assert made["README.zh-CN.md"].startswith("# Net 101\n")
    table = [line for line in made["README.md"].splitlines() if line.startswith(("| [", "| all"))]
    by_number = {each.number: each.facts.points for each in EXERCISES}
    assert [line.split("|")[3].strip() for line in table] == [
        str(by_number[3]),
        str(by_number[12]),
        str(by_number[3] + by_number[12]),
    ]


def test_only_selects_exercises_and_their_suites() -> None:
    made = release_of("01,03,05-06")
    wanted = {"01_address", "03_bind", "05_listen", "06_accept"}
    assert {file.path.split("/")[1] for file in made.files if file.path.startswith("exercises/")} == wanted
    suites_there = {name.split("/")[2] for name in files_in_wheel(made) if name.startswith("grader/suites/")}
    assert suites_there == wanted | {"pytest.ini"}


@pytest.mark.parametrize("only", ["", "3-", "-3", "a-b", "08-05", "77", "1,,2", "14-20", "1-2-3", "²-³"])
def test_a_bad_list_of_exercises_is_refused_and_an_empty_one_means_all(only: str) -> None:
    if only == "":
        assert (
            plan.choose_exercises(ReleasePlan(only=only), EXERCISES)
            == plan.choose_exercises(ReleasePlan(only="all"), EXERCISES)
            == EXERCISES
        )
        return
    with pytest.raises(UsageError):
        plan.choose_exercises(ReleasePlan(only=only), EXERCISES)


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "two\nlines"},
        {"name": "x" * 81},
        {"name": "a\x1b[31m"},
        {"course": "no-slash"},
        {"course": "a/b/c"},
        {"course": "a/b@main\n  evil: 1"},
        {"ref": "a b"},
        {"ref": ""},
        {"ref": "x\nevil: 1"},
    ],
)
def test_a_name_that_would_break_a_page_or_a_workflow_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        plan.check_plan(ReleasePlan(**bad))  # type: ignore[arg-type]


def test_ref_without_course_is_refused() -> None:
    with pytest.raises(UsageError, match="--course OWNER/REPO"):
        plan.check_plan(ReleasePlan(ref="v1"))
    assert plan.check_plan(ReleasePlan(ref="v1", course="owner/course")).ref == "v1"


def test_fail_under_is_limited_to_the_points_of_a_push() -> None:
    chosen = plan.choose_exercises(ReleasePlan(only="03"), EXERCISES)
    every = sum(check.points for each in chosen for check in each.checks)
    visible = sum(check.points for each in chosen for check in each.checks if not check.hidden)
    assert visible < every
    plan.must_be_reachable(ReleasePlan(fail_under=visible), chosen)
    plan.must_be_reachable(ReleasePlan(fail_under=every, course="owner/course"), chosen)
    for too_many in (ReleasePlan(fail_under=visible + 1), ReleasePlan(fail_under=every + 1, course="owner/course")):
        with pytest.raises(UsageError, match="at most"):
            plan.must_be_reachable(too_many, chosen)


def test_a_wheel_has_a_valid_name_and_valid_metadata(whole: Release) -> None:
    name, version, _build, tags = parse_wheel_filename(whole.manifest.wheel.split("/")[-1])
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (name, version.public) == (project["name"], project["version"])
    assert {str(tag) for tag in tags} == {"py3-none-any"}
    files = files_in_wheel(whole)
    dist_info = f"socket_course_grader-{version}.dist-info"
    metadata = files[f"{dist_info}/METADATA"].decode().splitlines()
    assert f"Version: {version}" in metadata
    assert [line[15:] for line in metadata if line.startswith("Requires-Dist: ")] == project["dependencies"]
    assert {line.split(",")[0] for line in files[f"{dist_info}/RECORD"].decode().splitlines()} == set(files)


def test_a_wheel_with_other_files_has_another_version() -> None:
    wheels = {release_of(only).manifest.wheel for only in ("03", "04", "03-04")}
    assert len(wheels) == 3
    assert release_of("03", name="another").manifest.wheel == release_of("03").manifest.wheel


def test_a_misplaced_mark_or_an_unknown_value_raises_course_error() -> None:
    for lines in (["# [[end]]\n"], ["# [[if a]]\n"], ["# [[if a]]\n", "# [[if a]]\n", "# [[end]]\n"], ["# [[if b]]\n"]):
        with pytest.raises(CourseError):
            fill.staying("it", lines, {"a": ""})
    kept = fill.staying("it", ["1\n", "  # [[if a]]\n", "2\n", "  # [[end]]\n", "3\n"], {"a": ""})
    assert kept == ["1\n", "3\n"]
    assert fill.staying("it", ["# [[if a]]\n", "2\n", "# [[end]]\n"], {"a": "x"}) == ["2\n"]


@pytest.mark.parametrize(("value", "kept"), [("x", ["1\n"]), ("", ["2\n"])])
def test_the_lines_after_else_are_kept_if_there_is_no_value(value: str, kept: list[str]) -> None:
    lines = ["# [[if a]]\n", "1\n", "# [[else]]\n", "2\n", "# [[end]]\n"]
    assert fill.staying("it", lines, {"a": value}) == kept


@pytest.mark.parametrize("lines", [["# [[else]]\n"], ["# [[if a]]\n", "# [[else]]\n", "# [[else]]\n", "# [[end]]\n"]])
def test_a_misplaced_else_raises_course_error(lines: list[str]) -> None:
    with pytest.raises(CourseError, match="out of its place"):
        fill.staying("it", lines, {"a": "x"})


def test_the_devcontainer_has_an_image_and_starts_a_grading() -> None:
    data = next(file.data for file in release_of("03").files if file.path.endswith("devcontainer.json"))
    settings = json.loads(data)
    assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*", settings["image"])
    assert "nox -s grade" in settings["postCreateCommand"]


# The installed wheel -----------------------------------------------------------------------------------------------


@pytest.mark.system
def test_every_command_works_from_the_installed_wheel(tmp_path: Path, whole: Release) -> None:
    folder, packages = tmp_path / "learners", tmp_path / "packages"
    bring(folder, whole)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target"]
    subprocess.run([*pip, str(packages), str(folder / whole.manifest.wheel)], check=True, capture_output=True)
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def run(*words: str) -> Ended:
        given = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "grader", *words],
            cwd=folder,
            env=given | {"PYTHONPATH": str(packages), "LANG": "C.UTF-8", "TMPDIR": str(scratch)},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, as_text(ended.stdout), as_text(ended.stderr), [], 0)

    (folder / STUB).write_bytes((REPO / "solutions/03_bind/bind.py").read_bytes())
    graded = run("grade", "03", "04", "--json", "result.json")
    card = json.loads((folder / "result.json").read_bytes())
    assert graded.status == 0, graded.err
    assert [each["score"] for each in card["exercises"]] == [6, 0]
    assert card["hidden"] == 3
    assert card["notes"] == []
    assert "written" in run("list").out
    assert "hint 1 of" in run("hint", "03").out
    assert "bind.py.1.bak" in run("reset", "03").out
    assert (folder / STUB).read_bytes() == next(file.data for file in whole.files if file.path == STUB)
    assert run("peer", "03", "--wait", "0").status != 3
    assert run("compare", "03").out == "03_bind: your teacher has not released the solutions\n"
    assert "13" in run("doctor").out
    listed = run("--help").out.split("Commands:")[1]
    there = set(re.findall(r"^  (\w+)", listed, re.MULTILINE))
    assert there - {"report"} == set(selection.COMMANDS)


# Updates -----------------------------------------------------------------------------------------------------------


def test_a_second_identical_release_changes_nothing(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    assert bring(folder, few).put == len(few.files)
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert bring(folder, few) == place.UpdateResult(0, 0, [])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == stamps


def test_an_update_keeps_the_learners_files_and_replaces_the_others(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    bring(folder, few)
    work = b"def bind_server(server, host, port):\r\n    pass  # mine, and not whole"
    (folder / STUB).write_bytes(work)
    (folder / "exercises/03_bind/helper.py").write_bytes(b"X = 1\n")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_bytes(b"[core]\n")
    new = with_text(with_text(few, README, "\nnew\n"), "exercises/04_reuse_address/reuse_address.py", "\n# new\n")
    done = bring(folder, new)
    assert (folder / STUB).read_bytes() == work
    assert (folder / "exercises/03_bind/helper.py").read_bytes() == b"X = 1\n"
    assert (folder / ".git/config").read_bytes() == b"[core]\n"
    assert (folder / README).read_text(encoding="utf-8").endswith("\nnew\n")
    assert (done.put, done.removed, done.kept) == (2, 0, [])
    assert manifest.manifest_of(folder) == msgspec.structs.replace(
        new.manifest, files={file.path: file.sha256 for file in new.files}
    )


def test_the_new_version_of_a_changed_file_is_written_beside_it(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    bring(folder, few)
    for path in (STUB, README):
        (folder / path).write_bytes(b"mine\n")
    second = with_text(with_text(few, STUB, "# second\n"), README, "second\n")
    kept = [changes.Kept(path, f"{path}.new") for path in (README, STUB)]
    assert bring(folder, second).kept == kept
    assert bring(folder, second).kept == kept
    assert (folder / STUB).read_bytes() == b"mine\n"
    assert (folder / f"{STUB}.new").read_bytes().endswith(b"# second\n")
    third = with_text(second, STUB, "# third\n")
    assert bring(folder, third).kept == kept
    assert (folder / f"{STUB}.new").read_bytes().endswith(b"# third\n")
    (folder / f"{STUB}.new").replace(folder / STUB)  # the learner takes the new version
    (folder / f"{README}.new").write_bytes(b"my notes\n")  # the learner uses this name for another text
    done = bring(folder, with_text(third, README, "fourth\n"))
    assert done.kept == [changes.Kept(README, f"{README}.2.new")]
    assert (folder / f"{README}.new").read_bytes() == b"my notes\n"
    assert not (folder / f"{STUB}.new").exists()


def test_an_update_removes_dropped_files_that_are_unchanged(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    bring(folder, few)
    (folder / STUB).write_bytes(b"mine\n")
    fourth = [file.path for file in few.files if file.path.startswith("exercises/04")]
    done = bring(folder, without(few, STUB, README, *fourth))
    assert done.removed == 1 + len(fourth)
    assert done.kept == [changes.Kept(STUB)]
    assert (folder / STUB).read_bytes() == b"mine\n"
    assert not (folder / "exercises/04_reuse_address").exists()


def test_an_update_leaves_one_wheel_and_repairs_a_damaged_one(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    bring(folder, few)
    other = release_of("03")
    bring(folder, other)
    assert [path.name for path in (folder / "wheels").iterdir()] == [other.manifest.wheel.split("/")[1]]
    (folder / other.manifest.wheel).write_bytes(b"damaged")
    bring(folder, other)
    assert (folder / other.manifest.wheel).stat().st_size > 1000


def test_line_ends_changed_by_git_do_not_count_as_a_change(tmp_path: Path, few: Release) -> None:
    folder = tmp_path / "it"
    bring(folder, few)
    for path in (folder / README, folder / STUB):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert bring(folder, few) == place.UpdateResult(0, 0, [])
    assert bring(folder, with_text(few, README, "new\n")).kept == []
    assert (folder / README).read_bytes().endswith(b"new\n")


def test_an_update_keeps_the_options_of_the_previous_release(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "it", tmp_path / "scratch"
    first = ["--only", "03,04", "--name", "Net 101", "--course", "owner/course", "--ref", "v1", "--fail-under", "3"]
    assert command(scratch, "release", folder, *first, "--lang", "en").status == 0
    refused = command(scratch, "release", folder, "--only", "04", "--lang", "en")
    assert (refused.status, refused.out) == (2, "")  # the manifest may have been edited by a learner
    assert "say --course owner/course to keep that" in refused.err
    again = command(scratch, "release", folder, "--only", "04", "--course", "owner/course", "--lang", "en")
    assert again.status == 0
    assert "as course.json there says: --fail-under 3" in again.out
    updated = manifest.manifest_of(folder)
    assert updated is not None
    assert updated.plan == ReleasePlan(only="04", name="Net 101", course="owner/course", ref="v1", fail_under=3)
    assert not (folder / "exercises/03_bind").exists()


@pytest.mark.system
@on_posix
def test_an_update_that_is_killed_at_any_step_can_be_repeated(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.killed", str(tmp_path)],
        cwd=REPO,
        env=os.environ | {"PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    steps = json.loads(ran.stdout)
    assert steps["update"] > 20
    assert steps["first"] > 20


# Refusals ----------------------------------------------------------------------------------------------------------


def a_file(folder: Path) -> None:
    folder.write_bytes(b"")


def a_link(folder: Path) -> None:
    (folder.parent / "other").mkdir()
    folder.symlink_to(folder.parent / "other")


def a_folder_of_another_project(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_bytes(b"mine")


def a_manifest_of_another_schema(folder: Path) -> None:
    folder.mkdir()
    (folder / "course.json").write_bytes(b'{"schema": "something else"}')


def no_json(folder: Path) -> None:
    folder.mkdir()
    (folder / "course.json").write_bytes(b"\xff{")


def a_manifest_that_leads_out(folder: Path) -> None:
    folder.mkdir()
    written = Manifest(version="1", kind="learners", wheel="w", plan=ReleasePlan(), files={"../outside.txt": "0" * 64})
    (folder / "course.json").write_bytes(manifest.encode(written))


def a_release_of_another_kind(folder: Path) -> None:
    written = Manifest(version="1", kind="graders", wheel="w", plan=ReleasePlan(), files={})
    folder.mkdir()
    (folder / "course.json").write_bytes(manifest.encode(written))


def a_folder_in_the_way(folder: Path) -> None:
    bring(folder, release_of("03"))
    (folder / README).unlink()
    (folder / README).mkdir()


def a_link_in_the_way(folder: Path) -> None:
    bring(folder, release_of("03"))
    (folder / "exercises").rename(folder.parent / "elsewhere")
    (folder / "exercises").symlink_to(folder.parent / "elsewhere")


@pytest.mark.parametrize(
    "prepare",
    [
        a_file,
        pytest.param(a_link, marks=on_posix),
        a_folder_of_another_project,
        a_manifest_of_another_schema,
        no_json,
        a_manifest_that_leads_out,
        a_release_of_another_kind,
        a_folder_in_the_way,
        pytest.param(a_link_in_the_way, marks=on_posix),
    ],
    ids=lambda each: each.__name__,
)
def test_an_unsuitable_place_for_a_release_is_refused_and_stays_unchanged(
    tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    folder = tmp_path / "it"
    prepare(folder)
    before = contents(tmp_path)
    refused = command(tmp_path.with_name(f"{tmp_path.name}-scratch") / "s", "release", folder, "--name", "new")
    assert refused.status == 2
    assert len(refused.err.splitlines()) == 1
    assert contents(tmp_path) == before


def test_a_release_into_the_course_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    for where in (REPO, REPO / "exercises", REPO / "new", tmp_path / "no" / "where"):
        refused = command(tmp_path / "scratch", "release", where)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)
    assert not (REPO / "new").exists()
    assert command(tmp_path / "scratch", "release").status == 2


@pytest.mark.parametrize(
    "path", ["../outside", "/etc/passwd", "a/../../b", ".git/config", "a/.GIT/x", "C:/x", "a\\b", ""]
)
def test_a_manifest_with_a_path_outside_its_folder_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        manifest.refuse_strange(Path("course.json"), [path])


def test_an_autograder_is_never_written_into_the_learners_repository(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "it", tmp_path / "scratch"
    together = command(scratch, "release", folder, "--only", "03", "--gradescope", folder / "autograder.zip")
    assert together.status == 2
    assert not folder.exists()
    bring(folder, release_of("03"))
    before = contents(folder)
    (folder / "sub").mkdir()
    together_with: list[list[str | Path]] = [
        ["--gradescope", folder / "sub" / "autograder.zip"],
        ["--classroom50", folder / "sub" / "bundle"],
        ["--classroom50", folder],
        [folder, "--classroom50", folder],
    ]
    for words in together_with:
        assert command(scratch, "release", *words).status == 2
    (folder / "sub").rmdir()
    assert contents(folder) == before


# Autograders -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip for Gradescope, unpacked, with the grader installed for a separate Python."""
    root = tmp_path_factory.mktemp("gradescope")
    with zipfile.ZipFile(io.BytesIO(gradescope.build_autograder(ReleasePlan(), EXERCISES))) as archive:
        archive.extractall(root / "source")
        wheel = next(name for name in archive.namelist() if name.endswith(".whl"))
    with zipfile.ZipFile(root / "source" / wheel) as archive:
        archive.extractall(root / "packages")
    python = root / "venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{root}/packages" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return root


def test_an_autograder_has_executable_scripts_and_the_checks_on_push() -> None:
    data = gradescope.build_autograder(ReleasePlan(), EXERCISES)
    assert data == gradescope.build_autograder(ReleasePlan(), EXERCISES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        modes = {each.filename: each.external_attr >> 16 & 0o777 for each in archive.infolist()}
        inside = {path.split(".whl/")[1] for path, _data in unpacked(files_in_zip(archive)) if ".whl/" in path}
    assert modes.pop("setup.sh") == modes.pop("run_autograder") == 0o755
    assert set(modes.values()) == {0o644}
    assert {f"grader/suites/{each.id}/hidden.py" for each in EXERCISES} <= inside
    assert not any(name.startswith(("grader/release/", "solutions/")) for name in inside)


def files_in_zip(archive: zipfile.ZipFile) -> Iterator[File]:
    yield from (File(name, archive.read(name)) for name in archive.namelist())


LAYOUTS = {
    "the whole repository": ["README.md", "exercises/03_bind/bind.py", "exercises/03_bind/own.py"],
    "exercises alone": ["03_bind/bind.py", "03_bind/own.py", "04_reuse_address/reuse_address.py"],
    "one exercise alone": ["03_bind/bind.py", "03_bind/own.py"],
    "flat files": ["bind.py", "own.py", "README.md"],
    "an outer folder": ["course-main/exercises/03_bind/bind.py", "course-main/exercises/03_bind/own.py"],
    "an archive made on a Mac": ["__MACOSX/._bind.py", ".DS_Store", "mine/bind.py", "mine/own.py"],
}


@on_posix
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_autograder_finds_a_submission_in_every_usual_layout(autograder: Path, tmp_path: Path, layout: str) -> None:
    for name in LAYOUTS[layout]:
        path = tmp_path / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "submission" / "codec.py").symlink_to("/etc/hostname")
    python, collect = autograder / "venv/bin/python", autograder / "source/collect.py"
    subprocess.run([python, "-P", collect, tmp_path / "submission", tmp_path / "exercises"], check=True)
    found = {name: data for name, data in contents(tmp_path / "exercises").items() if isinstance(data, bytes)}
    assert {"03_bind/bind.py", "03_bind/own.py"} <= set(found)
    assert found["03_bind/bind.py"].endswith(b"bind.py")
    assert not (tmp_path / "exercises/08_encode_decode/codec.py").exists()
    assert sorted(os.listdir(tmp_path / "exercises")) == [each.id for each in EXERCISES]


@on_linux
def test_an_autograder_grades_a_submission_with_the_checks_on_push(autograder: Path) -> None:
    (autograder / "submission").mkdir()
    shutil.copy(REPO / "solutions/03_bind/bind.py", autograder / "submission")
    ran = subprocess.run(
        ["bash", str(autograder / "source/run_autograder")],
        env=os.environ | {"AUTOGRADER_ROOT": str(autograder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    results = json.loads((autograder / "results/results.json").read_bytes())
    assert results["score"] == 8


def test_an_incomplete_bundle_ends_without_a_result(tmp_path: Path) -> None:
    bundle, checkout = tmp_path / "bundle", tmp_path / "checkout"
    assert command(tmp_path / "scratch", "release", "--classroom50", bundle, "--only", "03").status == 0
    checkout.mkdir()
    (checkout / "result.json").write_text('{"score": 100}')
    (checkout / "tempfile.py").write_text("raise SystemExit(0)")
    shutil.copy(bundle / "autograder.py", checkout)
    shutil.rmtree(bundle / "wheels")
    ran = subprocess.run(
        [sys.executable, "autograder.py"],
        cwd=checkout,
        env=os.environ | {"CLASSROOM50_BUNDLE_DIR": str(bundle)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "lacks wheels/" in ran.stderr
    assert not (checkout / "result.json").exists()


def test_stray_files_in_the_graders_folder_are_not_released(tmp_path: Path) -> None:
    """A backup of the suites and a solution in a wrong folder: without git and with it."""
    for name in ("grader", "exercises"):
        shutil.copytree(REPO / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "noxfile.py"):
        shutil.copy(REPO / name, tmp_path / "copy" / name)
    mine = tmp_path / "copy" / "grader"
    asked = "import sys; sys.path.insert(0, sys.argv[1]); from grader.course import catalogue; from grader.release import selection"
    asked += "; print(*(file.path for file in selection.of_grader(catalogue.load())), sep='\\n')"

    def released_files() -> set[str]:
        words = [sys.executable, "-P", "-c", asked, str(mine.parent)]
        return set(subprocess.run(words, capture_output=True, check=True, text=True, cwd=tmp_path).stdout.split())

    plain = released_files()
    assert "grader/suites/03_bind/checks.py" in plain
    shutil.copytree(mine / "suites", mine / "suites.bak")
    (mine / "wire/x").mkdir()
    (mine / "wire/x/hidden.py").write_text("secret = 1\n")
    assert released_files() == plain
    subprocess.run(["git", "init", "-q"], cwd=mine.parent, check=True)
    subprocess.run(["git", "add", "."], cwd=mine.parent, check=True)
    (mine / "advice/my_solution.py").write_text("secret = 1\n")
    assert released_files() == plain
