"""Rules for the source code: imports between packages, docstrings, lengths of files, and forbidden texts."""

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

from grader.course import catalogue
from grader.course.exercise import Exercise
from tests.submitted import REPO

GRADER = REPO / "grader"
LINES_AT_MOST = 600

# The packages of the grader, the lowest first: a package may import only from the packages above it in this list. The
# parentheses contain the subpackages of a package, in the same order; files directly in the package may import any of
# its subpackages. CONTRIBUTING.md contains the same list.
PACKAGES = """
model       kinds of trouble, events, transcript
texts       languages, words for bytes and addresses, terminal cells, GitHub's runner
storage     files written whole or not at all
sourcefile  the learner's file as a tree, never run
child       all that runs beside a learner's code: the trust border
sandbox     bubblewrap, Landlock, limits, scratch folder, process tree
wire        the reference side: connections, ports, TCP queues
program     start, trace, prove stuck and end a program
course      exercises, checks, hints, manual peer
result      finding, scorecard, score, redaction
submission  what a learner handed in
harness     lab, conversation, expectations: what a suite imports
advice      (mistakes) evidence and rules: which mistake it is
suites      one folder per exercise
grading     run checks, alone or isolated
report      (conversation terminal formats) the result as text
learner     (watch) reset, doctor, manual session, watch mode
classes     (collect roster grading gradebook exports page) a whole class
release     the learners' repository
verify      the proof of the course
commands    one file per command
"""

# The files that may import the packages of an extra. A learner does not need these packages.
EXTRAS = {
    "class": ("classes/*", "commands/class_.py", "commands/points.py"),
    "cluster": ("classes/grading/pools.py",),
}

# Files in this folder run in the learner's process, which must not be able to import the grader. So they import only
# the standard library, and each other without a package name. A host program imports the side channel by this name.
CHILD = "child/"
SIDE_CHANNEL = "_side_channel"
FILES = sorted(path.relative_to(GRADER).as_posix() for path in GRADER.rglob("*.py"))
OURS = [file for file in FILES if not file.startswith("suites/")]


def package_line(line: str) -> list[str]:
    """The names in a line of the list: the package, then its subpackages."""
    name, rest = line.split(maxsplit=1)
    return [name, *rest[1:].split(")")[0].split()] if rest.startswith("(") else [name]


BESIDE = {file.removeprefix(CHILD).removesuffix(".py"): file for file in FILES if file.startswith(CHILD)}
ORDER = [package_line(line) for line in PACKAGES.strip().splitlines()]
TOP = [words[0] for words in ORDER]


def package_of(file: str) -> str:
    """The top-level package of a file; empty for a file directly in `grader/`."""
    return file.split("/")[0] if "/" in file else ""


def tree_of(file: str) -> ast.Module:
    return ast.parse((GRADER / file).read_bytes(), file)


def running_code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below a node, except the code that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield other
                yield from running_code(other)
        else:
            yield child
            yield from running_code(child)


def imported(file: str) -> Iterator[str]:
    """The dotted names that a file imports, at any place in the file: `grader.report.formats.json`, `click`."""
    for node in running_code(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def neighbour(file: str, name: str) -> str | None:
    """The grader's file that defines an imported name; None if the name is not from the grader."""
    parts = name.split(".")
    if file in BESIDE.values() and parts[0] in BESIDE:
        return BESIDE[parts[0]]
    if parts[0] == SIDE_CHANNEL and file.endswith("/host.py"):
        return BESIDE["side_channel"]
    if parts[0] != "grader":
        return None
    for end in range(len(parts), 0, -1):
        base = "/".join(parts[1:end])
        for found in (f"{base}.py", f"{base}/__init__.py" if base else "__init__.py"):
            if found in FILES:
                return found
    return "nowhere"


# Imports -----------------------------------------------------------------------------------------------------------


def imports_of(file: str) -> set[str]:
    """The grader's files that a file imports."""
    found = {neighbour(file, name) for name in imported(file)}
    assert "nowhere" not in found, f"{file} imports what is not there"
    return {other for other in found if other is not None and not other.endswith("__init__.py")}


def wrong_way(file: str, imports: set[str]) -> list[str]:
    """The imports of a file that the order of the packages does not allow."""
    own = package_of(file)
    if not own:  # the entry points
        return []
    inner = {words[0]: words[1:] for words in ORDER}.get(own, [])
    place = {name: number for number, name in enumerate(inner)}
    found = []
    for other in imports:
        package = package_of(other)
        if package != own:
            if package not in TOP or TOP.index(package) > TOP.index(own):
                found.append(other)
            continue
        mine, theirs = place.get(file.split("/")[1]), place.get(other.split("/")[1])
        if mine is not None and theirs is not None and theirs > mine:
            found.append(other)
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The files of a circular import; empty if there is none."""
    done: set[str] = set()

    def visit(file: str, path: list[str]) -> list[str]:
        if file in path:
            return path[path.index(file) :]
        if file in done:
            return []
        for other in sorted(graph.get(file, ())):
            found = visit(other, [*path, file])
            if found:
                return found
        done.add(file)
        return []

    return next((found for file in sorted(graph) if (found := visit(file, []))), [])


def test_the_list_contains_exactly_the_packages_of_the_grader() -> None:
    assert sorted(TOP) == sorted({package_of(file) for file in FILES} - {""})
    assert len(TOP) <= 24
    for name, *inner in ORDER:
        folders = {path.name for path in (GRADER / name).iterdir() if (path / "__init__.py").is_file()}
        assert set(inner) == folders, f"the folders of {name}"


def test_contributing_md_contains_the_list_of_packages() -> None:
    assert f"```text{PACKAGES}```" in (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_only_the_entry_points_are_outside_the_packages() -> None:
    assert [file for file in FILES if not package_of(file)] == ["__init__.py", "__main__.py", "cli.py"]


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_only_packages_above_its_own_in_the_list(file: str) -> None:
    assert wrong_way(file, imports_of(file)) == []


def test_the_files_have_no_circular_import() -> None:
    assert circle({file: imports_of(file) for file in FILES}) == []


@pytest.mark.parametrize(
    ("file", "imports", "wrong"),
    [
        ("wire/client.py", {"model/events.py", "wire/connection.py"}, []),
        ("wire/client.py", {"harness/lab.py"}, ["harness/lab.py"]),
        ("wire/client.py", {"attic/lab.py"}, ["attic/lab.py"]),
        ("report/terminal/picture.py", {"report/conversation/step.py", "report/words.py"}, []),
        ("report/conversation/step.py", {"report/terminal/picture.py"}, ["report/terminal/picture.py"]),
        ("report/words.py", {"report/terminal/picture.py"}, []),
        ("cli.py", {"commands/grade.py"}, []),
    ],
)
def test_an_import_against_the_order_is_reported(file: str, imports: set[str], wrong: list[str]) -> None:
    assert wrong_way(file, imports) == wrong


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c"]),
        ({"a": {"a"}}, ["a"]),
    ],
)
def test_a_circular_import_is_reported(graph: dict[str, set[str]], found: list[str]) -> None:
    assert circle(graph) == found


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    return found


def modules(requirements: list[str]) -> set[str]:
    """The names by which required packages are imported."""
    return {re.split(r"[<>=!~ \[;]", each)[0].replace("-", "_").lower() for each in requirements}


def foreign(file: str) -> set[str]:
    """The third-party packages that a file imports."""
    return {name.split(".")[0] for name in imported(file)} - set(sys.stdlib_module_names) - {"grader"}


def test_the_declared_dependencies_are_the_imported_packages() -> None:
    own = project()["project"]
    declared = modules(own["dependencies"]).union(*map(modules, own["optional-dependencies"].values()))
    used = set[str]().union(*(foreign(file) for file in OURS if not file.startswith(CHILD)))
    assert used <= declared
    assert declared - used <= {"pytest_timeout"}  # pytest loads it by name


@pytest.mark.parametrize("extra", project()["project"]["optional-dependencies"])
def test_packages_of_an_extra_are_imported_only_by_the_listed_files(extra: str) -> None:
    own = project()["project"]
    only = modules(own["optional-dependencies"][extra]) - modules(own["dependencies"])
    users = {file for file in OURS if not file.startswith(CHILD) and foreign(file) & only}
    assert users
    assert [file for file in users if not any(fnmatch.fnmatchcase(file, place) for place in EXTRAS[extra])] == []


def test_the_dependencies_of_the_tests_include_the_extra_class() -> None:
    needed = project()["project"]["optional-dependencies"]["class"]
    assert set(needed) <= set(project()["dependency-groups"]["tests"])


@pytest.mark.parametrize("file", sorted(BESIDE.values()))
def test_code_in_the_learners_process_imports_only_the_standard_library(file: str) -> None:
    roots = {name.split(".")[0] for name in imported(file)}
    assert roots <= set(sys.stdlib_module_names) | set(BESIDE)


@pytest.mark.parametrize("exercise", catalogue.load(), ids=lambda each: each.id)
def test_a_host_program_imports_only_its_step_the_side_channel_and_the_standard_library(
    exercise: Exercise,
) -> None:
    file = f"suites/{exercise.id}/host.py"
    if file not in FILES:
        assert not exercise.facts.steps
        return
    roots = {name.split(".")[0] for name in imported(file)}
    step = exercise.facts.file.removesuffix(".py")
    assert step in roots
    assert roots <= set(sys.stdlib_module_names) | {SIDE_CHANNEL, step}


# Words -------------------------------------------------------------------------------------------------------------


def public(node: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The public classes, functions and methods of a module, by their names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not child.name.startswith("_"):
            yield inside + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{child.name}.")


@pytest.mark.parametrize("file", OURS)
def test_every_public_name_has_a_docstring(file: str) -> None:
    tree = tree_of(file)
    silent = [name for name, node in public(tree) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert ast.get_docstring(tree), f"{file} has no docstring"
    assert silent == []


def classes_by_name() -> dict[str, list[str]]:
    """The files in which a class of each name is defined, nested classes included."""
    found: dict[str, list[str]] = {}
    for file in FILES:
        names = {node.name for node in ast.walk(tree_of(file)) if isinstance(node, ast.ClassDef)}
        for name in sorted(names):
            found.setdefault(name, []).append(file)
    return found


# Class names that several files may use, each with the reason.
USED_TWICE: dict[str, str] = {}


def test_no_class_name_is_used_twice() -> None:
    twice = {name: files for name, files in classes_by_name().items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in USED_TWICE} == {}
    assert sorted(set(USED_TWICE) - set(twice)) == []


@pytest.mark.parametrize("file", FILES)
def test_no_file_exceeds_the_maximum_number_of_lines(file: str) -> None:
    assert len((GRADER / file).read_bytes().splitlines()) <= LINES_AT_MOST


def in_the_repository() -> list[Path]:
    """Every file that git tracks or would add."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (REPO / ".git").exists():
        listed = subprocess.run(asked, cwd=REPO, capture_output=True, check=True).stdout
        paths = [REPO / name for name in listed.decode().split("\0") if name]
    else:
        hidden = re.compile(r"(^|/)(\.\w+|__pycache__|build|dist)/")
        paths = [path for path in REPO.rglob("*") if not hidden.search(path.relative_to(REPO).as_posix())]
    return [path for path in paths if path.is_file()]


# Paths and addresses of one machine or network, and addresses of package registries: other machines have others.
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
def test_no_file_contains_a_path_or_an_address_of_one_machine(kind: str) -> None:
    told = []
    for path in in_the_repository():
        for number, line in enumerate(path.read_bytes().decode("latin-1").splitlines(), 1):
            if FOREIGN[kind].search(line):
                told.append(f"{path.relative_to(REPO)}:{number}: {line.strip()[:100]}")
    assert told == []


def test_no_file_contains_the_path_of_this_repository() -> None:
    if len(REPO.parts) < 3:
        pytest.skip("a name that short stands in many texts")
    place = str(REPO).encode()
    assert [str(path.relative_to(REPO)) for path in in_the_repository() if place in path.read_bytes()] == []


@pytest.mark.skipif(not (REPO / ".git").exists(), reason="no repository here")
def test_the_repository_contains_no_generated_file() -> None:
    asked = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(asked, cwd=REPO, capture_output=True, check=True, text=True).stdout.split() == []
