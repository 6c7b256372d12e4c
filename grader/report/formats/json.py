"""The result as JSON."""

from grader.report.formats.encoded import indented
from grader.result.scorecard import Scorecard, schema


def text(card: Scorecard) -> bytes:
    """The whole result, indented, with a line end."""
    return indented(card)


def schema_text() -> bytes:
    """The published JSON Schema."""
    return indented(schema())
