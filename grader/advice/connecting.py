"""How a program connects to the other side: queries about listening, accepting and connecting. Pure."""

import ast

from grader.advice.evidence import BROKEN_PIPE, NOT_CONNECTED, RECEIVES, REFUSED, SENDS, Case
from grader.model.events import Call
from grader.result.finding import FindingKind

SERVES = "listen accept create_server start_server TCPServer ThreadingTCPServer HTTPServer".split()
CALLS = ("connect", "connect_ex", "create_connection", "open_connection")
# The findings about a program that ended, waited or stopped sending before its task was done.
CAME_TO_NOTHING = (
    FindingKind.EXITED,
    FindingKind.STUCK,
    FindingKind.NOT_PRINTED,
    FindingKind.RESET,
    FindingKind.NOTHING_OPEN,
    FindingKind.NOTHING_FINISHED,
    FindingKind.NOTHING_RESET,
)


def accept_targets(case: Case) -> list[tuple[ast.expr, ast.Call]]:
    """The assignments of accept() in the learner's file: (target, call)."""
    accepts = case.source.calls("accept")
    return [
        (target, node.value)
        for node in case.source.nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value in accepts
        for target in node.targets
    ]


def first_of(target: ast.expr) -> str:
    """The first target of an unpacked pair, or the only target."""
    return ast.unparse(target.elts[0] if isinstance(target, (ast.Tuple, ast.List)) and target.elts else target)


def pairs(case: Case) -> list[tuple[str, str]]:
    """The two names to which the pairs of accept() are unpacked."""
    return [
        (ast.unparse(target.elts[0]), ast.unparse(target.elts[1]))
        for target, _call in accept_targets(case)
        if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == 2
    ]


def accepts_in_loop(case: Case) -> bool:
    """Whether the learner's file calls accept() in a loop."""
    return any(map(case.source.in_loop, case.source.calls("accept")))


def part(case: Case) -> set[str]:
    """The roles that the learner's file can play: `server`, `client`, both or neither."""
    found = {"server"} if case.source.calls(*SERVES) else set()
    return found | ({"client"} if case.source.calls(*CALLS) else set())


def own_port(case: Case, call: Call) -> bool:
    """Whether a call uses the exercise's port; always true for a step, because its host chooses the port."""
    return case.port is None or (call.address is not None and call.address.port == case.port)


def refused(case: Case) -> list[Call]:
    """The learner's calls of connect() that the system refused."""
    return case.failed("connect", numbers=REFUSED)


def unconnected(case: Case) -> Call | None:
    """The sending or receiving call that ended the program because its socket was not connected."""
    call = case.raised_by(*RECEIVES, *SENDS)
    if call is None or not case.number(BROKEN_PIPE, NOT_CONNECTED):
        return None
    return call if not case.succeeded("connect", "accept", "listen") else None
