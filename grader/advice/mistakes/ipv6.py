"""IPv4 and IPv6: a socket of one family with an address of the other."""

import ast
import re

from grader.advice.evidence import Case, family_and_type
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call
from grader.model.values import Address, Number, Text, Tuple
from grader.result.finding import FindingKind

IPV6 = re.compile(r"[0-9A-Fa-f:.]+(%\w+)?")
IPV4 = re.compile(r"\d+(\.\d+){3}|localhost")


def families(case: Case) -> set[str]:
    """The families of the sockets that the program made."""
    return {family_and_type(call)[0] for call in case.calls("socket")}


@mistake(By.ERROR, "02_create_socket#create-ipv6")
def create_ipv6(case: Case) -> Fit:
    """The socket is for IPv6.

    AF_INET6 makes a socket for IPv6, and an address such as 127.0.0.1 belongs to IPv4. The two do not fit together.
    Try: socket.AF_INET.
    """
    if families(case) != {"AF_INET6"}:
        return False
    if case.kind is FindingKind.SOCKET_FAMILY:
        return True
    call = case.raised_by("bind", "connect", "connect_ex", "socket")
    if call is None or call.raised("TypeError"):
        return False
    return call.call == "socket" or (call.address is not None and IPV4.fullmatch(call.address.host) is not None)


@mistake(By.ERROR, "02_create_socket#create-ipv6")
def ipv6_on_af_inet(case: Case) -> Fit:
    """An IPv6 address for an IPv4 socket.

    The host {host!r} is an IPv6 address, and your socket was made with AF_INET, which is IPv4. The two do not fit
    together. Try: '127.0.0.1', which is this machine in IPv4.
    """
    call = case.raised_by("bind", "connect", "connect_ex")
    match call.given.positional if call is not None and not call.raised("TypeError") else ():
        case (Address(host) | Tuple((Text(host), Number(), *_)),) if ":" in host and IPV6.fullmatch(host):
            return {"host": host} if "AF_INET6" not in families(case) else False
    return False


@mistake(By.ERROR, "02_create_socket#create-ipv6")
def ipv6_unpack(case: Case) -> Fit:
    """An IPv6 address has four parts.

    You take the address apart into two names, but over IPv6 it has four parts: host, port and two more numbers. Try:
    host, port = address[:2], which holds for both; or an IPv4 socket, AF_INET.
    """
    if case.raised("ValueError") is None or case.raised_in is not None:
        return False
    targets: list[ast.expr] = []
    for node in case.at_error():
        if isinstance(node, (ast.Assign, ast.For)):
            targets += node.targets if isinstance(node, ast.Assign) else [node.target]
    parts = [each for target in targets for each in ast.walk(target) if isinstance(each, (ast.Tuple, ast.List))]
    return any(len(each.elts) == 2 for each in parts) and any(map(has_ipv6_address, case.calls("accept", "recvfrom")))


def has_ipv6_address(call: Call) -> bool:
    """Whether a call returned an address with four parts."""
    match call.returned:
        case Tuple((_, Tuple((_, _, _, _)))):
            return True
    return False
