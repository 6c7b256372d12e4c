"""03: mistakes with a given address, and with an address in use."""

import ast

from grader.advice.evidence import BAD_DESCRIPTOR, IN_USE, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Refused
from grader.model.values import Address
from grader.result.finding import FindingKind

EVERY_ADDRESS = ("", "0.0.0.0")
OS_ERRORS = ("OSError", "PermissionError", "ConnectionRefusedError", "gaierror")


def bound(case: Case) -> list[Call]:
    """The learner's successful binds in the last start of the program."""
    return [call for call in case.calls("bind") if not call.error and call.who == last_start(case)]


def last_start(case: Case) -> str:
    """The name of the program that made the last traced call; the failed expectation is about this program."""
    calls = case.events(Call)
    return calls[-1].who if calls else ""


def asked_for(case: Case) -> Address | None:
    """The address at which the client was refused: the one that was given to the function."""
    refused = case.record.last(Refused)
    host, _colon, port = refused.remote.rpartition(":") if refused is not None else ("", "", "")
    return Address(host, int(port)) if port.isdigit() else None


def fixed(case: Case, place: int) -> bool:
    """Whether the parameter for the host (0) or the port (1) is never read, or is replaced by a constant."""
    function = case.source.function("bind_server")
    parameters = [each.arg for each in function.args.args] if function is not None else []
    if function is None or len(parameters) != 3:
        return False
    name = parameters[place + 1]
    uses = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == name]
    return case.source.value(ast.Name(name)) is not None or not any(isinstance(each.ctx, ast.Load) for each in uses)


# Not the given address --------------------------------------------------------------------


@mistake(By.CALL, "03_bind#bind-hard-coded")
def bind_hard_coded(case: Case) -> Fit:
    """The address is written into the function.

    bind_server was told {wanted} and bound {address}, which stands in your file. The caller chooses the address. Try:
    use the parameters host and port.
    """
    asked, calls = asked_for(case), bound(case)
    address = calls[-1].address if calls else None
    if asked is None or address is None or address.port in (0, asked.port) or not fixed(case, 1):
        return False
    return {"wanted": f"{asked.host}:{asked.port}", "address": f"{address.host}:{address.port}"}


@mistake(By.CALL, "03_bind#bind-hard-coded")
def bind_host_hard_coded(case: Case) -> Fit:
    """The host is written into the function.

    You used the port that you were given, but not the host: yours is always {host!r}, and bind_server was told
    {wanted!r}. Try: host, the parameter, as the first part of the tuple.
    """
    asked, calls = asked_for(case), bound(case)
    address = calls[-1].address if calls else None
    if asked is None or address is None or address.port != asked.port or address.host == asked.host:
        return False
    return {"host": address.host, "wanted": asked.host} if fixed(case, 0) else False


def found_elsewhere(case: Case, host: str) -> bool:
    """Whether the server was bound to `host`, and so clients could connect at other addresses than the given one."""
    return case.kind in (FindingKind.NOT_REFUSED, FindingKind.BOUND_ELSEWHERE) and any(
        call.address is not None and call.address.host == host for call in bound(case)
    )


@mistake(By.CALL, "03_bind#bind-every-address")
def bind_every_address(case: Case) -> Fit:
    """The server is bound to every address.

    The host "" means: every address of this machine. The client finds your server, so all looks well, but others in the
    network may find it too. Try: bind((host, port)), with the host that you were given.
    """
    return found_elsewhere(case, "")


@mistake(By.CALL, "03_bind#bind-every-address")
def bind_zero_address(case: Case) -> Fit:
    """0.0.0.0 is every address.

    0.0.0.0 is not an address of its own: for bind() it means every address of this machine, so others in the network
    may find your server too. Try: bind((host, port)), with the host that you were given.
    """
    return found_elsewhere(case, "0.0.0.0")


@mistake(By.CALL, "03_bind#bind-every-address", over=("bind-every-address", "bind-zero-address"))
def bind_or_always_true(case: Case) -> Fit:
    """A condition with `or` is always true.

    Python reads host == "localhost" or "127.0.0.1" as two conditions, and the second one, a string that is not empty,
    always holds. So the server was bound to every address. Try: host in ("localhost", "127.0.0.1"), or no condition at
    all.
    """
    always = [
        node
        for node in case.source.nodes
        if isinstance(node, ast.BoolOp)
        and isinstance(node.op, ast.Or)
        and any(isinstance(each, ast.Constant) and bool(each.value) for each in node.values[1:])
    ]
    tests = [node.test for node in case.source.nodes if isinstance(node, (ast.If, ast.IfExp))]
    inside = {each for test in tests for each in ast.walk(test)}
    return any(node in inside for node in always) and any(found_elsewhere(case, host) for host in EVERY_ADDRESS)


# Another socket, another step -----------------------------------------------------------------------------------


@mistake(By.CALL, "03_bind#bind-accepts-too")
def bind_accepts_too(case: Case) -> Fit:
    """bind_server goes on to accept.

    Your function binds, and then it listens and accepts as well. So the client comes to you and not to the caller, who
    waits for it in vain. Try: bind only; the other steps are the caller's.
    """
    accepted = [call for call in case.calls("accept") if case.source.at(call.line) and call.who == last_start(case)]
    return bool(bound(case)) and bool(accepted) and case.kind not in (FindingKind.IMPORT_WAITS, FindingKind.IMPORT_ENDS)


@mistake(By.ERROR, "03_bind#bind-connect", over=("bind-missing",))
def bind_connect(case: Case) -> Fit:
    """connect() instead of bind().

    connect() goes to a server that is there already, and here nobody is yet: your program is to be the server. A server
    takes its own address with bind(). Try: bind((host, port)).
    """
    failed = case.raised_by("connect") is not None or case.happened(Refused)
    return failed and bool(case.calls("connect", "connect_ex", "create_connection")) and not case.calls("bind")


@mistake(By.CALL, "03_bind#bind-new-socket")
def bind_new_socket(case: Case) -> Fit:
    """A new socket is bound, not the one that was given.

    Your function makes a socket of its own and binds that one. The caller's socket stays without an address, and the
    new one is gone when the function ends. Try: server.bind(...), on the parameter.
    """
    asked = asked_for(case)
    return asked is not None and bool(case.calls("socket")) and asked in [call.address for call in bound(case)]


@mistake(By.ERROR, "02_create_socket#create-with-closes", over=("close-before-use", "close-with-dedent"))
def bind_with_closes(case: Case) -> Fit:
    """The socket is closed when the caller gets it back.

    with closes the socket at the end of its block. So it was bound, and right after that it was closed, before the
    caller could let it listen. Try: server.bind(...) without with.
    """
    closed = any(not call.direct for call in case.calls("close"))
    return case.number(BAD_DESCRIPTOR) and closed and any(isinstance(node, ast.With) for node in case.source.nodes)


# An address in use ---------------------------------------------------------------------------------------


def refused_binds(case: Case) -> list[Call]:
    """The binds that failed because the address is in use."""
    return [call for call in case.failed("bind", numbers=IN_USE) if call.who == last_start(case)]


def in_silence(case: Case) -> bool:
    """Whether the address was in use and the caller got no exception."""
    return case.kind is FindingKind.TAKEN_IN_SILENCE and bool(refused_binds(case))


@mistake(By.CALL, "03_bind#bind-error-swallowed")
def bind_error_swallowed(case: Case) -> Fit:
    """The error is caught and goes no further.

    bind() failed because the address is taken, and your function keeps that to itself. The caller goes on with a socket
    that has no address. Try: only server.bind((host, port)), and nothing that catches the error; or an except part that
    ends with raise.
    """
    return in_silence(case) and not bound(case) and case.reports[-1:] == ["returned None"]


@mistake(By.CALL, "03_bind#bind-error-swallowed")
def bind_error_returned(case: Case) -> Fit:
    """The error is turned into a return value.

    bind() failed because the address is taken, and your function returned {value} in place of the error. Nobody is
    obliged to look at a return value, so the caller goes on without an address. Try: let the OSError go through.
    """
    report = case.reports[-1] if case.reports else ""
    fits = in_silence(case) and not bound(case) and report != "returned None"
    return {"value": report.removeprefix("returned ")} if fits else False


@mistake(By.CALL, "03_bind#bind-probe", over=("bind-error-swallowed", "bind-error-returned"))
def bind_probe(case: Case) -> Fit:
    """Whether a port is taken is asked with connect().

    You try to connect, and take it that the address is free when nobody answers. But a program can hold an address
    without listening yet; only bind() itself knows. Try: bind(), and let its OSError go through.
    """
    return in_silence(case) and bool(case.calls("connect", "connect_ex"))


@mistake(By.CALL, "03_bind#bind-next-port")
def bind_next_port(case: Case) -> Fit:
    """Another port is taken in silence.

    The address was taken, so you bound port {port} instead. No client looks there, and the caller does not know of it.
    Try: let the OSError go through; the caller decides what to do.
    """
    address = bound(case)[-1].address if bound(case) else None
    if address is None or address.port == 0 or not in_silence(case):
        return False
    taken = [call.address.port for call in refused_binds(case) if call.address is not None]
    return {"port": address.port} if address.port not in taken else False


@mistake(By.CALL, "03_bind#bind-next-port")
def bind_any_port(case: Case) -> Fit:
    """Any port is taken in silence.

    The address was taken, so you bound port 0 instead, and the system chose a port that nobody knows. The caller does
    not hear of it either. Try: let the OSError go through; the caller decides what to do.
    """
    address = bound(case)[-1].address if bound(case) else None
    return in_silence(case) and address is not None and address.port == 0


@mistake(By.ERROR, "03_bind#bind-error-swallowed")
def bind_other_error(case: Case) -> Fit:
    """The error becomes another one.

    bind() raised OSError, and your except raises {kind} in its place. Callers catch OSError, because that is what
    bind() is known for. Try: a bare raise, which lets the first error go on.
    """
    error = case.raised()
    if error is None or error.kind in OS_ERRORS or not case.has_raise_at_error() or not refused_binds(case):
        return False
    return {"kind": error.kind}


@mistake(By.CALL, "03_bind#bind-error-swallowed")
def bind_retries_forever(case: Case) -> Fit:
    """bind() is tried again and again.

    While the address is taken, you try again without an end, and the caller hears nothing. The other program may run
    for days. Try: let the OSError go through at the first time.
    """
    return case.stopped_at is not None and len({call.number for call in refused_binds(case)}) > 1
