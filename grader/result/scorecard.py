"""The one result of a grading: frozen data, from a check to the scorecard.

The keys are a promise to other programs; `schema()` publishes them as a JSON Schema.
"""

import enum
import inspect
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from grader.model.events import AnyEvent
from grader.result.finding import Difference
from grader.texts.message import NO_TEXT, Message, render

SCHEMA = "socket-course/result/v1"


class CheckStatus(enum.StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "failed"
    WITHHELD = "withheld"  # it works, but not by the step that is asked
    NOT_TRIED = "not_tried"  # something else has to work first


class ExerciseStatus(enum.StrEnum):
    """What became of an exercise."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERROR = "error"  # it could not be graded: its file cannot be read, or the grader itself failed


Word = str | int | float  # a value that fills a place in a sentence


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """Which mistake it is: a `title`, and a `text` that says what was done, why that fails, and what to try.

    Both are in the language of the grading. A report translates them: `id` names the rule that holds the sentences,
    `words` are the values to fill in. Older versions did not write `words`.
    `exercise` and `anchor` are where to read on: a folder's README and a place in it (empty for its beginning).
    """

    id: str
    title: str
    text: str
    exercise: str
    anchor: str
    words: dict[str, Word] | UnsetType = UNSET


class Cause(msgspec.Struct, frozen=True):
    """Why a check has no points, for programs: equal where several checks met the same trouble at the same line.

    `kind` is the finding's (`stuck`, `raised`, `refused`, `other_bytes`, ...), or `withheld`, `not_started` or
    `not_tried`. `what` is the call that the program waits in, the exception that ended it, or the id of the check that
    must hold first; empty for all other kinds.
    """

    kind: str
    what: str = ""


@dataclass(frozen=True)
class CheckTexts:
    """What a check expected and observed; `seen` is the peer's part of `observed`."""

    expected: str = ""
    observed: str = ""
    seen: str = ""


class CheckMessages(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`expected`, `observed` and `seen` of a check, independent of the language; an empty one is left out.

    `seen` is left out too where it equals `observed`.
    """

    expected: Message = NO_TEXT
    observed: Message = NO_TEXT
    seen: Message | None = None

    def texts(self, language: str) -> CheckTexts:
        """The three in `en` or `zh`. LookupError or ValueError where a saved message lacks a word."""
        messages = self.expected, self.observed, self.seen or self.observed
        return CheckTexts(*(render(message, language) for message in messages))


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one submission. `points` of `max`, `seconds` of wall time, `output` of the program's own.

    `seen` is the peer's part of `observed`, without what became of the program. `mistake` is the id of the mistake that
    `advice` names; both are null where none is known. `cause` is not there for a check that passed, and in results of
    older versions. `expected`, `observed` and `seen` are in the language of the grading. `messages`, of a check that
    failed or was withheld, holds what a report translates; results of older versions and redacted checks have none.
    """

    id: str
    promise: str
    status: CheckStatus
    points: int
    max: int
    hidden: bool = False
    expected: str = ""
    observed: str = ""
    seen: str = ""
    difference: Difference | None = None
    mistake: str | None = None
    advice: Advice | None = None
    line: int | None = None
    stuck: bool = False
    seconds: float = 0.0
    transcript: list[AnyEvent] = []
    output: str = ""
    cause: Cause | UnsetType = UNSET
    messages: CheckMessages | UnsetType = UNSET


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise: the sum of its checks.

    `reason` is one line where it could not be graded; `own_trouble` tells that the grader itself failed.
    """

    id: str
    file: str
    status: ExerciseStatus
    score: int
    max: int
    hidden: int = 0
    reason: str = ""
    own_trouble: bool = False
    checks: list[CheckResult] = []


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """The result. `max` is what was tried, `hidden` what is graded only on push; `seconds` of wall time."""

    schema: str = SCHEMA
    score: int
    max: int
    hidden: int
    seconds: float
    box: str
    python: str
    platform: str
    notes: list[str] = []
    exercises: list[ExerciseResult] = []


MAY_LACK = {  # their keys that are not always there
    "Advice": ("words",),
    "CheckResult": ("cause", "messages"),
    "CheckMessages": ("expected", "observed", "seen"),
    "Message": ("words",),
}


def schema() -> dict[str, Any]:
    """The published JSON Schema of the result: every key is required, but for those that a result may lack."""
    made = msgspec.json.schema(Scorecard)
    for name, each in made["$defs"].items():
        if "description" in each:
            each["description"] = inspect.cleandoc(each["description"])  # Python 3.13 does so by itself
        if "properties" in each:
            each["required"] = [key for key in each["properties"] if key not in MAY_LACK.get(name, ())]
    made["$defs"]["Scorecard"]["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A grading of the socket course",
        **made,
    }
