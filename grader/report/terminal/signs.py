"""The marks of a report, in characters that the encoding of the output has."""

from grader.report.conversation.step import Way


class Signs:
    """The marks of a report; plain ASCII where the encoding lacks the others."""

    def __init__(self, encoding: str) -> None:
        fancy = can_show("✓✗·○━─▸◀▶", encoding)
        self.passed, self.failed, self.withheld, self.untried = "✓✗○·" if fancy else "+x~."
        self.full, self.empty = "━─" if fancy else "#-"
        self.next = "▸" if fancy else ">"
        self.line = "─" if fancy else "-"
        self._to_left, self._to_right = "◀▶" if fancy else "<>"

    def arrow(self, way: Way, cells: int) -> str:
        """An arrow of `cells` cells; for a refused or unanswered connection it ends in a cross."""
        if way is Way.TO_PEER:
            return self.line * (cells - 1) + self._to_right
        head = self._to_left if way is Way.TO_PROGRAM else self.failed
        return head + self.line * (cells - 1)


def can_show(text: str, encoding: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
