"""How to grade: options, which can be sent to another process, and callbacks, which stay in this process."""

from collections.abc import Callable
from dataclasses import dataclass, field

from grader.harness.deadlines import Patience
from grader.result.scorecard import CheckResult
from grader.sandbox.levels import Level
from grader.sandbox.limits import Limits


@dataclass(frozen=True)
class GradeOptions:
    """Options of a grading. All values can be pickled.

    `seed` repeats the random choices of a run. `portable` disables what exists only on Linux. `level` is the isolation
    of each program; `limits`, where given, replace the limits of every exercise. `hurried` is the patience with an
    exercise that exceeded its time once: its points are lost anyway, so its other checks get less time.
    `strict`: an error in a rule of the advice is a CourseError instead of a note.
    """

    seed: int | None = None
    portable: bool = False
    level: Level = Level.LIMITS
    limits: Limits | None = None
    patience: Patience = field(default_factory=Patience)
    hurried: Patience = field(default_factory=lambda: Patience(silence=2.0, processor=0.5))
    strict: bool = False


def ignore_result(exercise: str, result: CheckResult) -> None:
    """Do nothing: the default of `on_result`."""


@dataclass(frozen=True)
class GradeHooks:
    """Callbacks of a grading.

    `on_result` gets the id of an exercise and the result of each of its checks. `should_stop` is called after each
    check; if it returns True, the grading ends with `Abandoned`.
    """

    on_result: Callable[[str, CheckResult], None] = ignore_result
    should_stop: Callable[[], bool] = bool  # bool() is False


DEFAULT_OPTIONS = GradeOptions()
NO_HOOKS = GradeHooks()
