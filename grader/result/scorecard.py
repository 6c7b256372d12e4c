"""The result of a grading as frozen data: checks in exercises in a scorecard.

Other programs rely on the keys; `schema()` publishes them as a JSON Schema.
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
    """The outcome of a check."""

    PASSED = "passed"
    FAILED = "failed"
    WITHHELD = "withheld"  # it works, but without the required step
    NOT_TRIED = "not_tried"  # another check or the file must be right first


class ExerciseStatus(enum.StrEnum):
    """The outcome of an exercise."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERROR = "error"  # it could not be graded: its file cannot be read, or the grader itself failed


Word = str | int | float  # a value for a field of a sentence


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """The mistake: its `title`, and a `text` that says what the program does, why that fails, and what to try.

    Both are in the language of the grading. A report translates them: `id` names the rule with the sentences, `words`
    are the values to fill in. Older versions did not write `words`.
    `exercise` and `anchor` are where to read on: the README of a folder and a place in it (empty for its beginning).
    """

    id: str
    title: str
    text: str
    exercise: str
    anchor: str
    words: dict[str, Word] | UnsetType = UNSET


class Cause(msgspec.Struct, frozen=True):
    """Why a check has no points, for programs. Checks that failed for the same reason have equal causes.

    `kind` is the finding's (`stuck`, `raised`, `refused`, `other_bytes`, ...), or `withheld`, `not_started` or
    `not_tried`. `what` is the call that the program waits in, the exception that ended it, or the id of the check that
    must hold first; empty for all other kinds.
    """

    kind: str
    what: str = ""


@dataclass(frozen=True)
class CheckTexts:
    """The texts of a check in one language, as in `CheckResult`."""

    expected: str = ""
    observed: str = ""
    seen: str = ""


class CheckMessages(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`expected`, `observed` and `seen` of a check, independent of the language.

    Empty ones are left out, and so is a `seen` that equals `observed`.
    """

    expected: Message = NO_TEXT
    observed: Message = NO_TEXT
    seen: Message | None = None

    def texts(self, language: str) -> CheckTexts:
        """The texts in `en` or `zh`. LookupError or ValueError where a word is missing or has the wrong type."""
        messages = self.expected, self.observed, self.seen or self.observed
        return CheckTexts(*(render(message, language) for message in messages))


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one submission. `points` of `max`, `seconds` of wall time, `output` of the program's own.

    `expected`, `observed` and `seen` are in the language of the grading; `messages` holds them for reports in another
    language. `seen` is what the peer observed, without how the program ended. `mistake` is the id of the mistake that
    `advice` names; both are null where it is unknown. Only a check that has no points has a `cause`, and only one that
    failed or was withheld has `messages`; redacted checks and results of older versions have neither.
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

    `reason` is one line that says why it could not be graded, else empty; `own_trouble`: the grader itself failed.
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
    """The result. `max` is the maximum of the checks that ran, `hidden` the points that are graded only on push.

    `seconds` is wall time.
    """

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


MAY_LACK = {  # optional keys
    "Advice": ("words",),
    "CheckResult": ("cause", "messages"),
    "CheckMessages": ("expected", "observed", "seen"),
    "Message": ("words",),
}


def schema() -> dict[str, Any]:
    """The published JSON Schema of the result: every key is required except those in MAY_LACK."""
    made = msgspec.json.schema(Scorecard)
    for name, each in made["$defs"].items():
        if "description" in each:
            each["description"] = inspect.cleandoc(each["description"])  # as Python 3.13 does
        if "properties" in each:
            each["required"] = [key for key in each["properties"] if key not in MAY_LACK.get(name, ())]
    made["$defs"]["Scorecard"]["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A grading of the socket course",
        **made,
    }
