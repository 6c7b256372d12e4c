"""Read a result that was saved as JSON."""

from pathlib import Path

import msgspec

from grader.model.errors import UsageError
from grader.result import score
from grader.result.scorecard import SCHEMA, Scorecard
from grader.texts.language import _


class Head(msgspec.Struct, frozen=True):
    """The `schema` field, read first: it distinguishes a result from other JSON."""

    schema: str = ""


def read_result(path: Path) -> Scorecard:
    """Read the result in a file. UsageError where it cannot be read, holds no result, or the sums are wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        said = _("{path} cannot be read: {reason}")
        raise UsageError(said.format(path=path, reason=error.strerror or error)) from error
    try:
        return decode_result(data)
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        said = _("{path} is no result of this grader: {reason}")
        raise UsageError(said.format(path=path, reason=error)) from error


def decode_result(data: bytes) -> Scorecard:
    """Decode a result. ValueError for any other JSON, or where the sums are wrong."""
    schema = msgspec.json.decode(data, type=Head).schema
    if schema != SCHEMA:
        raise ValueError(_("its schema is {found!r}, not {wanted!r}").format(found=schema[:60], wanted=SCHEMA))
    card = msgspec.json.decode(data, type=Scorecard)
    if score.audit(card):
        raise ValueError(_("its points do not add up"))
    return card
