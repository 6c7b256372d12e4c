"""A few hostile programs, to test the hostile set itself; `nox -s hostile` runs all of them."""

import dataclasses
import re
from importlib.util import find_spec

import pytest

from grader.sandbox.levels import Level
from tests.conftest import LINUX, on_linux
from tests.hostile.attempt import UNQUOTED, Outcome, attempt
from tests.hostile.cases import Case, cases
from tests.hostile.target import Target
from tests.test_levels import STRONGER

EVERY = [pytest.param(Level.LIMITS, id="limits"), *STRONGER]
CASES = {each.name: each for each in cases()} if LINUX else {}
pytestmark = [pytest.mark.system, on_linux]


def run_attempt(name: str, level: Level) -> Outcome:
    with Target() as target:
        return attempt(CASES[name], level, target)


@pytest.mark.parametrize("level", EVERY)
@pytest.mark.parametrize("name", ["reads_around", "kills_the_grader", "calls_out_by_tcp", "prints_commands"])
def test_every_attack_is_stopped_at_the_levels_that_promise_it(name: str, level: Level) -> None:
    outcome = run_attempt(name, level)
    assert outcome.wrong == []
    assert outcome.stopped or level not in CASES[name].stopped_by


@pytest.mark.parametrize(
    "name", ["reads_around", "reads_solution", "imports_the_grader", "kills_the_grader", "calls_out"]
)
def test_an_attack_that_succeeds_without_a_sandbox_is_reported(name: str) -> None:
    outcome = run_attempt(name, Level.LIMITS)
    assert not outcome.stopped
    assert dataclasses.replace(outcome, stopped_by=frozenset(Level)).wrong


@pytest.mark.parametrize("name", CASES)
def test_every_hostile_program_has_a_title_and_a_level_that_must_stop_it(name: str) -> None:
    case: Case = CASES[name]
    assert case.title.endswith(".")
    assert case.title.startswith(("Row ", "Further: "))
    assert Level.BUBBLEWRAP in case.stopped_by
    assert case.files or case.make


def test_a_program_that_attacks_a_module_of_the_grader_names_an_existing_module() -> None:
    texts = "\n".join(text for case in CASES.values() for text in case.files.values())
    modules = set(re.findall(r"import (grader[\w.]+)", texts))
    paths = set(re.findall(r'"/(child/\w+)\.py"|COURSE@/(grader/\w+)"', texts))
    named = {*modules, *(f"grader.{inside.replace('/', '.')}" for inside, _ in paths if inside)}
    named |= {folder.replace("/", ".") for _, folder in paths if folder}
    assert {"grader.child", "grader.child.fork_server", "grader.model.errors"} <= named
    assert [name for name in named if find_spec(name) is None] == []


def test_every_row_of_the_list_has_a_program() -> None:
    rows = " ".join(case.title.split(".")[0] for case in CASES.values()).replace(",", " ").split()
    assert {int(word) for word in rows if word.isdigit()} == set(range(1, 18))


@pytest.mark.parametrize("shown", ["::error::x", "a\n  ::x", "##[x]", "a\x1b[2J", "a\rb", "a\u2028b", "a\u202eb"])
def test_a_command_that_reaches_the_terminal_is_reported(shown: str) -> None:
    assert UNQUOTED.search(shown)
    assert not UNQUOTED.search("  | ::error::x\n  expected: ::x\n")
