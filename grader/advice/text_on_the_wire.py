"""Queries about a text that was sent: which bytes were sent, and how the program decoded and showed them."""

import re
from collections.abc import Iterable

from grader.advice.evidence import Case, decoded
from grader.advice.receiving import sent_last
from grader.result.finding import BytesDiffer, BytesTried, FindingKind, StepAnswered, TextTried

OTHER_BYTES = (
    FindingKind.OTHER_BYTES,
    FindingKind.MORE_BYTES,
    FindingKind.SHORT_FINISHED,
    FindingKind.SHORT_OPEN,
    FindingKind.NOTHING_OPEN,
    FindingKind.NOTHING_FINISHED,
)
ESCAPES = re.compile(r"(?:\\x[0-9a-f]{2}){2}")


def not_shown(case: Case) -> bool:
    """Whether the expected text was not printed or returned, whatever the program does afterwards."""
    return case.asked is not None or case.kind in (FindingKind.NOT_PRINTED, FindingKind.OTHER_TEXT)


def got(case: Case) -> bytes:
    """The bytes that the check compared with the expected ones, or else all bytes that the other side received."""
    return case.got if case.about(BytesDiffer) is not None else case.received


def meant(case: Case) -> str:
    """The text that the check tried, or else that the other side sent; empty where its bytes are invalid in GBK."""
    return tried_text(case) or decoded(sent_last(case)) or ""


def text_that_came_out(case: Case) -> str:
    """The text as the program returned it to the host, or printed it."""
    answered = case.about(StepAnswered)
    return answered.answer if answered is not None else case.output


def tried_text(case: Case) -> str:
    """The text that the step should have encoded or decoded; empty where the check tried something else."""
    tried = case.tried(TextTried)
    return tried.text if tried is not None else ""


def tried_step(case: Case) -> str:
    """The name of the step that should have encoded or decoded; empty where the check tried something else."""
    tried = case.tried(TextTried) or case.tried(BytesTried)
    return tried.step if tried is not None else ""


def tried_encoding(case: Case) -> str:
    """The encoding that the step should use; GBK where the check tried something else."""
    tried = case.tried(TextTried) or case.tried(BytesTried)
    return tried.encoding if tried is not None else "gbk"


def shows_bytes(case: Case) -> bool:
    """Whether the text was shown as a bytes literal, with an escape for each byte that is not ASCII."""
    if not not_shown(case):
        return False
    first, shown = next((byte for byte in sent_last(case) if byte > 127), None), text_that_came_out(case)
    return first is not None and f"\\x{first:02x}" in shown and ESCAPES.search(shown) is not None


def read_as(case: Case, codecs: Iterable[str], errors: str = "strict") -> bool:
    """Whether the shown text contains the sent bytes, decoded to a wrong text in one of these encodings."""
    data, text, shown = sent_last(case), meant(case), text_that_came_out(case)
    others = (decoded(data, codec, errors) for codec in codecs)
    return any(other and other != text and other in shown for other in others)


def instead(case: Case) -> str:
    """The expression that the program should use to make the expected bytes or text."""
    made = {"encode_text": "text.encode(encoding)", "decode_bytes": "data.decode(encoding)"}
    step = tried_step(case)
    if step in made:
        return made[step]
    if case.returned_instead is not None:
        return "return data"
    return "sendall(data)" if case.kind in OTHER_BYTES else 'data.decode("gbk")'
