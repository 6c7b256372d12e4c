"""A result that was saved as JSON, read back."""

from pathlib import Path

import msgspec

from grader.model.errors import UsageError
from grader.result import score
from grader.result.scorecard import SCHEMA, Scorecard
from grader.texts.language import _


class Head(msgspec.Struct, frozen=True):
    """What tells a result from any other JSON."""

    schema: str = ""


def read_result(path: Path) -> Scorecard:
    """The result in a file. UsageError where there is none, or where it contradicts itself."""
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
    """The result in some JSON. ValueError where it is none, or where its points do not add up."""
    schema = msgspec.json.decode(data, type=Head).schema
    if schema != SCHEMA:
        raise ValueError(_("its schema is {found!r}, not {wanted!r}").format(found=schema[:60], wanted=SCHEMA))
    card = msgspec.json.decode(data, type=Scorecard)
    if score.audit(card):
        raise ValueError(_("its points do not add up"))
    return card
