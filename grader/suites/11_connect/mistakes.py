"""11: mistakes of this step: another socket, another address, or another outcome than promised."""

import ast

from grader.advice.connecting import refused
from grader.advice.evidence import BROKEN_PIPE, IN_USE, NOT_CONNECTED, NOT_OF_THIS_MACHINE, SENDS, WOULD_BLOCK, Case
from grader.advice.mistakes.connect import error_of
from grader.advice.mistakes.threads import starters
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Connected, Raised
from grader.model.values import Address
from grader.result.finding import FindingKind


def host_unconnected(case: Case) -> bool:
    """Whether the host failed because the socket that it had passed to the step was not connected."""
    call = case.raised_in
    return call in case.host_calls(*SENDS, "recv") and case.number(BROKEN_PIPE, NOT_CONNECTED)


@mistake(By.CALL)
def connect_nothing(case: Case) -> Fit:
    """Nothing is connected.

    Your function returns without a connection: connect() is never called. The caller then talks over a socket that has
    nobody at its other end. Try: call connect() on the socket that you were given, with one address.
    """
    idle = not case.calls("connect", "connect_ex", "bind", "socket") and not starters(case)
    return host_unconnected(case) and idle


@mistake(By.CALL, "11_connect#connect-own-socket")
def connect_own_socket(case: Case) -> Fit:
    """Another socket is connected, not the one that was given.

    Your function connects a socket of its own. The caller talks over the one that it gave you, and that one is still
    unconnected. Try: client.connect((host, port)) on the parameter itself.
    """
    return host_unconnected(case) and bool(case.calls("socket")) and bool(case.succeeded("connect", "connect_ex"))


@mistake(By.CALL, "11_connect#connect-own-socket", over=("connect-own-socket",))
def connect_rebinds_name(case: Case) -> Fit:
    """The parameter's name got another socket.

    You gave the name {name} a new socket. That changes only what the name means inside your function; the caller still
    holds the socket that it gave you, and that one is not connected. Try: {name}.connect((host, port)).
    """
    step = case.source.function(case.steps[0]) if case.steps else None
    if step is None or not step.args.args or not connect_own_socket.fits(case):
        return False
    name = step.args.args[0].arg
    given = [node for node in ast.walk(step) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return {"name": name} if any(node.id == name for node in given) else False


def unreached(case: Case) -> list[Address]:
    """The addresses of the learner's connects, if none of them reached a reference server."""
    if case.happened(Connected):
        return []
    return [call.address for call in case.calls("connect", "connect_ex") if call.address is not None]


@mistake(By.CALL, "11_connect#connect-hard-coded")
def connect_hard_coded(case: Case) -> Fit:
    """The address is written into the function.

    You connect to {host}:{port}, whatever the caller says. The server of this test is at another address, the one that
    host and port hold. Try: client.connect((host, port)).
    """
    for address in unreached(case):
        if address.port in case.source.constants():
            return {"host": address.host, "port": address.port}
    return False


@mistake(By.CALL, "11_connect#connect-hard-coded")
def connect_host_hard_coded(case: Case) -> Fit:
    """The host is written into the function.

    You always connect to {host}, and not to the host that the caller gave. A machine has several addresses, and this
    server has another one. Try: client.connect((host, port)), with both parameters.
    """
    written = case.source.constants()
    for address in unreached(case):
        if refused(case) and case.check == "arrives" and address.host in written and address.port not in written:
            return {"host": address.host}
    return False


@mistake(By.ERROR, "11_connect#connect-only-numbers")
def connect_only_numbers(case: Case) -> Fit:
    """A host name is refused.

    Your function looks at the host and refuses what is not an IP address. connect() takes names as well and looks them
    up for you. Try: hand the host to connect() as it is.
    """
    error = case.raised("ValueError", "OSError", "TypeError", "AddressValueError", "AssertionError", "RuntimeError")
    own = error is not None and error.file == case.file and case.raised_in is None
    return own and case.check == "by_name" and not case.calls("connect", "connect_ex")


@mistake(By.END, "11_connect#connect-swallowed", over=("exit-in-function", "exit-status-one", "exit-with-text"))
def connect_exits(case: Case) -> Fit:
    """The whole program is ended.

    When the server refuses, your function ends the program. That is not for it to decide: the caller may want to try
    another server, or say something first. Try: let ConnectionRefusedError reach the caller.
    """
    return case.kind is FindingKind.EXITED and bool(refused(case)) and not case.reports


@mistake(By.CALL, "11_connect#connect-swallowed")
def connect_other_error(case: Case) -> Fit:
    """The refusal became another exception.

    connect() raised ConnectionRefusedError, and your function raises {kind} instead. Its caller waits for that one and
    does not catch yours. Try: leave out the except, or end it with a bare raise.
    """
    error = case.raised()
    if error is None or case.check != "refused" or not refused(case) or error.file != case.file:
        return False
    return {"kind": error.kind} if error.kind != "ConnectionRefusedError" else False


@mistake(By.CALL, "11_connect#connect-swallowed")
def connect_returns_bool(case: Case) -> Fit:
    """The refusal became a return value.

    When the server refuses, your function returns {value}. The caller expects an exception and does not look at what
    comes back, so it believes that it is connected. Try: let ConnectionRefusedError out.
    """
    value = case.reports[-1].removeprefix("returned ") if case.reports else "None"
    fits = case.kind is FindingKind.REFUSED_IN_SILENCE and bool(refused(case)) and value != "None"
    return {"value": value} if fits else False


@mistake(By.CALL, "11_connect#connect-ex-ignored", over=("connect-swallowed", "connect-returns-bool"))
def connect_not_awaited(case: Case) -> Fit:
    """Nobody waits to see whether it connects.

    You made the socket non-blocking, so that connecting only begins and its end is not awaited: {call}() came back at
    once. A refusal comes later and is never seen. Try: connect() on a blocking socket, as it is given.
    """
    if case.kind is not FindingKind.REFUSED_IN_SILENCE:
        return False
    for call in case.calls("connect", "connect_ex"):
        if call.timeout == 0 and error_of(call) in WOULD_BLOCK:
            return {"call": call.call}
    return False


@mistake(By.CALL, "11_connect#connect-swallowed")
def connect_in_thread(case: Case) -> Fit:
    """A thread connects, and the caller does not hear what comes of it.

    You call connect() in a thread. The caller of your function learns nothing of what comes of it there: a refusal ends
    that thread alone, and the connection may stand only later. Try: client.connect((host, port)) in the function
    itself, without a thread.
    """
    refusals = [event for event in case.events(Raised) if event.kind == "ConnectionRefusedError"]
    away = bool(starters(case)) and case.source.mentions("connect") and not case.calls("connect", "connect_ex")
    in_silence = case.kind is FindingKind.REFUSED_IN_SILENCE and (away or any(event.thread for event in refusals))
    return in_silence or (away and host_unconnected(case))


@mistake(By.ERROR, "11_connect#connect-fixed-port", over=("reuse-missing", "reuse-on-client-or-conn"))
def connect_fixed_port(case: Case) -> Fit:
    """Every client wants the same port.

    Your function binds the client to port {port}. One client can have it, and the second fails. A client needs no fixed
    port: the system gives it a free one when it connects. Try: leave out bind().
    """
    taken = case.raised_by("bind", "connect")
    bound = [address.port for call in case.succeeded("bind") if (address := call.address) is not None and address.port]
    failed = taken is not None and case.number(IN_USE, NOT_OF_THIS_MACHINE)
    return {"port": bound[0]} if bound and failed and case.succeeded("connect") else False


@mistake(By.CALL)
def connect_once_flag(case: Case) -> Fit:
    """Only the first client is connected.

    Your function remembers that it has connected once and does nothing the second time. Each socket is connected for
    itself, and this was another one. Try: connect whichever socket you are given, and remember nothing.
    """
    sockets = len(case.host_calls("socket"))
    return host_unconnected(case) and len(case.calls("connect")) == 1 < sockets and not case.calls("socket")
