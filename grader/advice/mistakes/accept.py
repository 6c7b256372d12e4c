"""accept(): the server accepts a client, over a new socket."""

import ast
import itertools

from grader.advice.connecting import accept_targets, first_of, pairs
from grader.advice.evidence import BAD_DESCRIPTOR, INVALID, RECEIVES, SENDS, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Misreturned, Refused
from grader.model.values import Address, Other, Tuple

OF_A_SOCKET = (*RECEIVES, *SENDS, "close", "shutdown", "settimeout", "makefile", "getpeername", "fileno")


def uses_as_socket(nodes: list[ast.AST], name: str) -> bool:
    """Whether some nodes use a name as a socket: with a method of sockets, or in a `with`."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in OF_A_SOCKET and ast.unparse(node.value) == name)
        or (isinstance(node, ast.withitem) and ast.unparse(node.context_expr) == name)
        for node in nodes
    )


def uses_as_pair(nodes: list[ast.AST], name: str) -> bool:
    """Whether some nodes use a name as a pair: `name[0]`, or `ip, port = name`."""
    return any(
        (isinstance(node, ast.Subscript) and ast.unparse(node.value) == name)
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and ast.unparse(node.value) == name)
        for node in nodes
    )


def used_pair_as_socket(case: Case) -> bool:
    """Whether the program ended because it used a tuple as a socket."""
    error = case.raised("AttributeError")
    if error is not None:
        return error.cause.owner == "tuple" and error.cause.name in OF_A_SOCKET
    return case.raised("TypeError") is not None and any(isinstance(node, ast.withitem) for node in case.at_error())


@mistake(By.ERROR, "06_accept#accept-address-arg")
def accept_address_arg(case: Case) -> Fit:
    """accept() was given something.

    You gave accept() something between its parentheses. It takes nothing: your own address was given to bind(), and the
    client brings its own. Try: conn, address = server.accept().
    """
    call = case.raised_by("accept")
    return call is not None and call.raised("TypeError") and bool(call.given.values)


@mistake(By.ERROR, "06_accept#accept-no-parens", over=("accept-nothing",))
def accept_no_parens(case: Case) -> Fit:
    """accept is named, but not called.

    You wrote accept without parentheses. That is the method itself, and nobody was accepted by it: neither a socket nor
    an address came of it. Try: conn, address = server.accept().
    """
    broke = case.raised("TypeError", "AttributeError") is not None or case.happened(Misreturned)
    return broke and not case.calls("accept") and bool(case.source.uncalled("accept"))


@mistake(By.ERROR, "06_accept#accept-swapped")
def accept_swapped(case: Case) -> Fit:
    """Socket and address are the wrong way round.

    accept() gives a pair: first the new socket, then the client's address. You have them the other way round, and so an
    address is taken for the socket. Try: conn, address = server.accept().
    """
    match case.returned_instead:
        case Tuple((Address() | Tuple(), Other("a socket"))):
            return True
        case value if value is not None:
            return False
    if not case.succeeded("accept") or case.succeeded(*RECEIVES, *SENDS):
        return False  # a program that received or sent used the right element as the socket
    nodes = case.at_error()
    if any(uses_as_pair(nodes, first) for first, _second in pairs(case)):
        return case.raised("TypeError") is not None
    return used_pair_as_socket(case) and any(
        not uses_as_socket(case.source.nodes, first) for first, _second in pairs(case)
    )


@mistake(By.ERROR, "06_accept#accept-swapped")
def accept_not_unpacked(case: Case) -> Fit:
    """The pair that accept() gives was not taken apart.

    You kept the whole result of accept() under one name and used it as the socket. It is a pair: the socket for this
    client, and the client's address. Try: conn, address = server.accept().
    """
    whole = [target for target, _call in accept_targets(case) if isinstance(target, (ast.Name, ast.Attribute))]
    return bool(case.succeeded("accept")) and used_pair_as_socket(case) and bool(whole) and not pairs(case)


@mistake(By.ERROR, "06_accept#accept-swapped", over=("ipv6-unpack",))
def accept_three_names(case: Case) -> Fit:
    """accept() gives two values, not {count}.

    You wanted {count} values from accept(). It gives two: the new socket, and the client's address, which is a pair of
    its own. Try: conn, (host, port) = server.accept().
    """
    here = case.at_error() if case.raised("ValueError") is not None and case.succeeded("accept") else []
    for target, call in accept_targets(case):
        if call in here and isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) != 2:
            starred = any(isinstance(each, ast.Starred) for each in target.elts)
            return {"count": len(target.elts)} if not starred else False
    return False


@mistake(By.CALL, "06_accept#accept-twice", over=("accept-in-message-loop", "waits-for-another", "accept-two-clients"))
def accept_twice(case: Case) -> Fit:
    """accept() is called twice for one client.

    You call accept() once for the socket and once more for the address. Each call takes one more client, so the second
    one waits for somebody else. Try: call it once and take both: conn, address = server.accept().
    """
    calls = case.all_calls()
    again = [
        (one, two)
        for one, two in itertools.pairwise(calls)
        if one.call == two.call == "accept" and one.returned is not None and one.file == two.file == case.file
    ]
    apart = any(one.line != two.line for one, two in again)
    waiting = bool(again) and again[-1][1].seconds is None and case.waits
    accepts = case.source.calls("accept")
    return (apart or waiting) and len(accepts) > 1 and any(drops_socket(case, call) for call in accepts)


def drops_socket(case: Case, call: ast.Call) -> bool:
    """Whether the socket of an accept() is never used: `s.accept()[1]`, or assigned to a name that is never read."""
    outer = next(case.source.around(call), None)
    if isinstance(outer, ast.Subscript):
        return case.source.value(outer.slice) in (1, -1)
    read = {ast.unparse(node) for node in case.source.nodes if isinstance(getattr(node, "ctx", None), ast.Load)}
    targets = [target for target, taken_from in accept_targets(case) if taken_from is call]
    return any(isinstance(each, ast.Tuple) and ast.unparse(each.elts[0]) not in read for each in targets)


def listener_closed(case: Case) -> Call | None:
    """The close() of the listening socket, after which accept() failed or a second client was refused; else None."""
    first = next(iter(case.succeeded("accept")), None)
    if first is None:
        return None
    closes = [call for call in case.succeeded("close") if call.number > first.number]
    failed = case.raised_by("accept")
    if failed is not None and case.number(BAD_DESCRIPTOR):
        listeners = {case.receiver(failed), case.receiver(first)}
        known = [call for call in closes if case.receiver(call) in listeners]
        return next(reversed(known or closes), None)
    refused = case.steps and case.reports and case.happened(Refused)
    return closes[-1] if closes and refused else None


@mistake(By.ERROR, "06_accept#accept-listener-closed", over=("close-before-use", "close-wrong-socket"))
def accept_listener_closed(case: Case) -> Fit:
    """The listening socket is closed after the first client.

    You close the listening socket when a client has been taken or served. It is the door for all clients: once it is
    closed, nobody can come and accept() fails. Try: close only the client's socket here, and the listening one once no
    more clients are to come.
    """
    last = listener_closed(case)
    if last is None or not last.direct:
        return False
    if case.steps:
        return True  # the host closes the client's socket
    clients = {first for first, _second in pairs(case)}
    closed = {case.receiver(call) for call in case.succeeded("close")}
    return bool(clients & closed) or len(case.succeeded("close")) > len(case.succeeded("accept"))


@mistake(By.ERROR, "06_accept#accept-with-closes", over=("close-before-use", "close-with-dedent", "close-wrong-socket"))
def accept_with_closes(case: Case) -> Fit:
    """with closes the listening socket.

    You put the listening socket into a with block. At the end of the block, also by return, with closes it, and from
    then on no client can come. Try: accept without with; closing that socket is for whoever made it.
    """
    last = listener_closed(case)
    if last is None or last.direct:
        return False
    return bool(case.steps) or case.receiver(last) == case.receiver(case.succeeded("accept")[0])


@mistake(
    By.ERROR,
    "13_server#accept-overwrites-listener",
    over=("accept-listener-closed", "close-wrong-socket", "close-before-use", "accept-with-closes"),
)
def accept_overwrites_listener(case: Case) -> Fit:
    """The client's socket got the listening socket's name.

    You gave the new socket the name {name!r}, which was the listening socket's. From then on nothing reaches the
    listening socket any more, and the next accept() is called on a client's socket. Try: conn, address =
    {name}.accept().
    """
    failed = case.raised_by("accept")
    if failed is None or not case.number(INVALID, BAD_DESCRIPTOR) or not case.succeeded("accept"):
        return False
    for target, call in accept_targets(case):
        name = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if name and first_of(target) == name == case.receiver(failed):
            return {"name": name}
    within = case.source.within(failed.line)
    for node in case.source.nodes:  # accept() is called in a function that is given the listening socket
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and within:
            given = [ast.unparse(each) for each in node.value.args]
            if case.source.own_name(node.value.func) == within and first_of(node.targets[0]) in given:
                return {"name": first_of(node.targets[0])}
    return False


@mistake(By.ERROR, "12_client#accept-in-client", over=("listen-missing",))
def accept_in_client(case: Case) -> Fit:
    """A client calls accept().

    You called accept() on a socket that is connected to a server. accept() is for a listening socket, which takes
    clients; the server's answer comes over the connection that you have. Try: data = client.recv(1024).
    """
    failed = case.raised_by("accept")
    if failed is None or not case.number(INVALID) or case.succeeded("listen", "accept"):
        return False
    return bool(case.succeeded("connect"))
