"""Learners' slips as mutation operators: each takes a correct program and makes programs with one slip each.

They add what cosmic-ray's operators lack: a step left out, repeated or in the wrong order, swapped values, the wrong
socket, missing parentheses of a call, the wrong codec, a hard-coded value instead of the parameter, a swallowed error,
a socket that is never closed. Docstrings, annotations and f-strings are not changed.
"""

import ast
import codecs
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

# Attributes that learners confuse: each is replaced by each of these.
CONFUSED = {
    "AF_INET": ("AF_INET6",),
    "SOCK_STREAM": ("SOCK_DGRAM",),
    "SOL_SOCKET": ("IPPROTO_TCP",),
    "SO_REUSEADDR": ("SO_REUSEPORT", "SO_KEEPALIVE"),
    "accept": ("listen",),
    "bind": ("connect",),
    "close": ("detach",),
    "connect": ("bind",),
    "decode": ("encode",),
    "encode": ("decode",),
    "listen": ("accept",),
    "recv": ("recvfrom",),
    "sendall": ("send", "sendto"),
}

# Values of the examples, which learners write instead of the parameter.
EXAMPLES = {"host": '"127.0.0.1"', "port": "8989", "backlog": "5", "bufsize": "1024", "encoding": '"gbk"'}


@dataclass(frozen=True)
class Program:
    """A program's text with its syntax tree, whose nodes can be replaced by other texts."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the program."""
        return ast.parse(self.text)

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.text.encode().splitlines(keepends=True)

    def _offset(self, line: int, column: int) -> int:
        """The byte offset of a line (from 1) and a column (in bytes)."""
        return sum(map(len, self._lines[: line - 1])) + column

    def _span(self, node: ast.AST) -> slice:
        assert isinstance(node, (ast.expr, ast.stmt, ast.keyword))
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return slice(self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset))

    def text_of(self, node: ast.AST) -> str:
        """The source text of a node."""
        return self.text.encode()[self._span(node)].decode()

    def indent(self, node: ast.stmt) -> str:
        """The indentation of a statement."""
        return " " * node.col_offset

    def replace(self, *others: tuple[ast.AST, str]) -> str:
        """The program's text with some nodes replaced. The nodes must not overlap."""
        data = self.text.encode()
        for node, text in sorted(others, key=lambda pair: self._span(pair[0]).start, reverse=True):
            span = self._span(node)
            data = data[: span.start] + text.encode() + data[span.stop :]
        return data.decode()

    def nodes(self) -> Iterator[ast.AST]:
        """Every executed node, in the order of the text."""
        yield from _executed(self.tree)

    def blocks(self) -> Iterator[list[ast.stmt]]:
        """The statements of each block, without its docstring."""
        for node in (self.tree, *self.nodes()):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, [])
                if isinstance(block, list) and block:
                    yield [each for each in block if not _is_docstring(each)]

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function definition."""
        yield from (node for node in self.nodes() if isinstance(node, ast.FunctionDef))

    def names_read(self, function: ast.FunctionDef) -> Iterator[ast.Name]:
        """Every name that a function reads."""
        names = (node for node in _executed(function) if isinstance(node, ast.Name))
        yield from (node for node in names if isinstance(node.ctx, ast.Load))


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below `node`, without annotations, f-strings and docstrings."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr) and not _is_docstring(child):
                yield child
                yield from _executed(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


# The slips ---------------------------------------------------------------------------------------------------------


def statement_forgotten(program: Program) -> Iterator[str]:
    """A statement is left out."""
    for block in program.blocks():
        for each in block:
            if not isinstance(each, (ast.FunctionDef, ast.ClassDef)):
                yield program.replace((each, "pass"))


def statements_swapped(program: Program) -> Iterator[str]:
    """Two neighbouring statements, not at the top level, are in the wrong order."""
    outside = program.tree.body
    for block in program.blocks():
        for first, second in itertools.pairwise(block):
            if first not in outside:
                yield program.replace((first, program.text_of(second)), (second, program.text_of(first)))


def statement_doubled(program: Program) -> Iterator[str]:
    """A call or an assignment below the top level is done twice."""
    for node in program.nodes():
        if isinstance(node, (ast.Expr, ast.Assign)) and node not in program.tree.body:
            yield program.replace((node, f"{program.text_of(node)}\n{program.indent(node)}{program.text_of(node)}"))


def error_silenced(program: Program) -> Iterator[str]:
    """An error is caught and not reported to the caller. A function without parameters, such as main(), is skipped."""
    for function in program.functions():
        for node in _executed(function) if function.args.args else ():
            if isinstance(node, (ast.Expr, ast.Assign, ast.Return, ast.Raise)):
                inner = program.indent(node)
                caught = f"try:\n{inner}    {program.text_of(node)}\n{inner}except Exception:\n{inner}    pass"
                yield program.replace((node, caught))


def values_swapped(program: Program) -> Iterator[str]:
    """Two neighbouring arguments of a call, or values of a tuple, are swapped."""
    for node in program.nodes():
        values = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        for first, second in itertools.pairwise(values):
            yield program.replace((first, program.text_of(second)), (second, program.text_of(first)))


def argument_forgotten(program: Program) -> Iterator[str]:
    """A call lacks one of its arguments."""
    for node in program.nodes():
        if isinstance(node, ast.Call):
            given = [*node.args, *node.keywords]
            for forgotten in given:
                rest = ", ".join(program.text_of(each) for each in given if each is not forgotten)
                yield program.replace((node, f"{program.text_of(node.func)}({rest})"))


def tuple_forgotten(program: Program) -> Iterator[str]:
    """An address is given as two arguments: the inner parentheses are missing."""
    for node in program.nodes():
        for argument in node.args if isinstance(node, ast.Call) else []:
            if isinstance(argument, ast.Tuple):
                yield program.replace((argument, ", ".join(map(program.text_of, argument.elts))))


def call_forgotten(program: Program) -> Iterator[str]:
    """The parentheses of a call are missing: nothing is called."""
    for node in program.nodes():
        if isinstance(node, ast.Call):
            yield program.replace((node, program.text_of(node.func)))


def return_forgotten(program: Program) -> Iterator[str]:
    """A value is computed and not returned."""
    for node in program.nodes():
        if isinstance(node, ast.Return) and node.value is not None:
            yield program.replace((node, program.text_of(node.value)))


def name_mistaken(program: Program) -> Iterator[str]:
    """A variable of the function or a constant of the file is replaced by another one."""
    constants = [name for each in program.tree.body if isinstance(each, ast.Assign) for name in _bound(each)]
    for function in program.functions():
        own = [each.arg for each in function.args.args] + _bound(function)
        for name in program.names_read(function):
            pool = own if name.id in own else constants if name.id in constants else []
            for other in dict.fromkeys(pool):
                if other not in (name.id, "_"):
                    yield program.replace((name, other))


def hard_coded(program: Program) -> Iterator[str]:
    """A parameter is replaced by the value of the example."""
    for function in program.functions():
        given = {each.arg for each in function.args.args}
        for name in program.names_read(function):
            if name.id in given & EXAMPLES.keys():
                yield program.replace((name, EXAMPLES[name.id]))


def _bound(node: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def attribute_mistaken(program: Program) -> Iterator[str]:
    """A method or constant is replaced by one that learners confuse with it."""
    for node in program.nodes():
        if isinstance(node, ast.Attribute):
            for other in CONFUSED.get(node.attr, ()):
                yield program.replace((node, f"{program.text_of(node.value)}.{other}"))


def codec_mistaken(program: Program) -> Iterator[str]:
    """The name of an encoding is replaced by UTF-8."""
    for node in program.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_codec(node.value):
            yield program.replace((node, '"utf-8"'))


def _is_codec(name: str) -> bool:
    try:
        return codecs.lookup(name).name != "utf-8"
    except (LookupError, ValueError):  # ValueError: a character that a codec's name cannot have
        return False


def letter_forgotten(program: Program) -> Iterator[str]:
    """A text lacks its last character."""
    for node in program.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield program.replace((node, repr(node.value[:-1])))


def digit_forgotten(program: Program) -> Iterator[str]:
    """A number lacks its last digit."""
    for node in program.nodes():
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value > 9:
            yield program.replace((node, str(node.value // 10)))


def left_open(program: Program) -> Iterator[str]:
    """A `with` block is replaced by a plain block, so that nothing is closed."""
    for node in program.nodes():
        if isinstance(node, ast.With):
            inner = program.indent(node)
            opened = [
                f"{program.text_of(item.optional_vars)} = {program.text_of(item.context_expr)}\n{inner}"
                for item in node.items
                if item.optional_vars is not None
            ]
            body = program.text_of(node).partition(":\n")[2]
            yield program.replace((node, f"{''.join(opened)}if True:\n{body}"))


SLIPS: tuple[Callable[[Program], Iterator[str]], ...] = (
    statement_forgotten,
    statements_swapped,
    statement_doubled,
    error_silenced,
    values_swapped,
    argument_forgotten,
    tuple_forgotten,
    call_forgotten,
    return_forgotten,
    name_mistaken,
    hard_coded,
    attribute_mistaken,
    codec_mistaken,
    letter_forgotten,
    digit_forgotten,
    left_open,
)


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Every slip in a program: the name of the slip, and the changed program."""
    program = Program(text)
    for slip in SLIPS:
        for mutated in slip(program):
            yield slip.__name__, mutated
