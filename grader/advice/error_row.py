"""A row of the tables of exceptions: which exception it is about, and the words for its sentences."""

import re
from dataclasses import dataclass

from grader.advice.evidence import Case
from grader.advice.row import Explained
from grader.advice.rule import Fit
from grader.sourcefile.tree import name_of
from grader.texts.wording import shorten

QUOTED = 60  # characters of the learner's line, or of an exception's message


@dataclass(frozen=True, kw_only=True)
class ErrorRow(Explained):
    """An exception: its classes, error numbers, a pattern in its message, and the calls that raised it (any if empty).

    `of_rest`: it was raised in the rest of the program, by a call on the socket that the learner's function returned.
    """

    kinds: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    says: str = ""
    calls: tuple[str, ...] = ()
    of_rest: bool = False


def fits(row: ErrorRow, case: Case) -> Fit:
    """The words of the row if it fits the exception that ended the program and each word used is known; else False."""
    error = case.error
    if error is None or row.of_rest == bool(error.file):
        return False
    call = call_of(case)
    if (
        (row.kinds and error.kind not in row.kinds)
        or (row.numbers and error.cause.errno not in row.numbers)
        or (row.calls and call not in row.calls)
        or not re.search(row.says, error.text)
    ):
        return False
    words = {
        "call": call,
        "line": error.line,
        "kind": error.kind,
        "error": shorten(error.text, QUOTED),
        "code": shorten(error.source, QUOTED),
        "name": error.cause.name,
        "owner": error.cause.owner,
    }
    unknown = any(not word and f"{{{name}}}" in row.title + row.text for name, word in words.items())
    return False if unknown else words


def call_of(case: Case) -> str:
    """The name of the call that raised the exception: the traced one, else the first in the failing statement."""
    if case.raised_in is not None:
        return case.raised_in.call
    return next((name_of(each.func) for each in case.calls_at_error()), "")
