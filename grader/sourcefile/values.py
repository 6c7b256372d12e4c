"""Which values of a program are bytes, text, or received data, as far as its syntax tree shows.

A name that holds both counts as neither: the tree does not show which one it holds at a given moment.
"""

import ast
from collections.abc import Iterator

from grader.sourcefile.tree import Source, name_of, names_in

RECEIVES = ("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg")
_GIVE_BYTES = ("recv", "encode", "bytes", "bytearray")
_GIVE_TEXT = ("decode", "str", "repr", "input", "format")
_KEEP_THEIR_KIND = ("strip", "lstrip", "rstrip", "replace", "lower", "upper", "join")


class Values:
    """The kinds of values that the names of one file hold."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: set[tuple[str, str]] = set()  # a name and a kind of its values
        self._given = [*_assignments(source), *_results(source)]
        while self._learn():
            pass
        self._lists = {
            name_of(call.func.value)
            for call in source.calls("append")
            if isinstance(call.func, ast.Attribute) and call.args and self.is_bytes(call.args[0])
        }

    def is_bytes(self, node: ast.AST | None) -> bool:
        """Whether an expression is bytes: a result of recv() or encode(), or a name for one."""
        return self._kind(node) == "bytes"

    def is_text(self, node: ast.AST | None) -> bool:
        """Whether an expression is text: a literal, a result of decode(), or a name for one."""
        return self._kind(node) == "text"

    def is_list_of_bytes(self, node: ast.AST | None) -> bool:
        """Whether an expression is a name to which bytes were appended."""
        return name_of(node) != "" and name_of(node) in self._lists

    def _learn(self) -> bool:
        """Classify the assigned names and the results of functions; return whether a kind was new for its name."""
        before = len(self._known)
        for name, value in self._given:
            if kind := self._kind(value):
                self._known.add((name, kind))
        return len(self._known) > before

    def _kind(self, node: ast.AST | None) -> str:
        match node:
            case ast.Constant(value=bytes()):
                return "bytes"
            case ast.Constant(value=str()) | ast.JoinedStr():
                return "text"
            case ast.Name() | ast.Attribute():
                return self._learnt(name_of(node))
            case ast.NamedExpr(value=value) | ast.Await(value=value) | ast.Subscript(value=value, slice=ast.Slice()):
                return self._kind(value)
            case (
                ast.BinOp(left=left, right=right)
                | ast.IfExp(body=left, orelse=right)
                | ast.BoolOp(values=[left, right])
            ):
                return self._kind(left) or self._kind(right)
            case ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=0)):
                return "bytes" if name_of(call.func) == "recvfrom" else ""
            case ast.Call():
                return self._given_by(node)
        return ""

    def _given_by(self, call: ast.Call) -> str:
        name = name_of(call.func)
        if name in _GIVE_BYTES:
            return "bytes"
        if name in _GIVE_TEXT:
            return "text"
        if name in _KEEP_THEIR_KIND and isinstance(call.func, ast.Attribute):
            return self._kind(call.func.value)
        return self._learnt(_result(name))

    def _learnt(self, name: str) -> str:
        """The kind of a name's values; empty where it is unknown, or where there are two."""
        kinds = [kind for kind in ("bytes", "text") if (name, kind) in self._known]
        return kinds[0] if len(kinds) == 1 else ""


def _result(function: str) -> str:
    """The name under which the kind of a function's result is kept."""
    return f"{function}()"


def _results(source: Source) -> list[tuple[str, ast.expr]]:
    """Each function of the file with each value that it returns."""
    return [
        (_result(function.name), each.value)
        for function in source.nodes
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for each in _own_returns(function)
        if each.value is not None
    ]


def _assignments(source: Source) -> list[tuple[str, ast.expr]]:
    """Each name with its assigned value; from an unpacked pair only the data of recvfrom()."""
    found: list[tuple[str, ast.expr]] = []
    for node in source.nodes:
        targets: list[ast.expr] = []
        value: ast.expr | None = None
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            targets, value = [node.target], node.value
        if value is None:
            continue
        for target in targets:
            if isinstance(target, ast.Tuple) and target.elts and name_of(getattr(value, "func", None)) == "recvfrom":
                found.append((name_of(target.elts[0]), ast.Constant(b"")))
            elif name_of(target):
                found.append((name_of(target), value))
    return found


def made_of_what_came(source: Source) -> set[str]:
    """The names of received data or values made from it: variables, parameters, functions that return it."""
    steps = [(names, is_made_of(value, set()), names_in(value)) for names, value in _handed_on(source)]
    known: set[str] = set()
    before = -1
    while len(known) > before:
        before = len(known)
        for names, received, used in steps:
            if received or used & known:
                known |= names
    return known


def handed_on_whole(source: Source) -> set[str]:
    """The names of unchanged results of recv(): variables, parameters, functions."""
    steps = list(_handed_on(source))
    known: set[str] = set()
    before = -1
    while len(known) > before:
        before = len(known)
        for names, value in steps:
            whole = value.func if isinstance(value, ast.Call) else value
            if name_of(whole) in known | ({"recv"} if isinstance(value, ast.Call) else set()):
                known |= names
    return known


def is_made_of(node: ast.AST, known: set[str]) -> bool:
    """Whether an expression calls recv() or uses one of the names."""
    return any(
        name_of(each) in known or (isinstance(each, ast.Call) and name_of(each.func) in RECEIVES)
        for each in ast.walk(node)
    )


def _handed_on(source: Source) -> Iterator[tuple[set[str], ast.expr]]:
    """Each group of names with an expression that flows into them: by assignment, call, return, loop or append()."""
    functions = {node.name: node for node in source.nodes if isinstance(node, ast.FunctionDef)}
    for node in source.nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                yield {name for target in targets for name in _names_of(target)}, value
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                yield set(_names_of(target)), value
            case ast.For(target=target, iter=value):
                yield set(_names_of(target)), value
            case ast.FunctionDef(name=name):
                yield from (({name}, each.value) for each in _own_returns(node) if each.value is not None)
            case ast.Call(func=ast.Attribute(value=whole, attr="append" | "extend"), args=[value]):
                yield {name_of(whole)} - {""}, value
            case ast.Call(func=called, args=given) if name_of(called) in functions:
                parameters = [each.arg for each in functions[name_of(called)].args.args if each.arg != "self"]
                yield from (({name}, value) for name, value in zip(parameters, given, strict=False))


def _names_of(target: ast.expr) -> list[str]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for each in target.elts for name in _names_of(each)]
    return [name_of(target)] if name_of(target) else []


def _own_returns(function: ast.AST) -> Iterator[ast.Return]:
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _own_returns(node)
