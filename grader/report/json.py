"""The result as JSON."""

import msgspec

from grader.verdict import Scorecard, schema


def text(card: Scorecard) -> bytes:
    """The whole result, indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n"


def schema_text() -> bytes:
    """The published JSON Schema."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"
