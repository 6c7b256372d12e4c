"""What became of a text on its way: the bytes that came from it, or the characters that were made of them."""

import re
from collections.abc import Iterable

from grader.advice.evidence import Case
from grader.advice.receiving import handed_back, sent_last
from grader.result.finding import BytesDiffer, BytesTried, FindingKind, StepAnswered, TextTried

NOT_SHOWN = (
    FindingKind.NOT_PRINTED,
    FindingKind.OTHER_TEXT,
)  # the text was received, and did not come out as that text
OTHER_BYTES = (
    FindingKind.OTHER_BYTES,
    FindingKind.MORE_BYTES,
    FindingKind.SHORT_FINISHED,
    FindingKind.SHORT_OPEN,
    FindingKind.NOTHING_OPEN,
    FindingKind.NOTHING_FINISHED,
)
ESCAPES = re.compile(r"(?:\\x[0-9a-f]{2}){2}")


def got(case: Case) -> bytes:
    """The bytes that came from the step, or else all that the other side received."""
    return case.got if case.about(BytesDiffer) is not None else case.received


def meant(case: Case) -> str:
    """The text that the other side sent; empty where it is no text in GBK."""
    tried = case.tried(TextTried)
    if tried is not None:
        return tried.text
    try:
        return sent_last(case).decode("gbk")
    except UnicodeDecodeError:
        return ""


def text_that_came_out(case: Case) -> str:
    """The text as the program returned it to the host, or printed it."""
    answered = case.about(StepAnswered)
    return answered.answer if answered is not None else case.output


def tried_text(case: Case) -> str:
    """The text that the step should have encoded or decoded; empty where the check tried something else."""
    tried = case.tried(TextTried)
    return tried.text if tried is not None else ""


def tried_step(case: Case) -> str:
    """The name of the step that was given a text or bytes to turn; empty where the check tried something else."""
    tried = case.tried(TextTried) or case.tried(BytesTried)
    return tried.step if tried is not None else ""


def tried_encoding(case: Case) -> str:
    """The encoding that the step should use: the course's own, GBK, where the check tried no step of this kind."""
    tried = case.tried(TextTried) or case.tried(BytesTried)
    return tried.encoding if tried is not None else "gbk"


def shows_bytes(case: Case) -> bool:
    """Whether the bytes came out as Python writes them, with escapes in the place of characters."""
    if case.kind not in NOT_SHOWN:
        return False
    first = next((byte for byte in sent_last(case) if byte > 127), None)
    return (
        first is not None
        and f"\\x{first:02x}" in text_that_came_out(case)
        and ESCAPES.search(text_that_came_out(case)) is not None
    )


def read_as(case: Case, codecs: Iterable[str], errors: str = "strict") -> bool:
    """Whether the text came out as the same bytes read in one of these encodings."""
    data, text = sent_last(case), meant(case)
    for codec in codecs:
        try:
            other = data.decode(codec, errors)
        except UnicodeDecodeError:
            continue
        if other and other != text and other in text_that_came_out(case):
            return True
    return False


def instead(case: Case) -> str:
    """How the bytes or the text that are wanted are made, as it would stand in the program."""
    made = {"encode_text": "text.encode(encoding)", "decode_bytes": "data.decode(encoding)"}
    step = tried_step(case)
    if step in made:
        return made[step]
    if handed_back(case) is not None:
        return "return data"
    return "sendall(data)" if case.kind in OTHER_BYTES else 'data.decode("gbk")'
