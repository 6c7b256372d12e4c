"""The rows of the two tables behind the rules: they explain a failed check for which no rule fits.

    call_errors.py   an exception: which one, of which call
    symptoms.py      what the check saw, and the last step that the program reached

A row becomes a `Rule`, so that the sentences of a saved advice are found by its id. A row's condition is data: the
first row that fits is used, so a more specific row comes before a more general one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, Rule


@dataclass(frozen=True)
class Explained:
    """What every row has: the advice, and the `source` of what it says (a man page, Python's documentation, an RFC)."""

    id: str
    title: str
    text: str
    source: str

    def rule(self, fits: Callable[[Case], Fit], by: By) -> Rule:
        """The row as a rule."""
        return Rule(self.id, self.title, self.text, by, "", frozenset(), fits)
