"""Framing: a length in front of a message, and the mistakes in it."""

import re
import sys
from typing import NamedTuple

from grader.advice.evidence import Case, texts_of
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Sent
from grader.result.finding import Asked

HEADER_MOST = 10  # bytes of a length header: a binary number of up to 8 bytes, or up to ten digits
EXTRA = sys.getsizeof(b"")  # the size of a bytes object without its bytes


class Header(NamedTuple):
    """The bytes in front of the expected data."""

    data: bytes
    size: int  # of the data, in bytes
    characters: set[int]  # how many characters the data can have

    def numbers(self) -> set[int]:
        """The possible values: the number in its digits, or a binary number in either byte order."""
        if self.digits is not None:
            return {self.digits}
        return {int.from_bytes(self.data, "big"), int.from_bytes(self.data, "little")}

    @property
    def digits(self) -> int | None:
        """The number in its digits; None where it is binary."""
        text = self.data.strip(b" \r\n:,;|#")
        return int(text) if text.isdigit() else None


def header(case: Case) -> Header | None:
    """The header in front of the expected data; None where there is none, or it cannot be a length."""
    wanted, got = case.wanted, case.got
    for size in range(1, min(HEADER_MOST, len(got)) + 1):
        rest = got[size:]
        if len(rest) > HEADER_MOST and (wanted.startswith(rest) or rest.startswith(wanted)):
            texts = texts_of(wanted) if case.wanted_size == len(wanted) else set[str]()
            found = Header(got[:size], case.wanted_size, set(map(len, texts)))
            return found if found.digits is not None or size in (2, 4, 8) else None
    return None


@mistake(By.WIRE, "09_send#newline-added")
def frame_text_length(case: Case) -> Fit:
    """The length was sent as text in front of the data.

    Before the data came its length in digits, {digits}. The other side reads one stream: it did not ask for a length,
    and could not see where the number ends. Try: send only the data.
    """
    head = header(case)
    return {"digits": head.digits} if head is not None and head.digits == head.size else False


@mistake(By.WIRE, "09_send#newline-added")
def frame_header_added(case: Case) -> Fit:
    """A length was sent that nobody asked for.

    Before the data came {count} bytes with its length. That is a good way to say where a message ends, but only where
    both sides have agreed on it: here they are taken for data. Try: send only the data.
    """
    head = header(case)
    if head is None or head.digits is not None or int.from_bytes(head.data, "big") != head.size:
        return False
    return {"count": len(head.data)}


@mistake(By.WIRE, "09_send#newline-added")
def frame_endianness(case: Case) -> Fit:
    """The length was sent with its bytes in the wrong order.

    The length in front of the data is right, but its smallest byte comes first. Networks send the biggest byte first;
    read that way, {size} becomes {read}. Try: struct.pack("!I", len(data)), and only where a length is asked for.
    """
    head = header(case)
    if head is None or head.digits is not None or int.from_bytes(head.data, "little") != head.size:
        return False
    read = int.from_bytes(head.data, "big")
    return {"size": head.size, "read": read} if read != head.size else False


@mistake(By.WIRE, "13_server#recv-len-chars")
def frame_len_str(case: Case) -> Fit:
    """The length counts characters, not bytes.

    The length in front says {said}, but {size} bytes follow: {said} is the number of characters. A Chinese character
    takes two bytes in GBK and three in UTF-8. Try: encode first, then len(data), and only where a length is asked for.
    """
    head = header(case)
    if head is None or head.size in head.numbers():
        return False
    said = head.numbers() & head.characters
    return {"said": said.pop(), "size": head.size} if said else False


@mistake(By.WIRE, "13_server#recv-len-chars", over=("frame-header-added", "print-forgotten"))
def frame_getsizeof(case: Case) -> Fit:
    """sys.getsizeof() was taken for the number of bytes.

    sys.getsizeof() says how much memory the object needs in Python, with everything around it: always more than the
    bytes in it. For {size} bytes it is {memory}. Try: len(data).
    """
    if not case.source.calls("getsizeof"):
        return False
    head = header(case)
    if head is not None and head.size not in head.numbers():
        said = {number for number in head.numbers() if head.size < number <= 4 * (head.size + EXTRA)}
        return {"size": head.size, "memory": said.pop()} if said else False
    sent = case.events(Sent)
    size = sent[-1].size if sent else 0
    said = {int(each) for each in re.findall(r"\d+", case.output) if size < int(each) <= 4 * (size + EXTRA)}
    return {"size": size, "memory": min(said)} if case.asked is Asked.SIZE and said else False
