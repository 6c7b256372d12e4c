"""One rule for one mistake: the evidence by which it is known, and what to say of it.

    @mistake(
        N_("The port is a text"),
        N_("In an address the port is a number, and yours is a str. ... Try: int(port)."),
        by=By.ERROR,
        read="03_bind#bind-port-str",
    )
    def bind_port_str(case: Case) -> Fit:
        return case.raised("TypeError") is not None and case.failed("bind") ...

The mistake's id is the function's name with dashes: `bind-port-str`. A rule gives False where it does not fit, True
where it does, and a dict of words where its text has places to fill in.
"""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

from grader.advice.evidence import Case
from grader.model.errors import CourseError

Words = dict[str, object]
Fit = bool | Words


class By(enum.IntEnum):
    """By what a mistake is known. What stands first is nearer to the cause, and wins."""

    FILE = enum.auto()  # the file cannot be loaded, or a step is not in it
    ERROR = enum.auto()  # an exception of the program's, by its kind and cause
    CALL = enum.auto()  # a call that was made wrongly, or not at all
    WIRE = enum.auto()  # what the other side saw, or what was printed
    END = enum.auto()  # how the program ended or where it waits: all that is left to say


@dataclass(frozen=True)
class Rule:
    """A mistake that can be told: `read` is `EXERCISE#ANCHOR` in its README, `over` the mistakes that it causes."""

    id: str
    title: str
    text: str
    by: By
    read: str
    over: frozenset[str]
    fits: Callable[[Case], Fit]


def mistake(
    title: str, text: str, by: By, read: str = "", over: Iterable[str] = ()
) -> Callable[[Callable[[Case], Fit]], Rule]:
    """Make a function the rule of the mistake that it is named after.

    Without `read` the README of the exercise that is graded is shown. `over` names mistakes that fit as well but are
    only consequences of this one.
    """

    def made(function: Callable[[Case], Fit]) -> Rule:
        name = function.__name__.replace("_", "-")
        return Rule(name, title, text, by, read, frozenset(over), function)

    return made


def rules_of(modules: Iterable[ModuleType]) -> tuple[Rule, ...]:
    """All rules that stand in modules. CourseError where two have one id, or one is over a mistake without a rule."""
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    known = {rule.id: rule for rule in found}
    if len(known) != len(found):
        twice = sorted({rule.id for rule in found if known[rule.id] is not rule})
        raise CourseError(f"two rules for one mistake: {', '.join(twice)}")
    return tuple(found)
