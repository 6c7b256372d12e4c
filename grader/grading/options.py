"""How to grade, in one place."""

from collections.abc import Callable
from dataclasses import dataclass, field

from grader.harness.deadlines import Patience
from grader.program.launch import Launcher
from grader.result.scorecard import CheckResult
from grader.sandbox.levels import Level
from grader.sandbox.limits import Limits


def nobody(exercise: str, result: CheckResult) -> None:
    """Hear of a result and do nothing."""


def wanted() -> bool:
    """Say of a grading that somebody waits for it."""
    return False


@dataclass(frozen=True)
class Settings:
    """How to grade. `seed` repeats a run's random choices; `portable` switches Linux's own ways off.

    `level` is the box of each program. `limits`, where given, take the place of each exercise's own. `hurried`
    is the patience with an exercise that was too late once: it is not right anyway, and nobody should wait for each of
    its checks. `told` hears of each result; `unwanted` is asked after each whether to go no further.
    `launcher` is one that stays warm between gradings, and then its box is used; without it each grading has its own.
    `strict`: an advice that fails is an error (a CourseError), and not a note.
    """

    seed: int | None = None
    portable: bool = False
    level: Level = Level.LIMITS
    limits: Limits | None = None
    patience: Patience = field(default_factory=Patience)
    hurried: Patience = field(default_factory=lambda: Patience(silence=2.0, processor=0.5))
    told: Callable[[str, CheckResult], None] = nobody
    unwanted: Callable[[], bool] = wanted
    launcher: Launcher | None = None
    strict: bool = False
