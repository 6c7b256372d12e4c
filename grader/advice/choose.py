"""Choose the advice for a failed check, and look up the sentences of a saved advice.

Three layers, and the first that fits speaks: a rule for a mistake (of all that fit the nearest to the cause), the table
of exceptions, the table of symptoms.
"""

import importlib
import math
import pkgutil
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import TypeGuard

from grader.advice import call_errors, mistakes, symptoms
from grader.advice.evidence import Case
from grader.advice.rule import Rule, Words, rules_of
from grader.course import catalogue
from grader.model.errors import CourseError
from grader.result.scorecard import Advice, Word

TABLES = (*call_errors.RULES, *symptoms.RULES)


@cache
def general() -> tuple[Rule, ...]:
    """The rules for any exercise: those in `mistakes/`."""
    names = sorted(each.name for each in pkgutil.iter_modules(mistakes.__path__))
    return rules_of(importlib.import_module(f"{mistakes.__name__}.{name}") for name in names)


@cache
def own_rules(exercise: str) -> tuple[Rule, ...]:
    """The rules in the suite of an exercise, for the mistakes of this exercise alone."""
    module = catalogue.load_part(catalogue.SUITES / exercise, "mistakes")
    return rules_of([module]) if module is not None else ()


def fitting(case: Case, rules: Sequence[Rule]) -> list[tuple[Rule, Words]]:
    """The rules that fit, with their words, sorted by `By`, without those that another fitting rule has in `over`."""
    found: list[tuple[Rule, Words]] = []
    for rule in rules:
        fit = rule.fits(case)
        if fit is not False:
            found.append((rule, fit if isinstance(fit, dict) else {}))
    caused = {each for rule, _words in found for each in rule.over}
    return sorted((each for each in found if each[0].id not in caused), key=lambda each: each[0].by)


def advise(case: Case, own: Sequence[Rule] = (), strict: bool = False) -> Advice | None:
    """The advice for a failed check. The last row of the tables fits every check.

    `own` are the rules of its suite. If two fit equally, the first one is used; with `strict`, CourseError.
    """
    found = fitting(case, (*general(), *own))
    if not found:
        rows = ((row, row.fits(case)) for row in TABLES)
        row, words = next(((row, words) for row, words in rows if words is not False), (None, {}))
        return advice_of(case, row, words if isinstance(words, dict) else {}) if row is not None else None
    equal = [rule.id for rule, _words in found if rule.by is found[0][0].by]
    if strict and len(equal) > 1:
        raise CourseError(f"{case.check}: several rules fit equally, say which is over which: {', '.join(equal)}")
    return advice_of(case, *found[0])


def advice_of(case: Case, rule: Rule, words: Words) -> Advice:
    """The advice of a rule or row, with its words filled in."""
    title, text = rule.in_words(words)
    exercise, _hash, anchor = (rule.read or case.exercise).partition("#")
    return Advice(id=rule.id, title=title, text=text, exercise=exercise, anchor=anchor, words=plain_words(words))


def plain_words(words: Words) -> dict[str, Word]:
    """The words as JSON values: texts, and numbers that every JSON reader accepts (RFC 8259, section 6)."""
    return {name: word if is_plain(word) else str(word) for name, word in words.items()}


def is_plain(word: object) -> TypeGuard[Word]:
    """Whether JSON keeps a word as it is."""
    match word:
        case bool():
            return False
        case int():
            return abs(word) < 1 << 53
        case float():
            return math.isfinite(word)
    return isinstance(word, str)


def title_and_text(advice: Advice) -> tuple[str, str]:
    """The title and the text of a saved advice in the language in use.

    The saved sentences are used where this version has no rule for the mistake, or its rule needs words that were not
    saved.
    """
    rule = rule_named(advice.id, advice.exercise)
    if rule is not None:
        try:
            return rule.in_words(advice.words or {})
        except (KeyError, TypeError, ValueError):  # no such word, or another kind of word
            pass
    return advice.title, advice.text


@lru_cache
def rule_named(mistake: str, exercise: str) -> Rule | None:
    """The rule for a mistake; None where this version has none.

    Two suites may have rules with the same id: then the suite of `exercise` comes first.
    """
    suites = sorted(catalogue.names(), key=lambda name: name != exercise)
    rules = chain(general(), TABLES, (rule for name in suites for rule in own_rules(name)))
    return next((rule for rule in rules if rule.id == mistake), None)
