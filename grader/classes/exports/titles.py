"""What a mistake is called in the language in use, whatever language it was told in.

A grading keeps each title as it was told. The rule of the mistake knows it in every language, and what a title has
filled in (`accept() gives two values, not 3`) is read out of the one that was kept.
"""

import re
from collections.abc import Iterable
from functools import cache

from grader.advice.choose import general
from grader.grading.adviser import own_rules
from grader.texts.language import LANGUAGES, _, translated

FIELD = re.compile(r"\{(\w+)\}")


def title(mistake: str, kept: str, exercises: Iterable[str]) -> str:
    """The title of a mistake that was seen in these exercises; the one that was kept where no rule is known for it."""
    known = patterns(mistake, tuple(exercises))
    for pattern in known:
        filled = words(pattern, kept)
        if filled is not None:
            return _(pattern).format(**filled)
    return next((_(pattern) for pattern in known if not FIELD.search(pattern)), kept)


@cache
def patterns(mistake: str, exercises: tuple[str, ...]) -> tuple[str, ...]:
    """The titles of the rules for a mistake, to be translated and filled in."""
    rules = (*general(), *(rule for each in exercises for rule in own_rules(each)))
    return tuple(rule.title for rule in rules if rule.id == mistake)


@cache
def words(pattern: str, kept: str) -> dict[str, str] | None:
    """What a title was filled in with, in whatever language it was told; None where it is not this title."""
    for language in LANGUAGES:
        parts = FIELD.split(translated(pattern, language))  # every second one is a field's name
        shape = "".join(f"(?P<{part}>.*)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
        found = re.fullmatch(shape, kept, re.DOTALL)
        if found is not None:
            return found.groupdict()
    return None
