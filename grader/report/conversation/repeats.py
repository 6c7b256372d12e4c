"""Shorten long runs of repeated steps to the first one, a note with the number left out, and the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.report.conversation.step import Step
from grader.texts.language import _

PERIOD = 6  # steps of the longest pattern
SINGLE, PATTERN = 4, 3  # least repetitions of a single step, or of a pattern of several steps, that are shortened
FIRST, LAST = 8, 16  # steps kept at both ends where the conversation is still too long


@dataclass(frozen=True)
class Cut:
    """A note in place of the steps that were left out, on the side of `who` (None: both sides)."""

    text: str
    who: str | None


def shortened(steps: Sequence[Step]) -> list[Step | Cut]:
    """The steps with their runs shortened; the middle is left out where too many remain."""
    found: list[Step | Cut] = []
    place = 0
    while place < len(steps):
        period, times = run_at(steps, place)
        if times == 1:
            found.append(steps[place])
            place += 1
            continue
        end = place + period * times
        found += steps[place : place + period]
        found.append(cut(steps[place + period : end - period], period, times - 2))
        found += steps[end - period : end]
        place = end
    if len(found) > FIRST + LAST + 1:
        count = len(found) - FIRST - LAST
        found[FIRST:-LAST] = [Cut(_("... {count} steps left out").format(count=count), None)]
    return found


def run_at(steps: Sequence[Step], place: int) -> tuple[int, int]:
    """The run that begins at `place`: the steps of its pattern and the repetitions; (1, 1) where no run begins."""
    for period in range(1, PERIOD + 1):
        pattern = [step.alike for step in steps[place : place + period]]
        times = 1
        while [step.alike for step in steps[place + period * times : place + period * (times + 1)]] == pattern:
            times += 1
        if times >= (SINGLE if period == 1 else PATTERN):
            return period, times
    return 1, 1


def cut(left_out: Sequence[Step], period: int, times: int) -> Cut:
    """The note in place of `times` repetitions of a pattern of `period` steps."""
    if period > 1:
        return Cut(_("... these {period} steps {times} more times").format(period=period, times=times), None)
    who = left_out[0].who
    if size := sum(step.size for step in left_out):
        return Cut(_("... {times} more times ({size} bytes)").format(times=times, size=size), who)
    return Cut(_("... {times} more times").format(times=times), who)
