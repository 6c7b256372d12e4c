"""How calls of recv() stand in a program: whether what they give is kept, in which loop, and on what that ends."""

import ast
import enum

from grader.advice.source import Source, name_of
from grader.advice.values import RECEIVES

_LOOPS = (ast.While, ast.For, ast.AsyncFor)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LEAVES = (ast.Break, ast.Return, ast.Raise)
_ENDINGS = ("exit", "quit", "_exit", "close")


def is_kept(source: Source, call: ast.Call) -> bool:
    """Whether what a call gives is kept: given a name or handed back, and not merely asked about or shown."""
    inner: ast.AST = call
    for outer in source.around(call):
        match outer:
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr() | ast.Return() | ast.Yield():
                return True
            case ast.Call(func=function) if inner is not function and name_of(function) in ("len", "bool", "print"):
                return False
            case ast.Call(func=function) if inner is not function and name_of(function) in (
                "append",
                "extend",
                "write",
            ):
                return True
            case ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return False
            case ast.BoolOp(values=values) if inner is not values[-1]:
                return False
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if inner is test:
                return False
            case ast.stmt():
                return False
        inner = outer
    return False


def loop_of(source: Source, node: ast.AST, depth: int = 2) -> ast.While | ast.For | ast.AsyncFor | None:
    """The loop in which a node stands, also where its function is called in one."""
    for outer in source.around(node):
        if isinstance(outer, _LOOPS):
            return outer
        if isinstance(outer, _FUNCTIONS):
            callers = source.calls(outer.name) if depth else []
            return next((loop for call in callers if (loop := loop_of(source, call, depth - 1)) is not None), None)
    return None


def asks_emptiness(test: ast.AST) -> bool:
    """Whether a condition asks if something is empty, or is not: `not data`, `data == b""`, `len(data) > 0`, `data`."""
    for node in ast.walk(test):
        match node:
            case ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Compare(comparators=[ast.Constant(value=b"" | "" | 0)]):
                return True
            case ast.Compare(ops=[ast.Lt()], comparators=[ast.Constant(value=1)]):
                return True
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Tuple() | ast.List() | ast.Set()]):
                return True
    return isinstance(test, (ast.Name, ast.Attribute, ast.NamedExpr)) or _gives_data(test)


def _gives_data(test: ast.AST) -> bool:
    return isinstance(test, ast.Call) and name_of(test.func) in (*RECEIVES, "len")


def leaves(body: list[ast.stmt]) -> bool:
    """Whether statements leave the loop that they stand in."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, _LEAVES) or (isinstance(node, ast.Call) and name_of(node.func) in _ENDINGS):
                return True
    return False


def compares_length(test: ast.AST) -> bool:
    """Whether a condition holds a length against a number other than 0 and 1: `len(chunk) < 1024`."""
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            sides = (node.left, node.comparators[0])
            lengths = [side for side in sides if isinstance(side, ast.Call) and name_of(side.func) == "len"]
            others = [side for side in sides if side not in lengths]
            if lengths and others and not (isinstance(others[0], ast.Constant) and others[0].value in (0, 1)):
                return True
    return False


def looks_for_mark(test: ast.AST) -> bool:
    """Whether a condition looks for a mark within the data: a line end, a word."""
    for node in ast.walk(test):
        match node:
            case ast.Call(func=ast.Attribute(attr="endswith" | "find" | "rfind" | "index" | "count")):
                return True
            case ast.Compare(left=ast.Constant(value=bytes() | str() as mark)) if mark:
                return True
            case ast.Compare(comparators=[ast.Constant(value=bytes() | str() as mark)]) if mark:
                return True
    return False


class Loop(enum.Enum):
    """What a loop around recv() takes for the end, as its tree says."""

    NOTHING = enum.auto()
    COUNT = enum.auto()  # a number of rounds
    EMPTY = enum.auto()  # the empty result of recv(): the end of the stream
    SHORT = enum.auto()  # a result shorter than asked
    ENOUGH = enum.auto()  # a number of bytes that must be reached
    MARK = enum.auto()  # a mark within the data
    ERROR = enum.auto()  # an exception alone
    DATA = enum.auto()  # anything but an empty result: it goes on while nothing comes
    PASSED_OVER = enum.auto()  # an empty result is seen, and it goes on


def ending_of(loop: ast.AST) -> Loop:
    """On what a loop ends."""
    if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call) and name_of(loop.iter.func) == "range":
        return Loop.COUNT
    asks = [node for node in ast.walk(loop) if isinstance(node, ast.If)]
    empty = [node for node in asks if asks_emptiness(node.test)]
    if isinstance(loop, ast.While) and not isinstance(loop.test, ast.Constant):
        if compares_length(loop.test):
            return Loop.ENOUGH
        if looks_for_mark(loop.test):
            return Loop.MARK
        if _goes_on_while_empty(loop.test):
            return Loop.ERROR if caught(loop) else Loop.DATA
        if asks_emptiness(loop.test):
            return Loop.EMPTY
    if any(compares_length(node.test) and leaves(node.body) for node in asks):
        return Loop.SHORT
    if any(leaves(node.body) or leaves(node.orelse) for node in empty):
        return Loop.EMPTY if any(_leaves_on_empty(node) for node in empty) else Loop.DATA
    if any(looks_for_mark(node.test) and leaves(node.body) for node in asks):
        return Loop.MARK
    if caught(loop):
        return Loop.ERROR
    return Loop.PASSED_OVER if empty else Loop.NOTHING


def caught(loop: ast.AST) -> bool:
    """Whether an exception leaves the loop."""
    return any(isinstance(node, ast.ExceptHandler) and leaves(node.body) for node in ast.walk(loop))


def _goes_on_while_empty(test: ast.AST) -> bool:
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=b"" | "" | 0)]):
            return True
        case ast.Compare(ops=[ast.Lt()], comparators=[ast.Constant(value=1)]):
            return True
    return False


def _leaves_on_empty(node: ast.If) -> bool:
    """Whether it is the empty result on which an `if` leaves, and not the one with data."""
    empty_first = _goes_on_while_empty(node.test) or not isinstance(
        node.test, (ast.Name, ast.Attribute, ast.NamedExpr, ast.Compare)
    )
    match node.test:
        case ast.Compare(ops=[ast.In()]):
            empty_first = True
    return leaves(node.body) if empty_first else leaves(node.orelse)
