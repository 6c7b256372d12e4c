"""What a rule is: a mistake's id, its words, and a question to the evidence."""

from collections.abc import Callable
from dataclasses import dataclass

from grader.advice.evidence import Evidence

Fits = Callable[[Evidence], bool]


@dataclass(frozen=True)
class Rule:
    """One mistake: its `title`, what the program did, why that goes wrong, what to try, and the question `fits`.

    The texts are marked for translation where they are written. `fits` is pure.
    """

    mistake: str
    title: str
    what: str
    why: str
    attempt: str
    fits: Fits


class Rules:
    """The rules of one topic, in the order in which they are asked."""

    def __init__(self) -> None:
        self.all: list[Rule] = []

    def rule(self, mistake: str, *, title: str, what: str, why: str, attempt: str) -> Callable[[Fits], Fits]:
        """Make a function the question of a rule."""

        def mark(fits: Fits) -> Fits:
            self.all.append(Rule(mistake, title, what, why, attempt, fits))
            return fits

        return mark
