"""The house keeps its order: who may import whom, what is documented, how long a file is, what no text holds."""

import ast
import fnmatch
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import course
from tests.submitted import REPO

GRADER = REPO / "grader"
LINES_AT_MOST = 600

# Each file may import only what stands above it. A pattern stands for files that may not import each other.
ORDER = """
    __init__.py
    errors.py
    language.py
    wording.py
    chance.py
    keys.py
    encodings.py
    unmerged.py
    transcript.py
    verdict.py
    veil.py
    program/__init__.py
    program/trace.py
    program/desk.py
    program/powers.py
    program/landlock.py
    program/boot.py
    program/room.py
    program/warm.py
    program/limits.py
    program/scratch.py
    program/tree.py
    program/view.py
    program/bubblewrap.py
    program/box.py
    program/queues.py
    program/stuck.py
    program/keeper.py
    program/process.py
    program/launch.py
    course.py
    ports.py
    peer/__init__.py
    peer/connection.py
    peer/client.py
    peer/server.py
    expect.py
    advice/__init__.py
    advice/source.py
    advice/values.py
    advice/loops.py
    advice/case.py
    advice/receiving.py
    advice/texts.py
    advice/sending.py
    advice/meeting.py
    advice/rule.py
    advice/mistakes/__init__.py
    advice/mistakes/*.py
    advice/choose.py
    running.py
    loop.py
    stage.py
    trial.py
    talk.py
    lab.py
    by_hand.py
    suites/*/by_hand.py
    suites/*/checks.py
    suites/*/hidden.py
    suites/*/host.py
    suites/*/mistakes.py
    astray.py
    submission.py
    notes.py
    settings.py
    hints.py
    listing.py
    reset.py
    play.py
    score.py
    demand.py
    saved.py
    progress.py
    adviser.py
    plugin.py
    run.py
    apart.py
    inside.py
    prove_aids.py
    prove.py
    report/__init__.py
    report/files.py
    report/layout.py
    report/readable.py
    report/workflow.py
    report/encoded.py
    report/fit.py
    report/step.py
    report/conversation.py
    report/repeats.py
    report/words.py
    report/lost.py
    report/signs.py
    report/advice.py
    report/marks.py
    report/picture.py
    report/json.py
    report/mermaid.py
    report/markdown.py
    report/summary.py
    report/annotations.py
    report/outputs.py
    report/reporter.py
    report/classroom50.py
    report/gradescope.py
    report/prairielearn.py
    report/junit.py
    report/badge.py
    report/autolab.py
    report/formats.py
    report/orders.py
    report/terminal.py
    report/hint.py
    report/table.py
    report/live.py
    doctor.py
    release/__init__.py
    release/plan.py
    release/source.py
    release/selection.py
    release/archive.py
    release/wheel.py
    release/fill.py
    release/pages.py
    release/manifest.py
    release/repository.py
    release/changes.py
    release/place.py
    release/gradescope.py
    release/classroom50.py
    classes/__init__.py
    classes/entry.py
    classes/attempt.py
    classes/deadline.py
    classes/layout.py
    classes/found.py
    classes/zips.py
    classes/history.py
    classes/version.py
    classes/handed.py
    classes/work.py
    classes/pools.py
    classes/grading.py
    classes/counter.py
    classes/cells.py
    classes/sheet.py
    classes/roster.py
    classes/present.py
    classes/join.py
    classes/titles.py
    classes/comment.py
    classes/exports.py
    classes/tables.py
    classes/packing.py
    classes/database.py
    classes/lock.py
    classes/migrations/__init__.py
    classes/migrations/env.py
    classes/migrations/versions/__init__.py
    classes/migrations/versions/*.py
    classes/migrate.py
    classes/queries.py
    classes/gradebook.py
    classes/people.py
    classes/need.py
    classes/statistics.py
    classes/anonymous.py
    classes/example.py
    classes/learners.py
    classes/page.py
    classes/results.py
    classes/summary.py
    watching/__init__.py
    watching/mounts.py
    watching/changes.py
    watching/state.py
    watching/screen.py
    watch.py
    commands/__init__.py
    commands/options.py
    commands/*.py
    cli.py
    __main__.py
""".split()

# Where the packages of an extra may be imported: a learner does without them.
EXTRAS = {
    "class": ("classes/*", "commands/class_.py", "commands/points.py"),
    "cluster": ("classes/pools.py",),
}

# These run inside the learner's process, where nothing of the grader may be importable: they import their
# neighbours by bare name, and nothing else but the standard library.
DESK = "_course_desk"  # under this name a host program finds program/desk.py
INSIDE = {name: f"program/{name}.py" for name in ("trace", "desk", "powers", "landlock", "boot", "room", "warm")}
FILES = sorted(path.relative_to(GRADER).as_posix() for path in GRADER.rglob("*.py"))
OURS = [file for file in FILES if not file.startswith("suites/")]


def rank(file: str) -> int | None:
    """The file's place in the order: its own line, else the first pattern that it fits."""
    if file in ORDER:
        return ORDER.index(file)
    return next((place for place, pattern in enumerate(ORDER) if fnmatch.fnmatchcase(file, pattern)), None)


def tree_of(file: str) -> ast.Module:
    return ast.parse((GRADER / file).read_bytes(), file)


def running_code(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below a node but what only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield other
                yield from running_code(other)
        else:
            yield child
            yield from running_code(child)


def imported(file: str) -> Iterator[str]:
    """The dotted name of everything that a file imports, wherever in it: `grader.report.json`, `click`."""
    for node in running_code(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def neighbour(file: str, name: str) -> str | None:
    """The grader's own file that an imported name stands in; None for any other."""
    parts = name.split(".")
    if parts[0] in INSIDE and file in INSIDE.values():
        return INSIDE[parts[0]]
    if parts[0] == DESK and file.endswith("/host.py"):
        return INSIDE["desk"]
    if parts[0] != "grader":
        return None
    for end in range(len(parts), 0, -1):
        base = "/".join(parts[1:end])
        for found in (f"{base}.py", f"{base}/__init__.py" if base else "__init__.py"):
            if found in FILES:
                return found
    return "nowhere"


# Imports -----------------------------------------------------------------------------------------------------------


def test_the_order_names_every_file_and_no_other() -> None:
    assert [file for file in FILES if rank(file) is None] == []
    assert [line for line in ORDER if not fnmatch.filter(FILES, line)] == []
    assert len(set(ORDER)) == len(ORDER)


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_only_what_stands_above_it(file: str) -> None:
    own = rank(file)
    assert own is not None
    for name in imported(file):
        other = neighbour(file, name)
        if other is not None:
            place = rank(other)
            assert place is not None, f"{file} imports {name}, which is not there"
            assert place < own, f"{file} imports {other}, which does not stand above it"


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    return found


def modules(requirements: list[str]) -> set[str]:
    """The modules of packages, as they are imported."""
    return {re.split(r"[<>=!~ \[;]", each)[0].replace("-", "_").lower() for each in requirements}


def foreign(file: str) -> set[str]:
    """The packages of others that a file imports."""
    return {name.split(".")[0] for name in imported(file)} - set(sys.stdlib_module_names) - {"grader"}


def test_what_is_declared_is_what_is_imported() -> None:
    own = project()["project"]
    declared = modules(own["dependencies"]).union(*map(modules, own["optional-dependencies"].values()))
    used = set[str]().union(*(foreign(file) for file in OURS if file not in INSIDE.values()))
    assert used <= declared
    assert declared - used <= {"pytest_timeout"}  # pytest loads it by name


@pytest.mark.parametrize("extra", project()["project"]["optional-dependencies"])
def test_an_extra_is_imported_only_where_it_is_needed(extra: str) -> None:
    own = project()["project"]
    only = modules(own["optional-dependencies"][extra]) - modules(own["dependencies"])
    users = {file for file in OURS if file not in INSIDE.values() and foreign(file) & only}
    assert users
    assert [file for file in users if not any(fnmatch.fnmatchcase(file, place) for place in EXTRAS[extra])] == []


def test_the_tests_have_all_that_a_class_needs() -> None:
    needed = project()["project"]["optional-dependencies"]["class"]
    assert set(needed) <= set(project()["dependency-groups"]["tests"])


@pytest.mark.parametrize("file", sorted(INSIDE.values()))
def test_what_runs_inside_the_learners_process_needs_the_standard_library_only(file: str) -> None:
    roots = {name.split(".")[0] for name in imported(file)}
    assert roots <= set(sys.stdlib_module_names) | set(INSIDE)


@pytest.mark.parametrize("exercise", course.load(), ids=lambda each: each.id)
def test_a_host_program_needs_its_step_the_desk_and_the_standard_library_only(exercise: course.Exercise) -> None:
    file = f"suites/{exercise.id}/host.py"
    if file not in FILES:
        assert not exercise.facts.steps
        return
    roots = {name.split(".")[0] for name in imported(file)}
    step = exercise.facts.file.removesuffix(".py")
    assert step in roots
    assert roots <= set(sys.stdlib_module_names) | {DESK, step}


# Words -------------------------------------------------------------------------------------------------------------


def public(node: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The public classes, functions and methods of a module, by their names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not child.name.startswith("_"):
            yield inside + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{child.name}.")


def decorators(node: ast.AST) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])


def decorated_by(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


@pytest.mark.parametrize("file", OURS)
def test_everything_public_says_what_it_is(file: str) -> None:
    tree = tree_of(file)
    # A rule's sentence is its title.
    told = [(name, node) for name, node in public(tree) if "mistake" not in map(decorated_by, decorators(node))]
    silent = [name for name, node in told if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert ast.get_docstring(tree), f"{file} has no docstring"
    assert silent == []


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_never_too_long(file: str) -> None:
    assert len((GRADER / file).read_bytes().splitlines()) <= LINES_AT_MOST


def in_the_repository() -> list[Path]:
    """Every file that the repository holds or would hold."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (REPO / ".git").exists():
        listed = subprocess.run(asked, cwd=REPO, capture_output=True, check=True).stdout
        paths = [REPO / name for name in listed.decode().split("\0") if name]
    else:
        hidden = re.compile(r"(^|/)(\.\w+|__pycache__|build|dist)/")
        paths = [path for path in REPO.rglob("*") if not hidden.search(path.relative_to(REPO).as_posix())]
    return [path for path in paths if path.is_file()]


# A place on somebody's machine, and where packages come from: neither is true anywhere else.
FOREIGN = {
    "a folder of a machine": re.compile(
        r"(?<![\w.*])/(?:home|Users|root|work|workspace|mnt|srv)/\w|[A-Z]:\\+Users\\+\w"
    ),
    "a registry": re.compile(r"pypi\.or[g]|pythonhoste[d]|npm[j]s|artifact[o]ry|/nex[u]s/|/simpl[e]/?['\"]"),
    "an address of a network": re.compile(
        r"(?<![\d.])(?:10\.\d+\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)(?![\d.])"
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_no_file_names_what_is_true_on_one_machine_only(kind: str) -> None:
    told = []
    for path in in_the_repository():
        for number, line in enumerate(path.read_bytes().decode("latin-1").splitlines(), 1):
            if FOREIGN[kind].search(line):
                told.append(f"{path.relative_to(REPO)}:{number}: {line.strip()[:100]}")
    assert told == []


def test_no_file_names_the_folder_that_this_repository_lies_in() -> None:
    if len(REPO.parts) < 3:
        pytest.skip("a name that short stands in many texts")
    place = str(REPO).encode()
    assert [str(path.relative_to(REPO)) for path in in_the_repository() if place in path.read_bytes()] == []


@pytest.mark.skipif(not (REPO / ".git").exists(), reason="no repository here")
def test_nothing_that_is_made_by_running_it_is_in_the_repository() -> None:
    asked = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(asked, cwd=REPO, capture_output=True, check=True, text=True).stdout.split() == []
