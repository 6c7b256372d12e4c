"""Printed output, and sent texts that the learner retyped."""

import ast
import difflib
import unicodedata

from grader.advice.evidence import RECEIVES, Case, decoded
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Connected
from grader.model.values import END_OF_STREAM
from grader.result.finding import Asked, TextNotPrinted
from grader.sourcefile.tree import name_of

TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
OTHER_WAYS = ("read", "readline", "readlines", "makefile", "open_connection", "start_server", "handle")
ALIKE = 0.6  # minimum similarity (0 to 1) of a retyped text to the expected one


@mistake(By.END, "12_client")
def print_missing(case: Case) -> Fit:
    """What came was never printed.

    Your program received the text, but nothing of it stands on the screen. A value that is only received, decoded or
    returned is not shown. Try: print() the decoded text.
    """
    if case.asked is not Asked.TEXT or case.error is not None or not case.past_printing:
        return False
    received = any(call.returned not in (None, END_OF_STREAM) for call in case.calls("recv", "recv_into", "recvfrom"))
    wanted = text_wanted(case)
    pairs = {wanted[place : place + 2] for place in range(len(wanted) - 1)}
    shown = any(each in case.output for each in ("\\x", "\\u", *(pair for pair in pairs if not pair.isascii())))
    return received and not shown and not is_garbled(case)


@mistake(By.END, "09_send#oserror-swallowed", over=("print-missing",))
def except_hides(case: Case) -> Fit:
    """An exception is caught and never shown.

    The except in line {line} catches every exception and does nothing with it. If a line in its try block fails, the
    lines after it are left out and you see no message. Try: take try and except out, run it again and read the
    traceback.
    """
    if case.asked is None or case.error is not None or not case.past_printing:
        return False
    for node in case.source.handlers("Exception", "BaseException"):
        tried = next(outer for outer in case.source.around(node) if isinstance(outer, TRIES))
        prints = any(name_of(getattr(each, "func", None)) == "print" for part in tried.body for each in ast.walk(part))
        if prints and all(isinstance(each, (ast.Pass, ast.Continue, ast.Break, ast.Return)) for each in node.body):
            return {"line": node.lineno}
    return False


def text_wanted(case: Case) -> str:
    """The text that should have been printed; empty where the finding is about something else."""
    missed = case.about(TextNotPrinted)
    return missed.text if missed is not None else ""


def is_garbled(case: Case) -> bool:
    """Whether the text was printed, but garbled: the output has characters that the program's file does not contain."""
    own = set(case.source.text)
    wanted = text_wanted(case)
    ascii_left = "".join(each if each.isascii() else " " for each in wanted).strip()
    return any(not each.isascii() and each not in own for each in case.output) or (
        bool(ascii_left) and ascii_left in case.output and ascii_left not in case.source.text
    )


@mistake(By.END, "12_client", over=("print-missing", "print-forgotten"))
def nothing_received(case: Case) -> Fit:
    """Nothing was received.

    Your program never calls recv(), so what the other side said stays in the connection, and your program cannot know
    it. Try: data = sock.recv(1024), on the socket of this connection, before you print.
    """
    if case.asked not in (Asked.TEXT, Asked.SIZE) or case.error is not None or not case.happened(Connected):
        return False
    return not case.calls(*RECEIVES) and not case.source.mentions(*RECEIVES, *OTHER_WAYS)


@mistake(By.WIRE, "12_client#text-retyped")
def text_retyped(case: Case) -> Fit:
    """The text was typed anew, and came out differently.

    You sent {yours!r}. It should be {wanted!r}, character for character. Full-width and half-width characters look
    alike and are other bytes. Try: leave the text as it stands in the file, and send that.
    """
    wanted, yours = decoded(case.wanted), decoded(case.got)
    if not wanted or not yours or "\0" in yours or wanted.startswith(yours):
        return False
    if not (decoded(case.got, "utf-8") or "").isascii():  # the encoding is wrong, not the text
        return False
    alike = letters(wanted) == letters(yours) or difflib.SequenceMatcher(None, wanted, yours).ratio() >= ALIKE
    mere_more = wanted in yours or (bool(case.sent) and case.sent in case.got)
    typed = any(isinstance(each, str) and yours in each for each in map(case.source.value, case.source.nodes))
    return {"yours": yours, "wanted": wanted} if alike and typed and not mere_more else False


def letters(text: str) -> str:
    """A text without its punctuation and spaces, full-width characters as half-width ones."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())
