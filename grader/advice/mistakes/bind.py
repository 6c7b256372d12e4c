"""bind(): the server gives its socket an address."""

import ast

from grader.advice.evidence import IN_USE, NO_ACCESS, REFUSED, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Connected, Refused
from grader.model.values import Number, Other, Text, Tuple


@mistake(By.ERROR, "03_bind#bind-two-args")
def bind_two_args(case: Case) -> Fit:
    """bind() was given two arguments instead of one address.

    You wrote the host and the port as two arguments. An address is one thing, a tuple of host and port, so it needs
    parentheses of its own. Try: bind((host, port)).
    """
    return len(case.given_at_error("bind")) == 2


@mistake(By.ERROR, "03_bind#bind-swapped", over=("bind-port-str",))
def bind_swapped(case: Case) -> Fit:
    """The address has the port first.

    You gave bind() the tuple ({first!r}, {second!r}). In an address the host comes first and then the port, as in
    127.0.0.1:8989. Try: bind((host, port)).
    """
    match case.given_at_error("bind"):
        case (Tuple((Number(int(first)), Text(second))),):
            return {"first": first, "second": second}
    return False


@mistake(By.ERROR, "03_bind#bind-port-str")
def bind_port_str(case: Case) -> Fit:
    """The port is a string.

    In an address the port is a number, and yours is the string {port!r}: perhaps it comes from input() or split(). A
    string that looks like a number is still a string. Try: int(port).
    """
    match case.given_at_error("bind"):
        case (Tuple((_, Text(port))),):
            return {"port": port}
    return False


@mistake(By.ERROR, "03_bind#bind-two-args")
def bind_list(case: Case) -> Fit:
    """The address is a list.

    You gave bind() a list, in square brackets. An address is always a tuple, in parentheses: bind() takes nothing else.
    Try: bind((host, port)).
    """
    return case.given_at_error("bind") == (Other("<list>"),)


@mistake(By.ERROR, "03_bind#bind-two-args")
def bind_one_string(case: Case) -> Fit:
    """The address is one string.

    You gave bind() the string {text!r}. That is how people write an address; Python wants its two parts apart, the host
    as a string and the port as a number, in a tuple. Try: bind((host, port)).
    """
    match case.given_at_error("bind"):
        case (Text(text),):
            return {"text": text}
    return False


@mistake(By.ERROR, "03_bind#bind-range")
def bind_range(case: Case) -> Fit:
    """The port is out of range.

    Ports go from 0 to 65535, because there are 16 bits for them, and yours is {port}. Perhaps a digit too many was
    typed. Try: the port that the exercise names.
    """
    call = case.raised_by("bind", "connect", "connect_ex")
    address = call.address if call is not None else None
    return {"port": address.port} if address is not None and no_port(address.port) else False


def no_port(port: object) -> bool:
    """Whether a number is outside of 16 bits, and so cannot be a port."""
    return isinstance(port, int) and not 0 <= port <= 65535


@mistake(By.CALL, "03_bind#bind-no-parens", over=("bind-missing",))
def bind_no_parens(case: Case) -> Fit:
    """bind is named, but not called.

    Without parentheses, bind is only the name of the method: nothing is called, and nothing happens. Python says
    nothing either, because to name a thing is allowed. Try: bind((host, port)), with parentheses right after the name.
    """
    called = {call.func for call in case.source.calls("bind")}
    return unbound(case) and any(
        isinstance(node, ast.Attribute) and node.attr == "bind" and node not in called
        for statement in case.source.nodes
        if isinstance(statement, ast.Expr)
        for node in ast.walk(statement)
    )


def unbound(case: Case) -> bool:
    """Whether a server listened without bind(), so that its client was refused."""
    listened = any(not call.error for call in case.all_calls("listen"))
    return listened and case.happened(Refused) and not case.all_calls("bind")


def chosen_address(case: Case) -> str:
    """The address that the system chose at the last listen(); empty where listen() was not called."""
    calls = reversed(case.all_calls("listen"))
    return next((call.result for call in calls if call.returned is not None), "")


@mistake(By.CALL, "03_bind#bind-missing")
def bind_missing(case: Case) -> Fit:
    """bind() is never called.

    Nobody gave your server an address. listen() then lets the system choose one at random, {address} this time, and no
    client looks there. Try: bind((host, port)) before listen().
    """
    return {"address": chosen_address(case)} if unbound(case) and chosen_address(case) else False


def bound_port(case: Case) -> int | None:
    """The port of the learner's last bind(), connect() or connect_ex(); None where there is none."""
    addresses = [call.address for call in case.calls("bind", "connect", "connect_ex")]
    ports = [address.port for address in addresses if address is not None]
    return ports[-1] if ports else None


@mistake(By.CALL, "03_bind#bind-port-zero", over=("bind-hard-coded",))
def bind_port_zero(case: Case) -> Fit:
    """Port 0 is not a port for a server.

    You bound port 0. That asks the system for any free port, {address} this time, and no client knows which. Servers
    need a port that is known beforehand. Try: the port that you were given.
    """
    zero = any(call.address is not None and call.address.port == 0 for call in case.succeeded("bind"))
    missed = case.happened(Refused) or not case.happened(Connected)
    if not zero or not missed or case.failed("bind") or not (case.steps or case.calls("listen", "accept")):
        return False
    return {"address": chosen_address(case)} if chosen_address(case) else False


@mistake(By.CALL, "03_bind#bind-range", over=("port-mismatch",))
def bind_privileged(case: Case) -> Fit:
    """A port below 1024 is not yours.

    You bound port {port}. Ports below 1024 are kept for well-known services, and on many systems only the administrator
    may take them; the client looks for port {wanted} anyway. Try: the port that the exercise names.
    """
    ports = [call.address.port for call in case.calls("bind") if call.address is not None]
    low = [port for port in ports if 0 < port < 1024]
    failed = case.number(NO_ACCESS, IN_USE) if case.error is not None else case.happened(Refused)
    if case.port is None or not low or low != ports or not failed:
        return False
    return {"port": low[-1], "wanted": case.port}


@mistake(By.CALL, "12_client#port-mismatch")
def port_mismatch(case: Case) -> Fit:
    """Client and server do not use the same port.

    Your program uses port {port}, and the other side is to be found at port {wanted}. Two programs meet only where both
    name the same port. Try: {wanted}.
    """
    port = bound_port(case)
    if case.port is None or not port or port == case.port or no_port(port):
        return False
    refused = case.raised_by("connect", "connect_ex") is not None and case.number(REFUSED)
    alone = case.error is None and case.happened(Refused) and not case.happened(Connected)
    return {"port": port, "wanted": case.port} if refused or alone else False
