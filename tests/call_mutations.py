"""Programs that call a socket wrongly, made from the course's own solutions.

For each call on a socket in a solution or an accepted program, and each way to call it wrongly, there is one program:
the call is missing, has an argument too many or too few, a keyword argument, an argument of another type, is made on
the module or on another socket, before its time, twice, without parentheses, its result is not used, or its error is
caught.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from pathlib import Path

CALLS = frozenset(
    "socket bind listen accept connect setsockopt recv send sendall shutdown close encode decode getsockname".split()
)
Place = tuple[list[ast.stmt], int]  # a block, and the index of the statement in it
Change = Callable[[ast.Call, Place], object]


class Unfit(Exception):
    """This way of calling wrongly does not fit this call."""


def missing(_call: ast.Call, place: Place) -> None:
    block, index = place
    block[index] = ast.Pass()


def extra_argument(call: ast.Call, _place: Place) -> None:
    call.args.append(ast.Constant(1))


def fewer_arguments(call: ast.Call, _place: Place) -> None:
    if not call.args:
        raise Unfit
    call.args.pop()


def split_address(call: ast.Call, _place: Place) -> None:
    if not (call.args and isinstance(call.args[0], ast.Tuple)):
        raise Unfit
    call.args[:1] = call.args[0].elts


def keyword(call: ast.Call, _place: Place) -> None:
    if not call.args:
        call.keywords.append(ast.keyword("timeout", ast.Constant(1)))
    else:
        call.keywords.append(ast.keyword("value", call.args.pop(0)))


def as_text(call: ast.Call, _place: Place) -> None:
    if not call.args:
        raise Unfit
    call.args[0] = ast.Call(ast.Name("str", ast.Load()), [call.args[0]], [])


def as_list(call: ast.Call, _place: Place) -> None:
    if not call.args:
        raise Unfit
    call.args[0] = ast.List([call.args[0]], ast.Load())


def as_none(call: ast.Call, _place: Place) -> None:
    if not call.args:
        raise Unfit
    call.args[0] = ast.Constant(None)


def quoted(call: ast.Call, _place: Place) -> None:
    if not call.args or isinstance(call.args[0], ast.Constant):
        raise Unfit
    call.args[0] = ast.Constant(ast.unparse(call.args[0]))


def on_module(call: ast.Call, _place: Place) -> None:
    if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) == "socket":
        raise Unfit
    call.func.value = ast.Name("socket", ast.Load())


def on_class(call: ast.Call, _place: Place) -> None:
    if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) == "socket":
        raise Unfit
    call.func.value = ast.parse("socket.socket", mode="eval").body


def on_new_socket(call: ast.Call, _place: Place) -> None:
    if not isinstance(call.func, ast.Attribute) or ast.unparse(call.func.value) == "socket":
        raise Unfit
    call.func.value = ast.parse("socket.socket()", mode="eval").body


def too_early(_call: ast.Call, place: Place) -> None:
    block, index = place
    if index == 0 or isinstance(block[index - 1], ast.FunctionDef):
        raise Unfit
    block[index - 1], block[index] = block[index], block[index - 1]


def twice(_call: ast.Call, place: Place) -> None:
    block, index = place
    block.insert(index, copy.deepcopy(block[index]))


def closed_before(call: ast.Call, place: Place) -> None:
    block, index = place
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        raise Unfit
    if call.func.value.id == "socket" or call.func.attr in ("close", "encode", "decode"):
        raise Unfit
    block.insert(index, ast.parse(f"{call.func.value.id}.close()").body[0])


def without_parentheses(call: ast.Call, place: Place) -> None:
    block, index = place
    changed = Replacing(call, call.func).visit(block[index])
    assert isinstance(changed, ast.stmt)
    block[index] = changed


def result_unused(call: ast.Call, place: Place) -> None:
    block, index = place
    if not isinstance(block[index], (ast.Assign, ast.Return)):
        raise Unfit
    block[index] = ast.Expr(call)


def in_endless_loop(_call: ast.Call, place: Place) -> None:
    block, index = place
    block[index] = ast.While(ast.Constant(True), [block[index]], [])


class Replacing(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def caught(call: ast.Call, place: Place) -> None:
    """The call fails (it has an argument too many), and the exception is caught without a word."""
    block, index = place
    call.args.append(ast.Constant(1))
    whole = ast.parse("try:\n    pass\nexcept Exception:\n    pass").body[0]
    assert isinstance(whole, ast.Try)
    whole.body = [block[index]]
    block[index] = whole


WAYS: tuple[Change, ...] = (
    missing,
    extra_argument,
    fewer_arguments,
    split_address,
    keyword,
    as_text,
    as_list,
    as_none,
    quoted,
    on_module,
    on_class,
    on_new_socket,
    too_early,
    twice,
    closed_before,
    without_parentheses,
    result_unused,
    caught,
    in_endless_loop,
)


def name_called(node: ast.Call) -> str:
    """The last name of what is called."""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def place_of(tree: ast.AST, wanted: ast.Call) -> Place:
    """The innermost statement with this call."""
    found: Place | None = None
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if not isinstance(block, list):
                continue
            for index, each in enumerate(block):
                if any(part is wanted for part in ast.walk(each)):
                    found = block, index  # the walk goes from the outside in
    assert found is not None
    return found


def socket_calls(tree: ast.AST) -> list[ast.Call]:
    """The calls on sockets inside functions, in the order of the walk."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    calls = [each for function in functions for each in ast.walk(function) if isinstance(each, ast.Call)]
    return [each for each in dict.fromkeys(calls) if name_called(each) in CALLS]


def mutations(program: str) -> Iterator[tuple[str, str]]:
    """Each program made from one program: its name, and its text."""
    for number in range(len(socket_calls(ast.parse(program)))):
        for way in WAYS:
            tree = ast.parse(program)
            call = socket_calls(tree)[number]
            try:
                way(call, place_of(tree, call))
            except Unfit:
                continue
            yield f"{name_called(call)}-{number}-{way.__name__}", ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def all_mutations(solutions: Path, others: int = 1) -> Iterator[tuple[str, str, str]]:
    """(exercise, name, text) from each solution and its first `others` accepted programs; no text twice."""
    seen = set()
    for folder in sorted(solutions.glob("[0-9][0-9]_*")):
        for path in (*sorted(folder.glob("*.py")), *sorted((folder / "accepted").glob("*.py"))[:others]):
            for name, text in mutations(path.read_text(encoding="utf-8-sig")):
                if text not in seen:
                    seen.add(text)
                    yield folder.name, f"{path.stem}-{name}", text
