"""The course: exercises and their checks, found in the folders of the suites. There is no central list.

A suite is a folder `NN_name` with

    checks.py                   EXERCISE = exercise(...) and the checks that learners have too
    hidden.py                   the checks that only the teacher has: the same promises, more cases
    mistakes.py                 rules for mistakes that occur only in this exercise (optional; advice/rule.py)
    host.py                     the host program, which imports the learner's functions (if learners write functions)
    manual_peer.py              what the reference peer does in `nox -s peer` (optional)
    hints.md, hints.zh-CN.md    the hints of `nox -s hint`
    stub.py.txt                 a copy of the stub, for `nox -s reset`

The number gives the order. `exercises/` and `solutions/` have folders of the same names.
"""

import importlib.util
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from grader.course.exercise import Check, Exercise, Facts
from grader.model.errors import CourseError, UsageError
from grader.texts.language import _

SUITES = Path(__file__).parents[1] / "suites"
FOLDER_NAME = re.compile(r"(\d\d)_([a-z0-9_]+)")


def load(suites: Path = SUITES) -> list[Exercise]:
    """Read all exercises, in order. CourseError where a suite is inconsistent."""
    folders = [suites / name for name in names(suites)]
    if not folders:
        raise CourseError(f"no suites in {suites}")
    for first, second in itertools.pairwise(folders):
        if first.name[:2] == second.name[:2]:
            raise CourseError(f"two suites have the number {first.name[:2]}: {first.name} and {second.name}")
    return [read_suite(folder) for folder in folders]


def names(suites: Path = SUITES) -> list[str]:
    """The names of all exercises; no suite is read."""
    return sorted(path.name for path in suites.iterdir() if path.is_dir() and FOLDER_NAME.fullmatch(path.name))


def read_suite(folder: Path) -> Exercise:
    """Read one suite. CourseError where it is inconsistent."""
    modules = [_import(path) for path in (folder / "checks.py", folder / "hidden.py") if path.exists()]
    facts = getattr(modules[0], "EXERCISE", None) if modules else None
    if not isinstance(facts, Facts):
        raise CourseError(f"{folder.name}/checks.py does not say EXERCISE = exercise(...)")
    marked = [getattr(value, "check", None) for module in modules for value in vars(module).values()]
    found = [each for each in marked if isinstance(each, Check)]
    known: set[str] = set()
    for each in found:
        if each.id in known:
            raise CourseError(f"{folder.name}: two checks are called {each.id}")
        if each.after is not None and each.after not in known:
            raise CourseError(f"{folder.name}: {each.id} comes after {each.after}, which is no earlier check")
        known.add(each.id)
    made = Exercise(folder.name, facts, folder, tuple(found))
    if made.held_back < 0:
        raise CourseError(f"{folder.name}: its checks have {made.tried} points, more than {facts.points}")
    return made


def beside(hidden: str) -> ModuleType:
    """The checks.py beside a hidden.py, for functions that both use. `hidden` is the `__file__` of the hidden.py."""
    return _import(Path(hidden).with_name("checks.py"))


def load_part(folder: Path, name: str) -> ModuleType | None:
    """Another module of a suite, by its name; None where it does not exist."""
    path = folder / f"{name}.py"
    return _import(path) if path.is_file() else None


def _import(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"grader.suites.{path.parent.name}.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def choose(exercises: list[Exercise], wanted: Iterable[str]) -> list[Exercise]:
    """The exercises that `wanted` names by number, name, folder or file; all exercises if it is empty.

    UsageError where it names no exercise.
    """
    chosen = {_find(exercises, name).id for name in wanted}
    return [each for each in exercises if each.id in chosen] if chosen else exercises


def _find(exercises: list[Exercise], name: str) -> Exercise:
    parts = [part for part in re.split(r"[/\\]", name.strip()) if part not in ("", ".")]
    for each in exercises:
        if each.id in parts:
            return each
    last = parts[-1] if parts else ""
    for each in exercises:
        if last in (each.name, each.facts.file, each.facts.file.removesuffix(".py")):
            return each
        if last.isascii() and last.isdigit() and int(last) == each.number:
            return each
    listed = ", ".join(each.id for each in exercises)
    said = _("there is no exercise {name!r}. These are: {listed}")
    raise UsageError(said.format(name=name, listed=listed))
