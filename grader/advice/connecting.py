"""How a program meets the other side: what several rules ask about listening, accepting and connecting. Pure."""

import ast

from grader.advice.evidence import BROKEN_PIPE, NOT_CONNECTED, RECEIVES, REFUSED, SENDS, Case
from grader.model.events import Call
from grader.result.finding import FindingKind

SERVES = "listen accept create_server start_server TCPServer ThreadingTCPServer HTTPServer".split()
CALLS = ("connect", "connect_ex", "create_connection", "open_connection")
# The findings of a program that said nothing more, and of one that ended too early.
CAME_TO_NOTHING = (
    FindingKind.EXITED,
    FindingKind.STUCK,
    FindingKind.NOT_PRINTED,
    FindingKind.RESET,
    FindingKind.NOTHING_OPEN,
    FindingKind.NOTHING_FINISHED,
    FindingKind.NOTHING_RESET,
)


def accepts(case: Case) -> list[ast.Call]:
    """The calls of accept() in the learner's file."""
    return case.source.calls("accept")


def accept_targets(case: Case) -> list[tuple[ast.expr, ast.Call]]:
    """What the results of accept() are given to in the learner's file: (target, call)."""
    return [
        (target, node.value)
        for node in case.source.nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value in accepts(case)
        for target in node.targets
    ]


def first_of(target: ast.expr) -> str:
    """The first name of those that a pair is given to, or the only one."""
    return ast.unparse(target.elts[0] if isinstance(target, (ast.Tuple, ast.List)) and target.elts else target)


def pairs(case: Case) -> list[tuple[str, str]]:
    """How the pairs of accept() are unpacked: the names of both halves."""
    return [
        (ast.unparse(target.elts[0]), ast.unparse(target.elts[1]))
        for target, _call in accept_targets(case)
        if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == 2
    ]


def accepts_in_loop(case: Case) -> bool:
    """Whether accept() stands in a loop of the learner's file."""
    return any(case.source.in_loop(call) for call in accepts(case))


def part(case: Case) -> set[str]:
    """The parts that the learner's file can play: `server`, `client`, both or none."""
    found = {"server"} if case.source.calls(*SERVES) else set()
    return found | ({"client"} if case.source.calls(*CALLS) else set())


def own_port(case: Case, call: Call) -> bool:
    """Whether a call was given the port that the exercise wants (a step gets its port from the host)."""
    return case.port is None or (call.address is not None and call.address.port == case.port)


def refused(case: Case) -> list[Call]:
    """The learner's connects that were refused."""
    return case.failed("connect", numbers=REFUSED)


def unconnected(case: Case) -> Call | None:
    """The sending or receiving that ended the program because its socket was not connected."""
    call = case.raised_by(*RECEIVES, *SENDS)
    if call is None or not case.number(BROKEN_PIPE, NOT_CONNECTED):
        return None
    return call if not case.succeeded("connect", "accept", "listen") else None
