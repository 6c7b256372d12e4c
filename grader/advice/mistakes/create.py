"""socket.socket(): the module and the class, the family and the type."""

import ast
import re
import socket

from grader.advice.evidence import NOT_SUPPORTED, Case, family_and_type
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Connected
from grader.model.values import Address, Other, Text, Tuple
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of, nearest

OF_MODULE = {name for name in dir(socket) if not name.startswith("_")}
OF_SOCKET = set(dir(socket.socket))
CONSTANTS = {name for name in OF_MODULE if name.isupper()}
MEANT = {  # a name that people write for a constant, and the constant
    "TCP": "SOCK_STREAM",
    "SOCK_TCP": "SOCK_STREAM",
    "TCP_STREAM": "SOCK_STREAM",
    "UDP": "SOCK_DGRAM",
    "SOCK_UDP": "SOCK_DGRAM",
    "IP": "AF_INET",
    "IPV4": "AF_INET",
    "AF_IPV4": "AF_INET",
    "AF_INET4": "AF_INET",
    "IPV6": "AF_INET6",
    "AF_IPV6": "AF_INET6",
}
LIKE_A_CONSTANT = re.compile(r"(?:AF|SOCK|SOL|SO|SHUT|IPPROTO)_\w+|STREAM|DGRAM|INET6?")


def datagram(case: Case) -> bool:
    """Whether all sockets that the program made are for UDP."""
    kinds = [family_and_type(call)[1] for call in case.calls("socket")]
    return bool(kinds) and all(kind == "SOCK_DGRAM" for kind in kinds)


def unknown(case: Case) -> tuple[str, str]:
    """The name that Python did not find, and the type of its owner; both empty where the program ended otherwise."""
    error = case.raised("NameError", "AttributeError")
    return (error.cause.name, error.cause.owner) if error is not None else ("", "")


@mistake(By.ERROR, "02_create_socket#create-module-call")
def create_module_call(case: Case) -> Fit:
    """The module was called instead of the class.

    After import socket, the name {name} is the module, and a module cannot be called. The class lives in it and has the
    same name. Try: {name}.socket(...).
    """
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    imported = {alias.asname or alias.name for alias in case.source.imported_from("socket")}
    names = case.source.modules("socket") - assigned(case) - imported
    called = [call.func.id for call in case.calls_at_error(*names) if isinstance(call.func, ast.Name)] if names else []
    return {"name": called[0]} if called else False


def assigned(case: Case) -> set[str]:
    """The names to which the file assigns a value."""
    return {node.id for node in case.source.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


@mistake(By.ERROR, "02_create_socket#create-star-then-dotted")
def create_star_then_dotted(case: Case) -> Fit:
    """One dot too many: socket is the class already.

    After from socket import ... the name socket is the class, not the module, and the class has no {name}. Two ways of
    importing were mixed. Try: {name} without socket and the dot before it, or import socket at the top.
    """
    name, of = unknown(case)
    return {"name": name} if of == "type socket" and name in OF_MODULE else False


@mistake(By.ERROR, "02_create_socket#create-name-shadow", over=("name-typo", "create-dotted-twice"))
def create_name_shadow(case: Case) -> Fit:
    """The name of the module was given to something else.

    In your program {name} is first the module and then, by an assignment, a socket or something else. From then on
    {name}.socket is not to be found. Try: another name for your own socket, such as server or client.
    """
    name, of = unknown(case)
    missing = of == "socket" and name in OF_MODULE - OF_SOCKET
    if not missing and case.raised("UnboundLocalError") is None:
        return False
    shadowed = assigned(case) & (case.source.modules("socket") | {"socket"})
    here = {node.id for node in case.at_error() if isinstance(node, ast.Name)} & shadowed
    return {"name": min(here)} if here else False


@mistake(By.ERROR, "02_create_socket#create-const-typo", over=("name-typo", "import-missing"))
def create_const_typo(case: Case) -> Fit:
    """A constant is misspelt.

    The module socket has no {name}. Nearest to it is {near}. Try: socket.{near}, or copy the name from the README.
    """
    name, of = unknown(case)
    if case.raised("ImportError") is not None:
        wanted = [each.name for node in case.at_error() if isinstance(node, ast.ImportFrom) for each in node.names]
        name, of = next((each for each in wanted if each not in OF_MODULE), ""), "module socket"
    fits = of == "module socket" or (not of and name not in CONSTANTS)
    near = nearest(name, CONSTANTS) if fits and name.isupper() and LIKE_A_CONSTANT.fullmatch(name) else None
    return {"name": name, "near": near} if near else False


@mistake(By.ERROR, "02_create_socket#create-const-typo", over=("name-typo", "create-const-typo", "import-missing"))
def create_const_by_meaning(case: Case) -> Fit:
    """The constant has another name.

    The module socket has no {name}. The constant that you mean is called {meant} there. Try: socket.{meant}.
    """
    name, of = unknown(case)
    meant = MEANT.get(name.upper()) if of in ("", "module socket") else None
    return {"name": name, "meant": meant} if meant and name not in case.source.bound else False


@mistake(By.ERROR, "02_create_socket#create-name-shadow", over=("name-typo",))
def create_dotted_twice(case: Case) -> Fit:
    """The socket was asked for what belongs to the module.

    {name} belongs to the module socket, and {receiver} is a socket, not the module. Try: use {receiver} itself, as in
    {receiver}.close(); for {name} of the module write socket.{name}.
    """
    name, of = unknown(case)
    asked = [node for node in case.at_error() if isinstance(node, ast.Attribute) and node.attr == name]
    if of != "socket" or name not in OF_MODULE - OF_SOCKET or not asked:
        return False
    return {"name": name, "receiver": ast.unparse(asked[0].value)}


@mistake(By.ERROR, "02_create_socket#create-no-prefix", over=("name-typo",))
def create_no_prefix(case: Case) -> Fit:
    """A name of the module socket stands alone.

    {name} belongs to the module socket, and after import socket it is known only by its full name. Without the module
    before it, Python does not know {name}. Try: socket.{name}.
    """
    name, of = unknown(case)
    known = bool(case.source.modules("socket") or case.source.imported_from("socket"))
    return {"name": name} if not of and name in OF_MODULE and known else False


@mistake(By.ERROR, "02_create_socket#create-no-parens")
def create_no_parens(case: Case) -> Fit:
    """The class stands there without parentheses.

    socket.socket is the class, a plan for sockets. Only the call, with parentheses, makes a socket after it; without
    them you hand on the plan. Try: socket.socket(family, type).
    """
    methods = [call for call in case.calls_at_error(*OF_SOCKET) if isinstance(call.func, ast.Attribute)]
    used = case.raised("TypeError") is not None and bool(methods)
    if not used and case.returned_instead != Other("<type>"):
        return False
    from_import = any(alias.name in ("socket", "*") for alias in case.source.imported_from("socket"))
    return not case.calls("socket") and any(
        isinstance(node, (ast.Assign, ast.Return, ast.AnnAssign)) and is_class(case, node.value, from_import)
        for node in case.source.nodes
    )


def is_class(case: Case, node: ast.AST | None, from_import: bool) -> bool:
    """Whether an expression is the class itself: `socket.socket`, or `socket` where that was imported."""
    if isinstance(node, ast.Attribute):
        return node.attr == "socket" and name_of(node.value) in case.source.modules("socket")
    return from_import and isinstance(node, ast.Name) and node.id == "socket"


@mistake(By.ERROR, "02_create_socket#create-dgram-server")
def create_dgram_server(case: Case) -> Fit:
    """The socket is for UDP.

    SOCK_DGRAM makes a socket for UDP, which knows no connections: there is nothing to listen for. It can be bound all
    the same, so the error comes two steps after its cause. Try: SOCK_STREAM, which is TCP.
    """
    failed = case.raised_by("listen", "accept") is not None and case.number(NOT_SUPPORTED)
    return datagram(case) and (failed or case.kind is FindingKind.SOCKET_TYPE)


@mistake(By.CALL, "02_create_socket#create-dgram-server")
def create_dgram_client(case: Case) -> Fit:
    """The client's socket is for UDP.

    SOCK_DGRAM makes a socket for UDP. With it connect() reaches nobody, it only notes the address; your message went
    off alone, and the server, which waits for a TCP connection, never saw it. Try: SOCK_STREAM, which is TCP.
    """
    noted = [call for call in case.calls("connect", "connect_ex") if not call.error]
    return datagram(case) and bool(noted) and not case.happened(Connected)


@mistake(By.ERROR, "02_create_socket#create-args-swapped", over=("create-unix", "create-dgram-server"))
def create_args_swapped(case: Case) -> Fit:
    """Family and type are in each other's place.

    You wrote the type first and the family second. To the system both are mere numbers, so you asked it for quite
    another socket. Family first, then type. Try: socket.socket(socket.AF_INET, socket.SOCK_STREAM).
    """
    return any(
        str(family).startswith("SOCK_") or str(kind).startswith("AF_")
        for family, kind in map(family_and_type, case.calls("socket"))
    ) and not case.happened(Connected)


@mistake(By.ERROR, "02_create_socket#create-const-typo")
def create_string_constants(case: Case) -> Fit:
    """The constants are strings.

    You wrote the name of a constant in quotation marks: that makes it a string, and socket() wants the constant. Try:
    socket.AF_INET and socket.SOCK_STREAM, without quotation marks.
    """
    call = case.raised_by("socket")
    return call is not None and call.raised("TypeError") and any(isinstance(each, Text) for each in call.given.values)


@mistake(By.ERROR, "02_create_socket#create-args-swapped")
def create_tuple_arg(case: Case) -> Fit:
    """socket() was given one tuple.

    You put family and type into parentheses of their own, which makes them one tuple. An address is a tuple; family and
    type are two arguments. Try: socket.socket(socket.AF_INET, socket.SOCK_STREAM).
    """
    match case.given_at_error("socket"):
        case (Tuple() | Address(), *_):
            return True
    return False


@mistake(By.ERROR, "02_create_socket#create-unix", over=("create-const-typo", "create-dgram-server"))
def create_unix(case: Case) -> Fit:
    """The family is AF_UNIX.

    AF_UNIX is for programs on one machine that meet at a file; its addresses are paths, and on Windows Python does not
    know it. An address of host and port needs IPv4. Try: socket.AF_INET.
    """
    families = [family_and_type(call)[0] for call in case.calls("socket")]
    failed = case.raised_by("bind", "connect", "connect_ex", "socket") is not None
    if set(families) == {"AF_UNIX"} and (failed or case.kind is FindingKind.SOCKET_FAMILY):
        return True
    return unknown(case) == ("AF_UNIX", "module socket")
