"""The result as outputs of a step of GitHub Actions: `score`, `max`, `percent`, `passed`, `hidden`, `trouble`.

`percent` is rounded down, so that 100 means all points. `passed` says whether all points were earned. Where the
grader itself failed, `trouble` is `true`, and `score`, `percent` and `passed` are empty.
Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (setting an output)
"""

from grader.report.words import all_earned, percent, troubled
from grader.result.scorecard import Scorecard


def text(card: Scorecard) -> bytes:
    """Lines `name=value`; every value is a number, `true`, `false` or empty."""
    known = not troubled(card)
    said = {
        "score": str(card.score) if known else "",
        "max": str(card.max),
        "percent": str(percent(card)) if known else "",
        "passed": str(all_earned(card)).lower() if known else "",
        "hidden": str(card.hidden),
        "trouble": str(not known).lower(),
    }
    return "".join(f"{name}={value}\n" for name, value in said.items()).encode()
