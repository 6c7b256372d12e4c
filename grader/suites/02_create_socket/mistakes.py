"""02: mistakes with the creation of a socket."""

import ast

from grader.advice.evidence import BAD_DESCRIPTOR, IN_USE, INVALID, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.values import NO_VALUE, Number
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of

STEP = "create_tcp_socket"


@mistake(By.FILE)
def create_nothing(case: Case) -> Fit:
    """The function is still empty.

    create_tcp_socket() creates nothing yet, and a function that ends without return gives back None. Try: return
    socket.socket(family, type).
    """
    function = case.source.function(STEP)
    calls = function is not None and any(isinstance(node, ast.Call) for node in ast.walk(function))
    return case.returned_instead == NO_VALUE and not calls and not case.calls("socket")


@mistake(By.CALL, "02_create_socket#create-fileno")
def create_fileno(case: Case) -> Fit:
    """The number of the socket was returned.

    You returned {came}. fileno() gives the number under which the system knows the socket; the caller needs the socket
    itself, with all its methods. Try: return the socket.
    """
    came = case.misreturned
    if came is None or not isinstance(came.value, Number) or not case.source.mentions("fileno", "detach"):
        return False
    return {"came": came.came}


@mistake(By.ERROR, "02_create_socket#create-with-closes", over=("close-before-use", "close-with-dedent"))
def create_with_closes(case: Case) -> Fit:
    """The socket is closed when the caller gets it.

    with closes the socket at the end of its block, and return is an end too. So the caller gets a socket that is closed
    already. Try: create it without with; the caller closes it.
    """
    closed = any(not call.direct for call in case.calls("close"))
    return case.number(BAD_DESCRIPTOR) and closed and any(isinstance(node, ast.With) for node in case.source.nodes)


def bound_already(case: Case) -> bool:
    """Whether the returned socket was already bound."""
    failed = case.raised_by("bind") is not None and case.number(INVALID, IN_USE)
    return (failed or case.kind is FindingKind.SOCKET_BOUND) and bool(case.calls("bind"))


@mistake(By.ERROR, "02_create_socket#create-server-already")
def create_server_already(case: Case) -> Fit:
    """create_server() takes several steps at once.

    create_server() creates a socket, binds it and lets it listen. Here only the first of these steps is yours, and a
    socket can be bound only once: the caller's bind() fails. Try: socket.socket(family, type).
    """
    return bound_already(case) and bool(case.source.calls("create_server"))


@mistake(By.ERROR, "02_create_socket#create-server-already")
def create_already_bound(case: Case) -> Fit:
    """The socket is bound already.

    You bind the socket as soon as it is created. The caller chooses its address, and a socket can be bound only once.
    Try: leave bind() out, and listen() too; these steps have exercises of their own.
    """
    return bound_already(case) and not case.source.calls("create_server")


@mistake(By.CALL, "02_create_socket#create-nonblocking")
def create_nonblocking(case: Case) -> Fit:
    """The socket does not wait.

    setblocking(False) makes a socket that never waits: accept() and recv() fail at once if nobody is there yet. The
    caller expects one that waits. Try: leave the line out; a new socket blocks.
    """
    switched = case.calls("setblocking", "settimeout")
    return case.kind is FindingKind.SOCKET_BLOCKING and bool(switched) and switched[-1].call == "setblocking"


def one_for_all(case: Case) -> bool:
    """Whether a second call returned the same socket, which could not be bound again."""
    failed = case.raised_by("bind") is not None and case.number(INVALID, IN_USE)
    bound = [call for call in case.host_calls("bind") if not call.error]
    return failed and bool(bound) and not case.calls("bind") and len(case.calls("socket")) == len(bound)


@mistake(By.CALL, "02_create_socket#create-cached")
def create_cached(case: Case) -> Fit:
    """One socket for all, created with the file.

    You create the socket outside of the function, once, when the file is loaded. Each call gives that same one, and the
    second server cannot bind it again. Try: create it inside of the function.
    """
    return one_for_all(case) and any(
        name_of(node.func) in ("socket", "create_server") and case.source.function_around(node) is None
        for node in case.source.calls("socket", "create_server")
    )


@mistake(By.CALL, "02_create_socket#create-cached", over=("create-cached", "create-singleton"))
def create_default_argument(case: Case) -> Fit:
    """A default value is made only once.

    The socket is created as the default of a parameter. Python works defaults out once, when it reads def, and not at
    each call: so all callers get the same socket. Try: create it in the body of the function.
    """
    function = case.source.function(STEP)
    defaults = [*function.args.defaults, *function.args.kw_defaults] if function is not None else []
    made = [node for each in defaults if each is not None for node in ast.walk(each) if isinstance(node, ast.Call)]
    return one_for_all(case) and any(name_of(call.func) == "socket" for call in made)


@mistake(By.CALL, "02_create_socket#create-cached", over=("create-cached",))
def create_singleton(case: Case) -> Fit:
    """The first socket is kept and given again.

    You keep the first socket and give it to every later caller too. But each server needs one of its own: the second
    one cannot bind it again. Try: create a new one at each call, and keep none.
    """
    inside = [node for node in case.source.calls("socket") if case.source.function_around(node) is not None]
    return one_for_all(case) and bool(inside)
