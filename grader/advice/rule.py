"""A rule for a mistake: a function that tests for the evidence, with the advice as its docstring.

    @mistake(By.ERROR, "03_bind#bind-port-str")
    def bind_port_str(case: Case) -> Fit:
        '''The port is a text.

        In an address the port is a number, and yours is a str. ... Try: int(port).
        '''
        return case.raised("TypeError") is not None and case.failed("bind") ...

The mistake's id is the function's name with dashes: `bind-port-str`. A rule returns False where it does not fit, True
where it does, and a dict of words where its sentences have placeholders.
"""

import ast
import enum
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType

from grader.advice.evidence import Case
from grader.model.errors import CourseError
from grader.texts.language import _

Words = dict[str, object]
Fit = bool | Words


class By(enum.IntEnum):
    """The kind of evidence for a mistake. Where several rules fit, the first kind is nearest to the cause."""

    FILE = enum.auto()  # the file cannot be loaded, or a step is missing
    ERROR = enum.auto()  # an exception of the program, by its kind and cause
    CALL = enum.auto()  # a wrong or missing call
    WIRE = enum.auto()  # what the other side received, or what was printed
    END = enum.auto()  # how the program ended or where it waits, if nothing else is known
    CALL_ERROR = enum.auto()  # a row of call_errors.py, where no rule fits
    SYMPTOM = enum.auto()  # a row of symptoms.py, where no exception explains it


@dataclass(frozen=True)
class Rule:
    """A mistake and its advice: `read` is `EXERCISE#ANCHOR` in a README, `over` the mistakes that it causes."""

    id: str
    title: str
    text: str
    by: By
    read: str
    over: frozenset[str]
    fits: Callable[[Case], Fit]

    def in_words(self, words: Mapping[str, object]) -> tuple[str, str]:
        """The title and the text in the language in use, with the words filled in. KeyError where a word is missing."""
        return _(self.title).format(**words), _(self.text).format(**words)


def mistake(by: By, read: str = "", over: Iterable[str] = ()) -> Callable[[Callable[[Case], Fit]], Rule]:
    """Make a function the rule for the mistake in its name; its docstring is the advice.

    Without `read` the advice refers to the README of the graded exercise. `over` names the mistakes whose rules fit too
    but which are only consequences of this one.
    """

    def rule_for(function: Callable[[Case], Fit]) -> Rule:
        title, text = sentences_of(docstring_of(function))
        name = function.__name__.replace("_", "-")
        return Rule(name, title, text, by, read, frozenset(over), function)

    return rule_for


def sentences_of(docstring: str) -> tuple[str, str]:
    """The title and the text of an advice, each as one line. CourseError where the docstring does not have both."""
    title, _blank, text = docstring.strip().partition("\n\n")
    if not text:
        raise CourseError(f"the docstring of a rule is its title and its text: {title!r} has no text")
    return " ".join(title.split()).removesuffix("."), " ".join(text.split())


def docstring_of(function: Callable[[Case], Fit]) -> str:
    """The docstring of a rule; from its source where Python dropped it (-OO)."""
    return function.__doc__ or ast.get_docstring(ast.parse(inspect.getsource(function)).body[0]) or ""  # type: ignore[arg-type]


def rules_of(modules: Iterable[ModuleType]) -> tuple[Rule, ...]:
    """All rules of some modules. CourseError where two have the same id."""
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    known = {rule.id: rule for rule in found}
    if len(known) != len(found):
        twice = sorted({rule.id for rule in found if known[rule.id] is not rule})
        raise CourseError(f"two rules for one mistake: {', '.join(twice)}")
    return tuple(found)
