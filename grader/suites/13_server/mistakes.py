"""13: mistakes of the whole server."""

import re

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.harness import expectations
from grader.model.events import Connected, Sent
from grader.result.finding import Asked, FindingKind


def prints(case: Case, number: object) -> bool:
    """Whether the program printed a number."""
    return expectations.appears(case.output, str(number))


def not_printed(case: Case, asked: Asked | None) -> bool:
    """Whether the check missed this item in the output of a program that raised nothing, after the client had sent."""
    return case.asked is asked and case.error is None and bool(case.sent)


@mistake(By.WIRE, "13_server#reply-echo")
def reply_echo(case: Case) -> Fit:
    """The client's own words were sent back.

    You sent what you had received. That is an echo; the help desk has an answer of its own, REPLY. Try: encode REPLY
    and send that.
    """
    return bool(case.wanted) and bool(case.sent) and case.got == case.sent


@mistake(By.WIRE, "13_server#reply-echo")
def reply_echo_added(case: Case) -> Fit:
    """The client's words were added to the reply.

    Your reply is followed by what the client had said. The client compares byte for byte, so it should be REPLY and
    nothing else. Try: send the encoded REPLY alone.
    """
    if not case.sent:
        return False
    before = bool(case.wanted) and case.got.startswith(case.sent) and case.got != case.sent
    if before and case.got.removeprefix(case.sent).strip().startswith(case.wanted[:4]):
        return True
    return case.kind is FindingKind.MORE_BYTES and case.got.strip().endswith(case.sent)


@mistake(By.WIRE)
def every_number(case: Case) -> Fit:
    """Every number was printed.

    Among all the numbers that you print, the right one is there as well, but nobody can tell which one it is. Try:
    print len(data), one number.
    """
    return case.kind is FindingKind.MANY_NUMBERS


@mistake(By.END)
def print_forgotten(case: Case) -> Fit:
    """The numbers were not printed.

    The number of bytes, or the client's port, does not stand on the screen. Your program knows both: recv() gave it the
    bytes, and accept() the client's address. Try: print len(data) and the address.
    """
    if not not_printed(case, case.asked) or case.asked not in (Asked.SIZE, Asked.PORT):
        return False
    if case.waits and not case.received:
        return False  # the program still waits for the data
    others = numbers_in(case.output) - numbers_in(case.source.text)
    ends = [end for event in case.events(Connected) for end in (event.local, event.remote)]
    return others <= {*(int(end.rpartition(":")[2]) for end in ends), *(event.size for event in case.events(Sent))}


def numbers_in(text: str) -> set[int]:
    """The numbers in a text, without those of the address."""
    return {int(each) for each in re.findall(r"\d+", text.replace("127.0.0.1", ""))}


@mistake(By.WIRE, "13_server#own-port")
def own_port(case: Case) -> Fit:
    """The server's own port was printed.

    You printed {port}, the port at which your server listens. The client's is another one: its system chose it, and
    accept() gave it to you in the address. Try: conn, address = server.accept(), and print address[1].
    """
    return {"port": case.port} if not_printed(case, Asked.PORT) and prints(case, case.port) else False


@mistake(By.WIRE, "13_server#own-port", over=("own-port",))
def getsockname(case: Case) -> Fit:
    """getsockname() is your own end.

    getsockname() gives the address of this end of the connection, so you printed your own port {port}. The other end's
    is the address that accept() gave you. Try: print that, or getpeername().
    """
    known = case.happened(Connected) and not_printed(case, Asked.PORT) and prints(case, case.port)
    return {"port": case.port} if known and case.source.calls("getsockname") else False
