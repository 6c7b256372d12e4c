"""Which mistake it is: of all the rules that fit, the one that is nearest to the cause."""

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from grader.advice import mistakes
from grader.advice.evidence import Case
from grader.advice.rule import Rule, Words, rules_of
from grader.model.errors import CourseError
from grader.result.scorecard import Advice
from grader.texts.language import _


@cache
def general() -> tuple[Rule, ...]:
    """The rules for any exercise: all that stand in `mistakes/`."""
    names = sorted(each.name for each in pkgutil.iter_modules(mistakes.__path__))
    return rules_of(importlib.import_module(f"{mistakes.__name__}.{name}") for name in names)


def fitting(case: Case, rules: Sequence[Rule]) -> list[tuple[Rule, Words]]:
    """The rules that fit, with their words, the nearest to the cause first.

    A mistake that is the consequence of another one that fits is left out; between the others decides by what each
    is known.
    """
    found: list[tuple[Rule, Words]] = []
    for rule in rules:
        fit = rule.fits(case)
        if fit is not False:
            found.append((rule, fit if isinstance(fit, dict) else {}))
    caused = {each for rule, _words in found for each in rule.over}
    return sorted((each for each in found if each[0].id not in caused), key=lambda each: each[0].by)


def advise(case: Case, own: Sequence[Rule] = (), strict: bool = False) -> Advice | None:
    """The advice for a failed check; None where no rule fits: then nothing is invented.

    `own` are its suite's rules. Where two fit equally the first one is told; CourseError if `strict`.
    """
    found = fitting(case, (*general(), *own))
    if not found:
        return None
    equal = [rule.id for rule, _words in found if rule.by is found[0][0].by]
    if strict and len(equal) > 1:
        raise CourseError(f"{case.check}: several rules fit equally, say which is over which: {', '.join(equal)}")
    rule, words = found[0]
    exercise, _hash, anchor = (rule.read or case.exercise).partition("#")
    return Advice(
        id=rule.id,
        title=_(rule.title).format(**words),
        text=_(rule.text).format(**words),
        exercise=exercise,
        anchor=anchor,
    )
