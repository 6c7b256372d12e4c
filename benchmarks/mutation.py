"""Make every mutant of a program: the program with one small change, by cosmic-ray's operators and by slips.py."""

import ast
import itertools
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.slips import slips
from grader.model.errors import GraderError, UsageError


@dataclass(frozen=True)
class Mutant:
    """A program with one change: the operator, the changed lines before and after, and their first line number.

    `was` and `now` have no common indentation and no line number, so that they still match after other edits.
    """

    operator: str
    was: str
    now: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a program. A mutant that is equivalent to the program or to an earlier mutant is left out."""
    seen = {normalize(source)}
    found = []
    for operator, mutated in itertools.chain(by_cosmic_ray(source), slips(source)):
        normalized = normalize(mutated)
        if normalized not in seen:
            seen.add(normalized)
            found.append(make_mutant(operator, source, mutated))
    return found


def normalize(source: str) -> str:
    """The program's syntax tree as text, without spaces and parentheses; the source itself on a syntax error."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return source


def make_mutant(operator: str, source: str, mutated: str) -> Mutant:
    """The mutant with its changed lines."""
    old, new = source.splitlines(), mutated.splitlines()
    before = _count_equal(old, new)
    after = _count_equal(old[before:][::-1], new[before:][::-1])
    if before == len(old) - after:  # only added lines: include the line before them, which shows the place
        before -= 1
    return Mutant(
        operator=operator,
        was=_dedent(old[before : len(old) - after]),
        now=_dedent(new[before : len(new) - after]),
        line=before + 1,
        source=mutated,
    )


def _count_equal(old: list[str], new: list[str]) -> int:
    """Number of equal lines at the beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _dedent(lines: list[str]) -> str:
    """Lines without their common indentation, and without the space that cosmic-ray puts before a number."""
    return textwrap.dedent("\n".join(lines)).strip().replace("( ", "(")


def by_cosmic_ray(source: str) -> Iterator[tuple[str, str]]:
    """The name of each of cosmic-ray's operators, with each program that it makes.

    VariableReplacer and VariableInserter are left out: they insert random names, so that an explanation would not fit
    the next run. `slips.name_mistaken` replaces them.
    """
    try:
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError as error:
        raise UsageError("cosmic-ray is not installed; `nox -s mutants` installs it") from error
    names = operator_names()
    if not names:
        raise GraderError("cosmic-ray has no operators: is the installation complete?")
    for name in names:
        kind = get_operator(name)
        if kind.arguments():
            continue
        for occurrence in itertools.count():
            mutated = mutate_code(source, kind(), occurrence)
            if mutated is None:
                break
            yield name.rpartition("/")[2], mutated
