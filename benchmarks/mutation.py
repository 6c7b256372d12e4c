"""Every mutant of a program, which is that program with one small change: by cosmic-ray, and by learners' slips."""

import ast
import itertools
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.slips import slips
from grader.model.errors import GraderError, UsageError


@dataclass(frozen=True)
class Mutant:
    """A program with one change: the operator that made it, the changed lines, and from which line on they stand.

    `was` and `now` are without their common indentation: they find their place again after an edit around them.
    """

    operator: str
    was: str
    now: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a program. What means the same as an earlier one, or as the program itself, is left out."""
    seen = {meaning(source)}
    found = []
    for operator, mutated in itertools.chain(by_cosmic_ray(source), slips(source)):
        means = meaning(mutated)
        if means not in seen:
            seen.add(means)
            found.append(mutant(operator, source, mutated))
    return found


def meaning(source: str) -> str:
    """What Python reads, whatever the blanks and parentheses; the text itself where it reads nothing."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return source


def mutant(operator: str, source: str, mutated: str) -> Mutant:
    """The mutant with its changed lines."""
    old, new = source.splitlines(), mutated.splitlines()
    before = _alike(old, new)
    after = _alike(old[before:][::-1], new[before:][::-1])
    if before == len(old) - after:  # lines that were only added: the line before them says where
        before -= 1
    return Mutant(
        operator=operator,
        was=_plain(old[before : len(old) - after]),
        now=_plain(new[before : len(new) - after]),
        line=before + 1,
        source=mutated,
    )


def _alike(old: list[str], new: list[str]) -> int:
    """How many lines are the same, from the first on."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _plain(lines: list[str]) -> str:
    """Lines without their common indentation, and without the blank that cosmic-ray puts before a number."""
    return textwrap.dedent("\n".join(lines)).strip().replace("( ", "(")


def by_cosmic_ray(source: str) -> Iterator[tuple[str, str]]:
    """The mutants of all cosmic-ray's operators: an operator's name, and the program that it made.

    Two are left out, VariableReplacer and VariableInserter: what they put in is random, so that no explanation would
    fit twice. `slips.name_mistaken` stands for them.
    """
    try:
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError as error:
        raise UsageError("cosmic-ray is not installed; `nox -s mutants` installs it") from error
    names = operator_names()
    if not names:
        raise GraderError("cosmic-ray knows no operators: is it installed as a whole?")
    for name in names:
        kind = get_operator(name)
        if kind.arguments():
            continue
        for occurrence in itertools.count():
            mutated = mutate_code(source, kind(), occurrence)
            if mutated is None:
                break
            yield name.rpartition("/")[2], mutated
