"""SO_REUSEADDR: the option that allows a server to restart at once."""

import ast
import socket
from dataclasses import dataclass

from grader.advice.evidence import IN_USE, INVALID, NO_SUCH_OPTION, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Exited
from grader.model.values import Bytes, Constant, Number, Text, Value, plain
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of, names_in

LEVEL, OPTION = Constant("SOL_SOCKET"), Constant("SO_REUSEADDR")


@dataclass(frozen=True)
class Set:
    """A call of setsockopt() with its three arguments."""

    level: Value
    option: Value
    value: Value
    call: Call


def options(case: Case) -> list[Set]:
    """The setsockopt() calls with three positional arguments in the first start of the program, in order."""
    found = []
    for call in case.calls("setsockopt"):
        match call.given.positional:
            case (level, option, value) if call.who == "program":
                found.append(Set(level, option, value, call))
    return found


def switches_on(each: Set) -> bool:
    """Whether the call switches SO_REUSEADDR on."""
    return (each.level, each.option) == (LEVEL, OPTION) and not each.call.error and not is_off(each.value)


def is_off(value: Value) -> bool:
    """Whether a value switches an option off: 0, False, or bytes that are all zero."""
    return value == Number(0) or (isinstance(value, Bytes) and not any(value.head))


def restart_failed(case: Case) -> bool:
    """Whether a later start of the program found its port in use."""
    again = case.error is not None and case.error.who != "program"
    return again and case.raised_by("bind") is not None and case.number(IN_USE) and case.happened(Exited)


@mistake(By.ERROR, "04_reuse_address#reuse-missing")
def reuse_missing(case: Case) -> Fit:
    """SO_REUSEADDR is not set.

    The server was started again at once, and bind() failed: where a side closes first, its system keeps the port for a
    minute or so. Your server does not say that it may be taken again. Try: setsockopt() with the option SO_REUSEADDR,
    in a line before bind().
    """
    set_at_all = any(each.option == OPTION for each in options(case))
    return restart_failed(case) and not set_at_all and not _may_set(case)


def _may_set(case: Case) -> bool:
    """Whether the file names the option outside of an `if` whose part did not run."""
    named = [node for node in case.source.nodes if name_of(node) == OPTION.name]
    inside = [any(isinstance(each, ast.If) for each in case.source.around(node)) for node in named]
    return bool(inside) and not (all(inside) and not case.calls("setsockopt"))


@mistake(By.ERROR, "04_reuse_address#reuse-after-bind")
def reuse_after_bind(case: Case) -> Fit:
    """SO_REUSEADDR comes after bind().

    You set the option only after bind(). But bind() is what asks whether the port is free, and it asks once, without
    your option. Try: setsockopt(...) in a line before bind(...).
    """
    failed = restart_failed(case) or (case.raised_by("bind") is not None and case.number(INVALID))
    bound = [call.number for call in case.calls("bind") if call.who == "program" and not call.error]
    on = [each.call for each in options(case) if switches_on(each)]
    if not failed or not bound or not on or any(call.number < bound[0] for call in on):
        return False
    return not any(on_connection(case, call) for call in on)


def on_connection(case: Case, call: Call) -> bool:
    """Whether a setsockopt() came after accept(), and was not called on the socket that was bound."""
    accepted = [each.number for each in case.calls("accept") if each.who == call.who]
    if not accepted or call.number < accepted[0]:
        return False
    return case.receiver(call) not in {ast.unparse(node.func).rpartition(".")[0] for node in case.source.calls("bind")}


@mistake(By.ERROR, "04_reuse_address#reuse-after-bind")
def reuse_on_client_or_conn(case: Case) -> Fit:
    """SO_REUSEADDR is set on the wrong socket.

    You set the option on the socket that accept() gave you. It is about bind(), and only the listening socket is bound.
    Try: set it on the listening socket, right after it is created.
    """
    on = [each.call for each in options(case) if switches_on(each)]
    return restart_failed(case) and bool(on) and all(on_connection(case, call) for call in on)


@mistake(By.ERROR, "04_reuse_address#reuse-missing-level")
def reuse_missing_level(case: Case) -> Fit:
    """setsockopt() is not told the level.

    setsockopt() wants three things: the level, the option and its value. You left out the level; without it the
    option's number means nothing. Try: the level comes first, and here it is socket.SOL_SOCKET.
    """
    return too_few(case) is not None and not names_level(case)


@mistake(By.ERROR, "04_reuse_address#reuse-missing-value")
def reuse_missing_value(case: Case) -> Fit:
    """setsockopt() is not told the value.

    setsockopt() wants three things: the level, the option and its value. You named the option, but not what it is to
    be; naming it does not yet switch it on. Try: 1 as the third argument.
    """
    return too_few(case) is not None and names_level(case)


def too_few(case: Case) -> Call | None:
    """The setsockopt() that failed because it had fewer than three arguments."""
    call = case.raised_by("setsockopt")
    return call if call is not None and call.raised("TypeError") and len(call.given.positional) in (1, 2) else None


def names_level(case: Case) -> bool:
    """Whether the first of two arguments is a level, and the second the option."""
    call = too_few(case)
    given = call.given.positional if call is not None else ()
    return len(given) == 2 and given[0] in (LEVEL, Constant("IPPROTO_TCP")) and given[1] not in (Number(0), Number(1))


@mistake(By.ERROR, "04_reuse_address#reuse-args-swapped", over=("reuse-wrong-level",))
def reuse_args_swapped(case: Case) -> Fit:
    """Level and option are in each other's place.

    You named the option first and the level second. To the system both are mere numbers, so it looked for quite another
    option. Try: the level first (socket.SOL_SOCKET), then the option.
    """
    given = case.given_at_error("setsockopt")
    option, level = (OPTION, Number(socket.SO_REUSEADDR)), (LEVEL, Number(socket.SOL_SOCKET))
    return len(given) == 3 and given[0] in option and given[1] in level and case.number(NO_SUCH_OPTION, INVALID)


@mistake(By.ERROR, "04_reuse_address#reuse-wrong-level")
def reuse_wrong_level(case: Case) -> Fit:
    """The option is looked for at the wrong level.

    SO_REUSEADDR lives at the level of the socket itself, and you named another one. There the same number means another
    option, or none. Try: socket.SOL_SOCKET as the level, also for TCP.
    """
    wrong = [each for each in options(case) if each.option == OPTION and each.level != LEVEL]
    failed = case.raised_by("setsockopt") is not None and case.number(NO_SUCH_OPTION, INVALID)
    return bool(wrong) and case.source.mentions(OPTION.name) and (failed or restart_failed(case))


@mistake(By.ERROR, "04_reuse_address#reuse-value-text")
def reuse_value_text(case: Case) -> Fit:
    """The option's value is a string.

    You gave setsockopt() the value {value!r}, a string. The value of an option is a number: 1 switches it on, 0
    switches it off. Try: 1, without quotation marks.
    """
    match case.given_at_error("setsockopt"):
        case (_, _, Text(value)):
            return {"value": value}
    return False


@mistake(By.ERROR, "04_reuse_address#reuse-value-zero")
def reuse_value_zero(case: Case) -> Fit:
    """SO_REUSEADDR is switched off.

    You set the option to {value}, and that switches it off: 0 and False mean off, any other number means on. So bind()
    failed at the restart as if the line were not there. Try: 1 as the value.
    """
    about = [each for each in options(case) if (each.level, each.option) == (LEVEL, OPTION)]
    off = [each for each in about if not switches_on(each) and not each.call.error]
    return {"value": plain(off[-1].value)} if restart_failed(case) and off and len(off) == len(about) else False


@mistake(By.ERROR, "04_reuse_address#reuse-keepalive", over=("reuse-missing",))
def reuse_keepalive(case: Case) -> Fit:
    """SO_KEEPALIVE is another option.

    SO_KEEPALIVE asks now and then whether a silent partner is still there. It has nothing to do with the port, so
    bind() failed at the restart all the same. Try: SO_REUSEADDR in its place.
    """
    named = [each.option for each in options(case)]
    return restart_failed(case) and Constant("SO_KEEPALIVE") in named and OPTION not in named


@mistake(By.ERROR, "04_reuse_address#reuse-getsockopt")
def reuse_getsockopt(case: Case) -> Fit:
    """getsockopt() only asks.

    get asks for an option, set changes it. getsockopt() told you how SO_REUSEADDR stands and left it switched off. Try:
    setsockopt(...), with the same level and option, and 1 as the value.
    """
    asks = [call for call in case.source.calls("getsockopt") if OPTION.name in names_in(call)]
    return restart_failed(case) and bool(asks) and not case.calls("setsockopt")


@mistake(By.ERROR, "04_reuse_address#reuse-attribute")
def reuse_attribute(case: Case) -> Fit:
    """A socket has no such attribute.

    {name} belongs to the classes of the module socketserver. A plain socket knows nothing of it; its options are set by
    a call. Try: setsockopt(level, option, value).
    """
    statement = next(iter(case.at_error()), None) if case.raised("AttributeError") is not None else None
    for target in statement.targets if isinstance(statement, ast.Assign) else ():
        if isinstance(target, ast.Attribute) and "reuse" in target.attr.lower():
            return {"name": target.attr}
    return False


@mistake(By.ERROR, "04_reuse_address#reuse-two-servers")
def reuse_two_servers(case: Case) -> Fit:
    """Two living sockets want one address.

    Your program has bound {address} once already, in line {line}, and still holds it. SO_REUSEADDR is for a port that
    earlier connections left behind, not for one that a socket still holds. Try: bind one listening socket only, or
    close the first before.
    """
    call = case.raised_by("bind")
    if call is None or not case.number(IN_USE) or case.steps:
        return False
    earlier = [each for each in case.calls("bind", "close") if each.who == call.who and each.number < call.number]
    held = [each for each in earlier if each.call == "bind" and not each.error and each.given == call.given]
    if not held or any(each.call == "close" for each in earlier):
        return False
    address = call.address
    shown = f"{address.host}:{address.port}" if address is not None else ":"
    return {"address": shown, "line": held[-1].line}


def switched_on(case: Case, option: str) -> bool:
    """Whether the learner's function switched an option of the socket on."""
    for call in case.calls("setsockopt"):
        match call.given.positional:
            case (_, Constant(name), value) if name == option and not call.error and not is_off(value):
                return True
    return False


def not_on_this_system(case: Case) -> bool:
    """Whether the program failed because the system has no SO_REUSEPORT (Windows)."""
    error = case.raised("AttributeError")
    return error is not None and error.cause.name == "SO_REUSEPORT"


@mistake(By.CALL, "04_reuse_address#reuseport-as-fix")
def reuseport_as_fix(case: Case) -> Fit:
    """SO_REUSEPORT is another option.

    SO_REUSEPORT lets several living servers share one port: clients come to the one or the other, perhaps to an old
    program that you forgot. You only want to start again. Try: SO_REUSEADDR.
    """
    shared = case.kind is FindingKind.PORT_SHARED and switched_on(case, "SO_REUSEPORT")
    alone = not case.source.mentions("SO_REUSEADDR")
    return (shared or not_on_this_system(case)) and not switched_on(case, "SO_REUSEADDR") and alone
