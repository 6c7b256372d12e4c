"""connect(): a client connects to a server."""

import ast
import ipaddress

from grader.advice.connecting import own_port, refused, unconnected
from grader.advice.evidence import CONNECTED_ALREADY, INVALID, NOT_CONNECTED, REFUSED, WOULD_BLOCK, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Connected
from grader.model.values import Number, Text, Tuple
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of


@mistake(By.ERROR, "11_connect#connect-two-args")
def connect_two_args(case: Case) -> Fit:
    """connect() was given two arguments instead of one address.

    You wrote the host and the port as two arguments. An address is one thing, a tuple of host and port, so it needs
    parentheses of its own. Try: connect((host, port)).
    """
    return len(case.given_at_error("connect", "connect_ex")) == 2


@mistake(By.ERROR, "11_connect#connect-swapped", over=("connect-port-str",))
def connect_swapped(case: Case) -> Fit:
    """The server's address has the port first.

    You gave {call}() the tuple ({first!r}, {second!r}). In an address the host comes first and then the port, as in
    127.0.0.1:8081. Try: connect((host, port)).
    """
    call = case.raised_by("connect", "connect_ex")
    match call.given.positional if call is not None else ():
        case (Tuple((Number(int(first)), Text(second))),):
            return {"call": call.call if call is not None else "", "first": first, "second": second}
    return False


@mistake(By.ERROR, "11_connect#connect-port-str")
def connect_port_str(case: Case) -> Fit:
    """The server's port is a string.

    In an address the port is a number, and yours is the string {port!r}: perhaps it comes from input() or split(), or
    it stands in quotation marks. A string that looks like a number is still a string. Try: int(port).
    """
    match case.given_at_error("connect", "connect_ex"):
        case (Tuple((_, Text(port))),):
            return {"port": port}
    return False


@mistake(By.CALL, "12_client", over=("port-mismatch", "connect-nothing", "print-missing"))
def connect_elsewhere(case: Case) -> Fit:
    """The client calls another computer.

    You gave connect() the host {host!r}, the address of another computer. The server of this exercise runs on this one,
    at 127.0.0.1. Try: connect((HOST, PORT)), with the two values at the top of the file.
    """
    dialled = [call.address for call in case.calls("connect", "connect_ex") if call.address is not None]
    if case.port is None or case.happened(Connected) or not dialled:
        return False
    return {"host": dialled[-1].host} if is_of_another(dialled[-1].host) else False


def is_of_another(host: str) -> bool:
    """Whether a host is an address that does not mean this machine."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return not address.is_loopback and not address.is_unspecified


@mistake(By.ERROR, "11_connect#connect-url", over=("ipv6-on-af-inet",))
def connect_url(case: Case) -> Fit:
    """The host is a web address.

    You gave connect() the host {host!r}. A host is only the name or the number of a machine; http:// and what comes
    after a slash belong to a web address, which connect() does not know. Try: connect(("127.0.0.1", port)).
    """
    host = unknown_host(case)
    return {"host": host} if "/" in host else False


def unknown_host(case: Case) -> str:
    """The host name that connect() or a function that calls it could not resolve; empty where there is none."""
    if case.raised("gaierror") is None:
        return ""
    call = case.raised_by("connect", "connect_ex")
    if call is not None and call.address is not None:
        return call.address.host
    for each in case.calls_at_error("create_connection", "open_connection"):
        match case.source.value(next(iter(each.args), None)):
            case str(host) | (str(host), *_):
                return host
    return ""


@mistake(By.ERROR, "11_connect#connect-url", over=("ipv6-on-af-inet",))
def connect_host_with_port(case: Case) -> Fit:
    """The port stands in the host as well.

    You gave connect() the host {host!r}. In an address of a socket the host and the port are two values: the colon only
    stands between them where people write them as one text. Try: connect(({first!r}, {port})).
    """
    host = unknown_host(case)
    match host.split(":"):
        case [first, port] if port.isdigit() and "/" not in first:
            return {"host": host, "first": first, "port": port}
    return False


@mistake(By.ERROR, "11_connect#connect-twice")
def connect_twice(case: Case) -> Fit:
    """A connected socket is connected again.

    You called connect() a second time on a socket that is connected. One socket holds one connection, from connect() to
    close(). Try: leave out the second connect(); for another connection make another socket.
    """
    failed = case.raised_by("connect")
    return failed is not None and case.number(CONNECTED_ALREADY) and bool(case.succeeded("connect"))


@mistake(
    By.CALL, "11_connect#connect-ex-ignored", over=("send-before-connect", "connect-nothing", "connect-not-awaited")
)
def connect_ex_ignored(case: Case) -> Fit:
    """Nobody looks at what connect_ex() returns.

    connect_ex() does not raise an exception when it fails: it returns the error's number, here {number}, and your
    program goes on as if it were connected. Try: connect(), which raises; or look at the result.
    """
    numbers = [error_of(call) for call in case.succeeded("connect_ex") if own_port(case, call)]
    failed = [number for number in numbers if number and number not in WOULD_BLOCK]
    went_on = case.kind is FindingKind.REFUSED_IN_SILENCE or unconnected(case) is not None
    return {"number": failed[-1]} if failed and went_on else False


@mistake(
    By.CALL,
    "11_connect#connect-ex-ignored",
    over=("connect-ex-ignored", "send-before-connect", "connect-nothing", "connect-not-awaited"),
)
def connect_ex_looked_at(case: Case) -> Fit:
    """The number that connect_ex() returns is looked at, and goes no further.

    connect_ex() returned the error's number, {number}, and your program looks at it, perhaps to print something. But
    then it goes on, and whoever comes after it believes to be connected. Try: connect(), which raises an exception that
    nobody can overlook.
    """
    tests = [node.test for node in case.source.nodes if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert))]
    tested = {each for test in tests for each in ast.walk(test)}
    names = {name_of(each) for each in tested} - {""}
    kept = [
        node.value
        for node in case.source.nodes
        if isinstance(node, ast.Assign) and names & {name_of(target) for target in node.targets}
    ]
    looked = any(call in tested or call in kept for call in case.source.calls("connect_ex"))
    return connect_ex_ignored.fits(case) if looked else False


@mistake(By.CALL, "11_connect#connect-swallowed", over=("send-before-connect",))
def connect_swallowed(case: Case) -> Fit:
    """The refusal is swallowed.

    connect() raised ConnectionRefusedError, and your program caught it and went on as if all were well. The code after
    it believes that it is connected. Try: do not catch it here, or raise it again, so that the caller hears of it.
    """
    given_up = [call for call in refused(case) if own_port(case, call)]
    if not given_up or case.succeeded("connect"):
        return False
    in_silence = case.kind is FindingKind.REFUSED_IN_SILENCE and case.reports[-1:] == ["returned None"]
    return in_silence or unconnected(case) is not None


@mistake(By.CALL, "11_connect#connect-retries-for-ever")
def connect_retries_for_ever(case: Case) -> Fit:
    """Without a server it tries for ever.

    Your loop at line {line} calls connect() again each time it is refused, and it never gives up. If nobody ever
    listens there, the program never ends, and its caller never hears why. Try: let the exception out, or count the
    attempts and raise after the last.
    """
    without_exception = [call for call in case.succeeded("connect_ex") if error_of(call)]
    tries = [call for call in [*refused(case), *without_exception] if own_port(case, call)]
    if len(tries) < 2 or case.late is None or case.succeeded("connect"):
        return False
    return {"line": tries[-1].line} if tries[0].line == tries[-1].line else False


def error_of(call: Call) -> int | None:
    """The error number that a connect_ex() returned or a connect() raised; 0 for success, None where it is unknown."""
    match call.returned:
        case Number(int(number)):
            return number
    return call.failure.errno if call.failure is not None else None


@mistake(By.ERROR, "11_connect#connect-refused-order", over=("swapped-files", "port-mismatch"))
def connect_refused_order(case: Case) -> Fit:
    """The client calls before the server listens.

    In your program connect() comes before listen(). Nobody listens there yet, so the call is refused; that is not
    connect()'s fault. Try: bind() and listen() first, and let the client be a program of its own.
    """
    call = case.raised_by("connect")
    if call is None or not case.number(REFUSED) or case.succeeded("listen"):
        return False
    return own_port(case, call) and bool(case.source.calls("listen", "create_server")) and not case.steps


@mistake(By.ERROR, "12_client#send-before-connect")
def send_before_connect(case: Case) -> Fit:
    """The socket is not connected.

    You called {call}() on a socket that was never connected: there is nobody at its other end. Try: connect((host,
    port)) first, then send and receive.
    """
    call = unconnected(case)
    if call is None or call.file != case.file or case.succeeded("bind") or case.succeeded("shutdown"):
        return False
    return {"call": call.call} if not case.calls("connect_ex") and not case.failed("connect") else False


@mistake(By.ERROR, over=("send-before-connect", "listen-missing"))
def own_socket_used(case: Case) -> Fit:
    """A new socket is used instead of the given one.

    Your function creates a socket of its own, {own}, and calls {call}() on it. It is not connected to anything. The
    socket to use is given to the function as {given}. Try: {given}.{call}(...).
    """
    call = case.raised_in
    if not case.steps or call is None or not case.number(NOT_CONNECTED, INVALID):
        return False
    function, own = case.source.function(case.source.within(call.line)), case.receiver(call)
    if function is None or not function.args.args or own not in _new_sockets(function):
        return False
    given, used = function.args.args[0].arg, {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    fits = given not in used and function.name in case.steps
    return {"own": own, "call": call.call, "given": given} if fits else False


def _new_sockets(function: ast.AST) -> set[str]:
    """The names that get a new socket in a function."""
    made = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and is_socket_call(node.value)]
    return {name_of(target) for node in made for target in node.targets}


def is_socket_call(node: ast.AST) -> bool:
    """Whether an expression calls socket() or socket.socket()."""
    return isinstance(node, ast.Call) and name_of(node.func) == "socket"
