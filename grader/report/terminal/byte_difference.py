"""Two messages, one below the other, with a mark under the first character or byte that differs."""

from rich.cells import cell_len

from grader.report.conversation.readable import decoded
from grader.result.finding import Difference
from grader.texts.cells import fitted, folded, padded
from grader.texts.language import _

BEFORE = 4  # characters or bytes shown before the first that differs, where not all fit
AFTER = 8  # least cells from the first difference to the right edge
MORE = "..."


def marked(found: Difference, width: int) -> list[str]:
    """Both messages in lines of at most `width` cells: as text where both are readable, else in hexadecimal."""
    quoted = texts(found)
    wanted, got = quoted or ([f"{byte:02x} " for byte in side] for side in (found.wanted, found.got))
    place = next((i for i, pair in enumerate(zip(wanted, got, strict=False)) if pair[0] != pair[1]), 0)
    labels = [_("expected: "), _("but:      ")]
    edge = max(map(cell_len, labels))
    room = width - edge
    begin = 0 if cell_len("".join(wanted[:place])) + AFTER <= room else max(0, place - BEFORE)
    end = '"' if quoted else ""
    lead = end + (MORE if begin or found.start else "")
    lines = [
        padded(label, edge) + lead + cut("".join(side[begin:]), end, room - cell_len(lead))
        for label, side in zip(labels, (wanted, got), strict=True)
    ]
    letter = max(cell_len(side[place].rstrip()) for side in (wanted, got) if place < len(side))
    under = " " * (edge + cell_len(lead + "".join(wanted[begin:place]))) + "^" * max(1, letter)
    said = _("byte {number} is the first that differs").format(number=found.place + 1)
    if cell_len(under) + 1 + cell_len(said) <= width:
        return [*lines, f"{under} {said}"]
    return [*lines, under, *folded(said, width)]


def cut(text: str, end: str, width: int) -> str:
    """A text and its `end` in at most `width` cells, with dots where characters are left out."""
    text = text + end if end else text.rstrip()
    return text if cell_len(text) <= width else fitted(text, width - len(MORE + end)) + MORE + end


def texts(found: Difference) -> tuple[list[str], list[str]] | None:
    """Both as characters; None where the beginning is cut, one is unreadable, or one begins with the other."""
    if found.start:
        return None
    wanted, got = (decoded(side, found.encoding, whole=False) for side in (found.wanted, found.got))
    if not wanted or not got or wanted.startswith(got) or got.startswith(wanted):
        return None
    return list(wanted), list(got)
