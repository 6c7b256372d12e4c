"""send() and sendall(): what travels is bytes."""

from grader.advice.case import Case, arguments
from grader.advice.receiving import handed_back
from grader.advice.rule import By, Fit, mistake
from grader.language import N_

SENDS = ("send", "sendall", "sendto")


def sent_text(case: Case) -> str | None:
    """The text that the program tried to send and that ended it; None where it was none."""
    call = case.raised_by(*SENDS)
    match arguments(call) if call is not None and call.error.startswith("TypeError") else []:
        case [str() as text, *_]:
            return text
    return None


@mistake(
    N_("Text was sent without being encoded"),
    N_(
        "You gave {call}() a str. A socket carries bytes, and Python does not guess the encoding for you. Turn the "
        'text into bytes first. Try: {call}(text.encode("gbk")).'
    ),
    by=By.ERROR,
    read="09_send#send-str",
)
def send_str(case: Case) -> Fit:
    call = case.raised_in
    return {"call": call.call} if sent_text(case) is not None and call is not None else False


@mistake(
    N_("The result of encode() was thrown away"),
    N_(
        "You called encode(), but you did not keep what it gave back. A str never changes: encode() makes new bytes "
        'and leaves the text as it is. Try: data = text.encode("gbk"), and send data.'
    ),
    by=By.ERROR,
    read="12_client#encode-not-assigned",
    over=("send-str",),
)
def encode_not_assigned(case: Case) -> Fit:
    if not case.source.thrown_away("encode"):
        return False
    return sent_text(case) is not None or handed_back(case).startswith(("'", '"'))
