"""06: mistakes of this step: what it returns, and what else it does with a client."""

import ast

from grader.advice.connecting import accepts_in_loop
from grader.advice.evidence import BAD_DESCRIPTOR, NOT_CONNECTED, RECEIVES, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Connected, Finished
from grader.model.values import END_OF_STREAM, NO_VALUE, Other, plain
from grader.result.finding import AddressDiffers

READS = (*RECEIVES, "makefile")


def returned_address(case: Case) -> object:
    """The returned address as a plain value; None where it is not a Python literal."""
    differs = case.about(AddressDiffers)
    try:
        return ast.literal_eval(differs.answer if differs is not None else "")
    except (ValueError, SyntaxError):
        return None


def client_address(case: Case) -> tuple[str, int]:
    """The address of the client for which another one was returned; empty where the finding is about something else."""
    differs = case.about(AddressDiffers)
    return differs.client if differs is not None else ("", 0)


def host_failed(case: Case) -> Call | None:
    """The host's call on the returned socket that ended the program; None where none did."""
    call = case.raised_in
    return call if call in case.host_calls(*READS, "send", "sendall") else None


@mistake(By.CALL, "06_accept#accept-nothing")
def accept_nothing(case: Case) -> Fit:
    """Nothing is accepted.

    Your function returns None and never calls accept(). The client waits in the queue for somebody to take it. Try:
    call accept() on the socket that you were given, and return what it gives.
    """
    return case.returned_instead == NO_VALUE and not case.calls("accept")


@mistake(By.CALL, "06_accept#accept-not-returned", over=("return-missing",))
def accept_not_returned(case: Case) -> Fit:
    """The client is accepted, but nothing is returned.

    Your function takes the client and ends without return, so its caller gets None. Printing shows something to a
    person; only return gives it to the rest of the program. Try: return conn, address.
    """
    return case.returned_instead == NO_VALUE and bool(case.succeeded("accept"))


@mistake(By.CALL, "06_accept#accept-conn-only")
def accept_conn_only(case: Case) -> Fit:
    """Only the socket is returned.

    Your function returns the socket alone. The caller takes two things apart, the socket and the client's address. Try:
    return conn, address, or the whole pair as accept() gives it.
    """
    return case.returned_instead == Other("a socket") and bool(case.succeeded("accept"))


@mistake(By.CALL, "06_accept#accept-returns-listener")
def accept_returns_listener(case: Case) -> Fit:
    """The listening socket is returned.

    Your function gives back the listening socket, over which nobody can talk. accept() makes a new socket for each
    client, and the conversation runs over that one. Try: conn, address = server.accept(), and return conn, address.
    """
    return host_failed(case) is not None and case.number(NOT_CONNECTED) and bool(case.succeeded("accept"))


@mistake(By.CALL, "06_accept#accept-reads-message", over=("accept-only-once", "recv-waits-for-mark"))
def accept_reads_message(case: Case) -> Fit:
    """The function swallows the client's message.

    Your function also calls {call}(). What it takes is gone for the rest of the program, which waits for that same
    message; and where the client has said nothing yet, your function itself does not come back. Try: leave receiving to
    the caller; this step only accepts.
    """
    waiting = case.waits_in(*READS)
    read = [call for call in case.succeeded(*READS) if call.returned != END_OF_STREAM]
    read += [waiting] if waiting else []
    return {"call": read[0].call} if read and case.succeeded("accept") and case.waits else False


@mistake(By.CALL, "06_accept#accept-conn-closed", over=("close-before-use", "close-with-dedent"))
def accept_conn_closed(case: Case) -> Fit:
    """The client's socket is closed before it is returned.

    Your function closes the client's socket: by close(), or by a with block, which closes at its end, also when you
    return from inside. The caller gets a closed socket. Try: return it open; the caller closes it.
    """
    closed, taken = case.succeeded("close"), case.succeeded("accept")
    return closed_under_host(case) and bool(closed) and bool(taken) and not hung_up_earlier(case)


def closed_under_host(case: Case) -> bool:
    """Whether the host failed because the socket that it got was closed."""
    return host_failed(case) is not None and case.number(BAD_DESCRIPTOR)


@mistake(By.CALL, "06_accept#accept-closes-previous")
def accept_closes_previous(case: Case) -> Fit:
    """The earlier client is hung up on.

    When the next client comes, your function closes the socket of the one before, who may still be talking. Each client
    has a socket of its own, and several can live at once. Try: close nothing here.
    """
    return closed_under_host(case) and hung_up_earlier(case)


def hung_up_earlier(case: Case) -> bool:
    """Whether the function closed the socket of an earlier client than the newest one."""
    ends, came_in = case.events(Finished), case.events(Connected)
    closed, taken = case.succeeded("close"), case.succeeded("accept")
    if case.host_calls("close") or not closed or not ends:
        return False
    return len(closed) < len(taken) and ends[0].who != came_in[-1].who


@mistake(By.CALL, "06_accept#accept-only-once")
def accept_only_once(case: Case) -> Fit:
    """The first client is returned again and again.

    Your function accepts only once and keeps that client; later calls give its socket again. By then it may be closed,
    and the next client waits in the queue for ever. Try: call accept() each time, and remember nothing.
    """
    if len(case.calls("accept")) != 1 or not case.succeeded("accept") or case.succeeded("close"):
        return False
    closed = [call for call in case.host_calls("close") if not call.error]
    own = any(call.seconds is None for call in case.calls())  # then the function waits, and not the host
    again = len(case.events(Connected)) > 1 and case.waits and not own
    return again or (closed_under_host(case) and bool(closed))


@mistake(By.END, "06_accept#accept-in-loop", over=("accept-in-message-loop",))
def accept_in_loop(case: Case) -> Fit:
    """The function never returns.

    Your function accepts one client after the other in a loop and never comes back. The rest of the program waits for
    the first one, to talk to it. Try: accept one client and return; the caller calls you again for the next.
    """
    waiting, before = case.waits_in("accept"), case.succeeded("accept")
    if waiting is None or not case.waits or not before:
        return False
    return waiting.line == before[-1].line and accepts_in_loop(case)


@mistake(By.WIRE, "06_accept#accept-address-text")
def accept_address_text(case: Case) -> Fit:
    """The address has become a string.

    Your function returned the address as the string {told!r}. The caller wants the pair, host and port, as other calls
    take and give it. Try: return it as accept() gives it, and make a string of it only to print it.
    """
    match returned_address(case), client_address(case):
        case str() as text, (host, port):
            return {"told": text} if text != host and text != str(port) and str(port) in text else False
    return False


@mistake(By.WIRE, "06_accept#accept-address-swapped")
def accept_address_swapped(case: Case) -> Fit:
    """The address has the port first.

    Your function returned the address {told!r}. In an address the host comes first and then the port. Try: return it as
    accept() gives it, without taking it apart.
    """
    address = returned_address(case)
    return {"told": address} if address == client_address(case)[::-1] else False


@mistake(By.WIRE, "06_accept#accept-ip-only")
def accept_ip_only(case: Case) -> Fit:
    """Half of the address is missing.

    Your function returned only {told!r} for the address. It is a pair of host and port: the host alone does not tell
    two clients on one machine apart. Try: return the whole pair, as accept() gives it.
    """
    returned, (host, port) = returned_address(case), client_address(case)
    return {"told": returned} if returned in (host, port, str(port)) else False


@mistake(By.WIRE, "06_accept#accept-own-address")
def accept_own_address(case: Case) -> Fit:
    """That is your own address, not the client's.

    Your function returned {told!r}, the server's own end of the connection: so getsockname() says. The client's end is
    the second half of what accept() gives; getpeername() says it too. Try: conn, address = server.accept().
    """
    own = [plain(call.returned) for call in case.host_calls("listen") if call.returned is not None]
    returned = returned_address(case)
    return {"told": returned} if returned is not None and returned in own else False


@mistake(By.WIRE, "06_accept#accept-known-by-ip")
def accept_known_by_ip(case: Case) -> Fit:
    """A client gets the address of an earlier one.

    This client was told {told!r}, which is an earlier client's address. If you remember clients by their host alone,
    all on one machine look the same; only the port tells them apart. Try: return what this accept() gave.
    """
    others = {event.local for event in case.events(Connected)}
    match returned_address(case):
        case (str() as host, int() as port) if f"{host}:{port}" in others and (host, port) != client_address(case):
            return {"told": returned_address(case)}
    return False
