"""One exercise as its suite declares it: its facts, its checks, and its files."""

import marshal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from grader.child.trace import HOST
from grader.model.errors import CourseError
from grader.sandbox.limits import Limits
from grader.sourcefile.line_ends import with_lf

TEST = "test_"
STUB = "stub.py.txt"
READMES = {"en": "README.md", "zh": "README.zh-CN.md"}
CheckFunction = Callable[..., None]  # takes a `harness.lab.Lab`, which this package must not import


@dataclass(frozen=True)
class Facts:
    """Facts about an exercise, in its checks.py: its total points, the learner's file, the functions to write.

    Without functions the learner writes a whole program, which listens on or connects to `port`. `limits` are the
    resources that each of its programs may use.
    """

    points: int
    file: str
    steps: tuple[str, ...] = ()
    port: int | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Check:
    """One check. `after` is the check that must pass first, if any; `hidden`: only the teacher has it."""

    id: str
    promise: str
    points: int
    after: str | None
    hidden: bool = False


@dataclass(frozen=True)
class Exercise:
    """One exercise with its checks in their order."""

    id: str
    facts: Facts
    folder: Path
    checks: tuple[Check, ...]
    whole: bool = True  # whether these are all of the suite's checks

    @property
    def number(self) -> int:
        """Its place in the course."""
        return int(self.id[:2])

    @property
    def name(self) -> str:
        """Its name without the number."""
        return self.id[3:]

    @property
    def tried(self) -> int:
        """The points of the checks in this copy."""
        return sum(check.points for check in self.checks)

    @property
    def held_back(self) -> int:
        """The points of the checks that this copy lacks: graded only on push."""
        return self.facts.points - self.tried

    def readme(self, lang: str) -> str:
        """The path of its README, from the course's folder."""
        return f"exercises/{self.id}/{READMES[lang]}"

    def host(self) -> bytes | None:
        """The compiled host program; None where learners write the whole program. CourseError if it is unreadable."""
        path = self.folder / "host.py"
        if not self.facts.steps:
            return None
        try:
            return marshal.dumps(compile(path.read_bytes(), HOST, "exec", dont_inherit=True))
        except OSError as error:
            raise CourseError(f"{self.id}: its host program cannot be read: {error}") from error

    def stub(self) -> bytes:
        """The exercise's stub, with LF line ends. CourseError where it cannot be read."""
        try:
            return with_lf((self.folder / STUB).read_bytes())
        except OSError as error:
            raise CourseError(f"{self.id}: its stub cannot be read: {error}") from error


def check(points: int, promise: str, after: str | None = None) -> Callable[[CheckFunction], CheckFunction]:
    """Declare a function as a check. With `after` it runs only if that check has passed."""

    def mark(function: CheckFunction) -> CheckFunction:
        name = function.__name__
        if not name.startswith(TEST):
            raise CourseError(f"the check {name} must be called {TEST}{name}")
        hidden = function.__module__.endswith("hidden")
        function.check = Check(name.removeprefix(TEST), promise, points, after, hidden)  # type: ignore[attr-defined]
        return function

    return mark
