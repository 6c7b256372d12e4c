"""HTTP responses, and the errors in them. Source: RFC 9112, section 2.1 (message format) and 4 (status line)."""

import re

from grader.advice.evidence import SENDS, Case, decoded
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Finished

STATUS_LINE = re.compile(rb"HTTP/\d\.\d [1-5]\d\d( [^\r\n]*)?\r?\n")
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(rb"^content-length: *(\d+) *\r?$", re.IGNORECASE | re.MULTILINE)


def http_response(case: Case) -> bytes:
    """The bytes that arrived instead of the expected ones, if they begin an HTTP response; else empty."""
    return case.got if case.wanted and case.got.lstrip()[:5] == b"HTTP/" else b""


def fault(case: Case) -> str:
    """The id of the first mistake in the response; empty where there is none."""
    data = http_response(case)
    if not data:
        return ""
    if rb"\r\n" in data:
        return "http-raw-string"
    if not STATUS_LINE.match(data):
        return "http-status-line"
    if not END_OF_HEADERS.search(data):
        complete = case.happened(Finished) or len(case.source.calls(*SENDS)) == 1
        return "http-no-blank-line" if complete else ""
    if b"\r\n\r\n" not in data:
        return "http-lf-only"
    length, body = LENGTH.search(data), data.partition(b"\r\n\r\n")[2]
    characters = {len(decoded(body, encoding) or "") for encoding in ("utf-8", "gbk")}
    if length is not None and 0 < int(length[1]) < len(body) and int(length[1]) in characters:
        return "http-content-length-chars"
    return ""


@mistake(By.WIRE, "13_server#reply-echo", over=("http-reply",))
def http_raw_string(case: Case) -> Fit:
    """The line ends were sent as letters.

    Your answer holds a backslash and the letters r and n where a line should end. In a raw string, r"...", a backslash
    is only a backslash. Try: take away the r in front of the string.
    """
    return fault(case) == "http-raw-string"


@mistake(By.WIRE, "13_server#reply-echo", over=("http-reply",))
def http_status_line(case: Case) -> Fit:
    """The status line of the answer is malformed.

    An answer in HTTP begins with one line of version, number and reason, and nothing stands in front of it. Yours is
    {line!r}. Try: HTTP/1.1 200 OK (and only for a client that speaks HTTP).
    """
    if fault(case) != "http-status-line":
        return False
    data = http_response(case)
    first = data.splitlines()[0] or data.strip().splitlines()[0]
    return {"line": first[:60].decode("ascii", "replace")}


@mistake(By.WIRE, "13_server#reply-echo", over=("http-reply",))
def http_no_blank_line(case: Case) -> Fit:
    r"""The empty line after the headers is missing.

    In HTTP an empty line says that the headers are over and the body begins. Without it, your body is taken for one
    more header. Try: end the last header with \r\n\r\n (and only for a client that speaks HTTP).
    """
    return fault(case) == "http-no-blank-line"


@mistake(By.WIRE, "13_server#reply-echo", over=("http-reply",))
def http_lf_only(case: Case) -> Fit:
    r"""The lines of the answer end in \n alone.

    In HTTP each line of the head ends in two characters, \r and \n. Many clients forgive a lone \n, others do not. Try:
    \r\n at each line end, and twice before the body (and only for a client that speaks HTTP).
    """
    return fault(case) == "http-lf-only"


@mistake(By.WIRE, "13_server#recv-len-chars", over=("http-reply",))
def http_content_length_chars(case: Case) -> Fit:
    """Content-Length counts characters, not bytes.

    Content-Length is the number of bytes of the body. Yours is the number of its characters, so a client cuts the body
    off too early. Try: encode the body first, and take len() of the bytes.
    """
    return fault(case) == "http-content-length-chars"


@mistake(By.WIRE, "13_server#reply-echo")
def http_reply(case: Case) -> Fit:
    """The answer is wrapped in HTTP.

    Your program answers with a status line and headers, as a web server does. The client here speaks no HTTP: it takes
    all of it for the reply. Try: send only the reply itself.
    """
    return bool(STATUS_LINE.match(http_response(case))) and bool(END_OF_HEADERS.search(http_response(case)))
