"""listen(): the server begins to listen for clients."""

from grader.advice.evidence import CONNECTED_ALREADY, INVALID, NOT_SUPPORTED, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.values import Address, Number, Text, Tuple

MANY_TIMES = 20  # calls; this many from one line can only come from a loop


def never_listened(case: Case) -> bool:
    """Whether accept() failed because listen() had not been called."""
    refused = [call for call in case.all_calls("accept") if call.failure is not None and call.failure.errno in INVALID]
    others = [call for call in case.all_calls("listen", "connect") if not call.error]
    return bool(refused) and not others


@mistake(By.ERROR, "05_listen#listen-address-arg", over=("bind-missing",))
def listen_address_arg(case: Case) -> Fit:
    """listen() was given an address.

    You gave listen() an address, or a part of one. The socket gets its address by bind(); listen() only wants to know
    how many clients may wait in the queue, and that is one small number. Try: server.listen(backlog).
    """
    match case.given_at_error("listen"):
        case (Address() | Tuple(),) | (_, _, *_):
            return True
        case (Text(host),):
            return not host.strip().isdigit()
    # The port alone is a number, which listen() accepts as a backlog.
    taken = [each.given.positional for each in case.succeeded("listen")]
    return case.port is not None and (Number(case.port),) in taken and not case.calls("bind")


@mistake(By.ERROR, "05_listen#listen-backlog-str")
def listen_backlog_str(case: Case) -> Fit:
    """The length of the queue is a string.

    You gave listen() the string {backlog!r}. It counts how many clients may wait, so it needs a number, and digits in
    quotation marks are a string. Try: server.listen(int(backlog)), or leave the number as it is.
    """
    match case.given_at_error("listen"):
        case (Text(backlog),) if backlog.strip().isdigit():
            return {"backlog": backlog}
    return False


@mistake(By.ERROR, "05_listen#listen-missing")
def listen_missing(case: Case) -> Fit:
    """listen() is missing.

    Nothing calls listen() on this socket. bind() only gives it an address; clients are let in from listen() on, so they
    are refused, and accept() fails with "Invalid argument". Try: server.listen(backlog), after bind() and before
    accept().
    """
    return never_listened(case)


@mistake(By.ERROR, "05_listen#listen-no-parens", over=("listen-missing",))
def listen_no_parens(case: Case) -> Fit:
    """listen is named, but not called.

    You wrote listen without parentheses. That only names the method and does nothing, so the socket does not listen and
    clients are refused. Try: server.listen(backlog).
    """
    return never_listened(case) and bool(case.source.uncalled("listen"))


@mistake(By.ERROR, "05_listen#listen-before-bind")
def listen_before_bind(case: Case) -> Fit:
    """listen() comes before bind().

    You called listen() first and bind() afterwards. A socket without an address gets some free port from the system
    when it begins to listen, and then its address can no longer be changed. Try this order: bind(), listen(), accept().
    """
    bound = [call for call in case.all_calls("bind") if not call.error]
    if bound or case.succeeded("connect"):
        return False
    if case.failed("bind", numbers=INVALID):
        return bool(case.succeeded("listen"))
    # On Windows listen() itself fails on a socket without an address.
    return bool(case.failed("listen", numbers=INVALID)) and bool(case.source.calls("bind"))


@mistake(By.CALL, "05_listen#listen-in-loop")
def listen_in_loop(case: Case) -> Fit:
    """listen() is called again and again.

    Your loop at line {line} calls listen() without an end. listen() waits for nobody: it opens the queue and comes back
    at once, and accept() is what waits. Try: call listen() once, without a loop around it.
    """
    lines = [call.line for call in case.succeeded("listen")]
    for line in set(lines):
        if case.busy and lines.count(line) >= MANY_TIMES and not case.succeeded("accept"):
            return {"line": line}
    return False


@mistake(By.ERROR, "11_connect#listen-in-client", over=("connect-twice", "accept-in-client"))
def listen_in_client(case: Case) -> Fit:
    """The client listens.

    You called listen() on the socket with which you also call connect(). A socket either waits for clients or calls a
    server itself, it cannot do both. Try: leave out listen(); a client needs only connect().
    """
    listens, calls = case.calls("listen"), case.calls("connect")
    if not listens or not calls or case.receiver(listens[0]) != case.receiver(calls[0]):
        return False
    called_first = bool(case.succeeded("connect")) and bool(case.failed("listen", numbers=INVALID))
    refused = CONNECTED_ALREADY | NOT_SUPPORTED | INVALID
    listened_first = bool(case.succeeded("listen")) and bool(case.failed("connect", numbers=refused))
    return called_first or listened_first
