"""How a program uses recv(): whether its result is kept, in which loop it is called, and what ends that loop."""

import ast
import enum

from grader.sourcefile.tree import Source, name_of, names_in
from grader.sourcefile.values import RECEIVES, is_made_of

_LOOPS = (ast.While, ast.For, ast.AsyncFor)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LEAVES = (ast.Break, ast.Return, ast.Raise)
_CONNECT = ("accept", "connect", "create_connection")
_KEEP, _LOOK = ("append", "extend", "write"), ("len", "bool", "print")
_ENDINGS = ("exit", "quit", "_exit", "close")


def is_kept(source: Source, call: ast.Call) -> bool:
    """Whether the result of a call is kept: assigned or returned, not only tested or printed."""
    inner: ast.AST = call
    for outer in source.around(call):
        match outer:
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr() | ast.Return() | ast.Yield():
                return True
            case ast.Call(func=function) if inner is not function and name_of(function) in _KEEP:
                return True
            case ast.Call(func=function) if inner is not function and name_of(function) in _LOOK:
                return False
            case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.stmt():
                return False
            case ast.BoolOp(values=values) if inner is not values[-1]:
                return False
            case ast.IfExp(test=test) if inner is test:
                return False
        inner = outer
    return False


def loop_of(source: Source, node: ast.AST, depth: int = 2) -> ast.While | ast.For | ast.AsyncFor | None:
    """The loop over one connection that contains a node, directly or through a call of the node's function."""
    for outer in source.around(node):
        calls = [each for each in ast.walk(outer) if isinstance(each, ast.Call)]
        if isinstance(outer, _LOOPS) and not any(name_of(call.func) in _CONNECT for call in calls):
            return outer
        if isinstance(outer, _FUNCTIONS):
            callers = source.calls(outer.name) if depth else []
            return next((loop for call in callers if (loop := loop_of(source, call, depth - 1)) is not None), None)
    return None


def conditions(test: ast.AST) -> list[ast.AST]:
    """The single conditions that `and` and `or` join."""
    return [each for value in test.values for each in conditions(value)] if isinstance(test, ast.BoolOp) else [test]


def asks_emptiness(test: ast.AST, known: set[str]) -> bool:
    """Whether a condition tests a result of recv(), or a name in `known`, for emptiness: `not data`, `data == b""`."""
    return any(_tests_emptiness(each) and is_made_of(each, known) for each in conditions(test))


def _tests_emptiness(condition: ast.AST) -> bool:
    match condition:
        case ast.UnaryOp(op=ast.Not()) | ast.Name() | ast.Attribute() | ast.NamedExpr():
            return True
        case ast.Compare(comparators=[ast.Constant(value=b"" | "" | 0)]):
            return True
        case ast.Compare(ops=[ast.Lt() | ast.GtE()], comparators=[ast.Constant(value=1)]):
            return True
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Tuple() | ast.List() | ast.Set()]):
            return True
        case ast.Call(func=function):
            return name_of(function) in (*RECEIVES, "len", "bool")
    return False


def leaves_loop(body: list[ast.stmt], flags: set[str]) -> bool:
    """Whether statements leave their loop: by break, return, raise, exit(), close(), or a flag that the loop tests."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, _LEAVES) or (isinstance(node, ast.Call) and name_of(node.func) in _ENDINGS):
                return True
            if isinstance(node, ast.Assign) and flags & {name_of(target) for target in node.targets}:
                return True
    return False


def compares_length(test: ast.AST) -> bool:
    """Whether a condition compares a length with a number other than 0 and 1: `len(chunk) < 1024`."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            sides = (node.left, node.comparators[0])
            lengths = [side for side in sides if isinstance(side, ast.Call) and name_of(side.func) == "len"]
            others = [side for side in sides if side not in lengths]
            if lengths and others and not (isinstance(others[0], ast.Constant) and others[0].value in (0, 1)):
                return True
    return False


def looks_for_mark(test: ast.AST, known: set[str]) -> bool:
    """Whether a condition searches for a delimiter in received data: a line end, a word."""
    for node in ast.walk(test):
        match node:
            case ast.Call(func=ast.Attribute(value=whole, attr="endswith" | "find" | "rfind" | "index" | "count")):
                mark: object = True
            case ast.Compare(left=ast.Constant(value=bytes() | str() as mark), comparators=[whole]):
                pass
            case ast.Compare(left=whole, comparators=[ast.Constant(value=bytes() | str() as mark)]):
                pass
            case _:
                continue
        if mark and is_made_of(whole, known):
            return True
    return False


class LoopEnding(enum.Enum):
    """What ends a loop around recv()."""

    NOTHING = enum.auto()
    OTHER = enum.auto()  # a condition that does not depend on received data
    COUNT = enum.auto()  # a number of iterations
    EMPTY = enum.auto()  # the empty result of recv(): the end of the stream
    SHORT = enum.auto()  # a result shorter than requested
    ENOUGH = enum.auto()  # a number of bytes in total
    MARK = enum.auto()  # a delimiter in the data
    ERROR = enum.auto()  # only an exception
    DATA = enum.auto()  # any result that is not empty; it continues at the end of the stream
    PASSED_OVER = enum.auto()  # an empty result is tested, and the loop continues


def ending_of(loop: ast.AST, known: set[str]) -> LoopEnding:
    """What ends a loop; `known` are the names that hold received data."""
    test = loop.test if isinstance(loop, ast.While) else ast.Constant(value=True)
    tests_end = asks_emptiness(test, known)
    flags = names_in(test)
    asks = [node for node in ast.walk(loop) if isinstance(node, ast.If)]
    empty = [node for node in asks if asks_emptiness(node.test, known)]
    at_end = [node.body if is_true_of_nothing(node.test) else node.orelse for node in empty]
    # The first row that is true decides: the head of the loop comes before the statements inside it.
    rows = (
        (LoopEnding.COUNT, isinstance(loop, ast.For) and name_of(getattr(loop.iter, "func", None)) == "range"),
        (LoopEnding.ENOUGH, compares_length(test)),
        (LoopEnding.MARK, looks_for_mark(test, known)),
        (LoopEnding.EMPTY, tests_end and not is_true_of_nothing(test)),
        (LoopEnding.ERROR, tests_end and caught(loop, set())),
        (LoopEnding.DATA, tests_end),
        (LoopEnding.SHORT, any(compares_length(node.test) and leaves_loop(node.body, flags) for node in asks)),
        (LoopEnding.EMPTY, any(leaves_loop(body, flags) for body in at_end)),
        (LoopEnding.DATA, any(leaves_loop(node.body + node.orelse, flags) for node in empty)),
        (LoopEnding.MARK, any(looks_for_mark(node.test, known) and leaves_loop(node.body, flags) for node in asks)),
        (LoopEnding.ERROR, caught(loop, flags)),
        (LoopEnding.PASSED_OVER, bool(empty)),
        (LoopEnding.OTHER, bool(flags) or leaves_loop(getattr(loop, "body", []), flags)),
    )
    return next((ending for ending, is_true in rows if is_true), LoopEnding.NOTHING)


def caught(loop: ast.AST, flags: set[str]) -> bool:
    """Whether an `except` part inside the loop leaves it."""
    return any(isinstance(node, ast.ExceptHandler) and leaves_loop(node.body, flags) for node in ast.walk(loop))


def is_true_of_nothing(test: ast.AST) -> bool:
    """Whether a condition about emptiness is true for empty data: `not data`, `len(data) == 0`."""
    for condition in conditions(test):
        match condition:
            case ast.UnaryOp(op=ast.Not()) | ast.Compare(ops=[ast.Eq() | ast.In() | ast.Lt()]):
                return True
            case ast.Compare(ops=[ast.LtE()], comparators=[ast.Constant(value=0)]):
                return True
    return False
