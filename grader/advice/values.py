"""Which values of a program are bytes, which are text, and which came from the other side, as far as its tree tells.

A name that holds both at times counts as neither: the tree does not say which it was at the moment.
"""

import ast

from grader.advice.source import Source, name_of

RECEIVES = ("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg")
_GIVE_BYTES = ("recv", "encode", "bytes", "bytearray")
_GIVE_TEXT = ("decode", "str", "repr", "input", "format")
_KEEP_THEIR_KIND = ("strip", "lstrip", "rstrip", "replace", "lower", "upper", "join")


class Values:
    """What the names of one file hold."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._bytes: set[str] = set()
        self._text: set[str] = set()
        self._given = list(_assignments(source))
        while self._learn():
            pass
        self._lists = {
            name_of(call.func.value)
            for call in source.calls("append")
            if isinstance(call.func, ast.Attribute) and call.args and self.is_bytes(call.args[0])
        }

    def is_bytes(self, node: ast.AST | None) -> bool:
        """Whether an expression is bytes: what recv() or encode() gave, or a name for it."""
        return self._kind(node) == "bytes"

    def is_text(self, node: ast.AST | None) -> bool:
        """Whether an expression is text: in quotes, what decode() gave, or a name for it."""
        return self._kind(node) == "text"

    def is_list_of_bytes(self, node: ast.AST | None) -> bool:
        """Whether an expression is a name to which bytes were appended."""
        return name_of(node) != "" and name_of(node) in self._lists

    def _learn(self) -> bool:
        """Look at each assignment once more; whether anything new came of it."""
        known = len(self._bytes) + len(self._text)
        for name, value in self._given:
            kind = self._kind(value)
            if kind == "bytes":
                self._bytes.add(name)
            elif kind == "text":
                self._text.add(name)
        return len(self._bytes) + len(self._text) > known

    def _kind(self, node: ast.AST | None) -> str:
        match node:
            case ast.Constant(value=bytes()):
                return "bytes"
            case ast.Constant(value=str()) | ast.JoinedStr():
                return "text"
            case ast.Name() | ast.Attribute():
                name = name_of(node)
                if (name in self._bytes) == (name in self._text):
                    return ""
                return "bytes" if name in self._bytes else "text"
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self._kind(value)
            case ast.Subscript(value=value, slice=ast.Slice()):
                return self._kind(value)
            case ast.BinOp(left=left, right=right):
                return self._kind(left) or self._kind(right)
            case ast.IfExp(body=left, orelse=right) | ast.BoolOp(values=[left, right]):
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
        function = self._source.function(name)
        if function is not None:
            kinds = {self._kind(each.value) for each in ast.walk(function) if isinstance(each, ast.Return)}
            return kinds.pop() if len(kinds) == 1 else ""
        return ""


def _assignments(source: Source) -> list[tuple[str, ast.expr]]:
    """Each name with what it is given; where a pair is unpacked only the data of recvfrom()."""
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
    """The names of what recv() gave or of something made of it: variables, parameters, functions that hand it back."""
    known: set[str] = set()
    before = -1
    while len(known) > before:
        before = len(known)
        for node in source.nodes:
            match node:
                case ast.Assign(targets=targets, value=value) if is_made_of(value, known):
                    known |= {name_of(each) for target in targets for each in ast.walk(target) if name_of(each)}
                case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                    known |= {name_of(target)} if is_made_of(value, known) else set()
                case ast.FunctionDef(name=name) if any(_hands_on(each, known) for each in ast.walk(node)):
                    known.add(name)
                case ast.Call(func=called, args=given):
                    function = source.function(name_of(called))
                    names = [each.arg for each in function.args.args if each.arg != "self"] if function else []
                    known |= {name for name, value in zip(names, given, strict=False) if is_made_of(value, known)}
    return known


def _hands_on(node: ast.AST, known: set[str]) -> bool:
    return isinstance(node, ast.Return) and node.value is not None and is_made_of(node.value, known)


def is_made_of(node: ast.AST, known: set[str]) -> bool:
    """Whether an expression calls recv() or uses one of the names."""
    return any(
        name_of(each) in known or (isinstance(each, ast.Call) and name_of(each.func) in RECEIVES)
        for each in ast.walk(node)
    )
