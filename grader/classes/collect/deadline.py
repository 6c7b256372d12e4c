"""Parse a deadline that a person typed."""

import datetime

from grader.model.errors import UsageError
from grader.texts.language import _


def parse_deadline(text: str) -> datetime.datetime:
    """Parse a date or a date with a time (ISO 8601). UsageError for anything else.

    A time without a zone is in this machine's zone; a date alone means the end of that day.
    """
    text = text.strip()
    try:
        when = _end_of_day(text) or datetime.datetime.fromisoformat(text)
        when = when.astimezone() if when.tzinfo is None else when
        if when.timestamp() <= 0:
            raise ValueError(when)  # git takes a time before 1970 as no limit
        return when
    except (ValueError, OverflowError, OSError) as error:
        said = _("{text!r} is no time; write 2026-11-22, or 2026-11-22T18:00, or 2026-11-22T18:00+08:00")
        raise UsageError(said.format(text=text)) from error


def _end_of_day(text: str) -> datetime.datetime | None:
    """The last second of a date in any form of ISO 8601; None for any other text."""
    try:
        return datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(23, 59, 59))
    except ValueError:
        return None
