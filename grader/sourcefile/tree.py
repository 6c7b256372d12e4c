"""The syntax tree of a learner's program: how calls are written. The program is not run here.

The transcript says what happened; the tree distinguishes programs that behave alike (a `close` that is named and not
called, a result that is not used). No rule uses the tree alone: there is always a failed check first.
"""

import ast
import difflib
from collections.abc import Iterator
from functools import cached_property

VALUE_AT_MOST = 10_000  # characters of a text that is put together from others
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _ends_block(node: ast.AST) -> bool:
    """Whether no statement after this one runs: it leaves the block, or loops forever."""
    if isinstance(node, ast.While):
        endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        return endless and not any(_breaks(each) for each in node.body)
    return isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue))


def _breaks(node: ast.AST) -> bool:
    """Whether a statement contains a `break` of the enclosing loop."""
    if isinstance(node, (ast.For, ast.While, ast.AsyncFor)):
        return any(_breaks(each) for each in node.orelse)
    return isinstance(node, ast.Break) or any(_breaks(each) for each in ast.iter_child_nodes(node))


def _covers(node: ast.stmt | ast.expr, number: int) -> bool:
    """Whether a line belongs to a node."""
    return node.lineno <= number <= (node.end_lineno or node.lineno)


def _is_small(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 1 << 64


class Source:
    """One file. Where it does not compile, `tree` is an empty module and `flaw` the syntax error.

    With `stub`, the tree lacks the statements that stand unchanged in the stub's `if __name__ == "__main__"`: the
    learner did not write them.
    """

    def __init__(self, data: bytes, stub: bytes = b"") -> None:
        self.text = data.decode("utf-8-sig", "replace")
        self.flaw: SyntaxError | None = None
        self._values: dict[str, object] = {}
        try:
            self.tree = ast.parse(data)
            if stub:
                remove_main_part(self.tree, ast.parse(stub))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.tree = ast.Module([], [])
            self.flaw = error if isinstance(error, SyntaxError) else None

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree."""
        return list(ast.walk(self.tree))

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    def line(self, number: int) -> str:
        """A line of the file, without its indentation; empty where there is none."""
        lines = self.text.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def at(self, number: int) -> list[ast.AST]:
        """The nodes of the innermost statement that covers a line, the statement first."""
        covering = [node for node in self.nodes if isinstance(node, ast.stmt) and _covers(node, number)]
        return list(ast.walk(max(covering, key=lambda node: node.lineno))) if covering else []

    def calls(self, *names: str) -> list[ast.Call]:
        """The calls of functions or methods with one of these names: `close(...)` and `x.close(...)`.

        An imported alias counts as its original name: `from threading import Thread as T`.
        """
        return [node for node in self.nodes if isinstance(node, ast.Call) and self.own_name(node.func) in names]

    def own_name(self, node: ast.AST | None) -> str:
        """The last name of an expression; for an imported alias its original name."""
        name = name_of(node)
        return self._imported.get(name, name) if isinstance(node, ast.Name) else name

    @cached_property
    def _imported(self) -> dict[str, str]:
        return {
            alias.asname: alias.name
            for node in self.nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.asname
        }

    def named_only(self, *names: str) -> list[ast.Attribute]:
        """Statements that name a method without calling it: `conn.close`."""
        return [
            node.value
            for node in self.nodes
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Attribute) and node.value.attr in names
        ]

    def thrown_away(self, *names: str) -> list[ast.Call]:
        """The calls whose result is not used: `text.encode("gbk")` as a statement."""
        return [call for call in self.calls(*names) if isinstance(self._parents.get(call), ast.Expr)]

    def function(self, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function of that name, wherever it is defined."""
        return next((node for node in self.nodes if isinstance(node, _DEFINITIONS) and node.name == name), None)

    def uncalled(self, *names: str) -> list[ast.Attribute]:
        """Where a method is named, but not called or passed on: `s.accept` as a statement, assigned or returned."""
        kept = (ast.Expr, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Lambda, ast.withitem, ast.Await)
        return [
            node
            for node in self.nodes
            if isinstance(node, ast.Attribute)
            and node.attr in names
            and isinstance(node.ctx, ast.Load)
            and isinstance(self._parents.get(node), kept)
        ]

    def receiver(self, number: int, method: str) -> str:
        """The object of a method call in a line (`server` of `server.accept()`); for close() also of a `with`."""
        for node in self.at(number):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == method
                and _covers(node, number)
            ):
                return ast.unparse(node.func.value)
        for node in self.nodes:
            if isinstance(node, (ast.With, ast.AsyncWith)) and node.lineno == number and method == "close":
                return ast.unparse(node.items[-1].optional_vars or node.items[-1].context_expr)
        return ""

    def within(self, number: int) -> str:
        """The name of the innermost function around a line; empty outside of functions."""
        found = [node for node in self.nodes if isinstance(node, _DEFINITIONS) and _covers(node, number)]
        return max(found, key=lambda node: node.lineno).name if found else ""

    def constants(self) -> set[object]:
        """The literal numbers and texts in the file."""
        return {node.value for node in self.nodes if isinstance(node, ast.Constant)}

    def port_numbers(self) -> list[int]:
        """The literal numbers in the file that can be a port which any user may bind (1024 to 65535), in order."""
        return sorted({each for each in self.constants() if type(each) is int and 1024 <= each < 1 << 16})

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around a node, from the inside out."""
        while (parent := self._parents.get(node)) is not None:
            yield parent
            node = parent

    def in_loop(self, node: ast.AST) -> bool:
        """Whether a node is inside a loop of its own function."""
        for outer in self.around(node):
            if isinstance(outer, (ast.For, ast.While, ast.AsyncFor)):
                return True
            if isinstance(outer, (*_DEFINITIONS, ast.Lambda)):
                return False
        return False

    def handlers(self, *kinds: str) -> list[ast.ExceptHandler]:
        """The `except` parts that catch one of these names; those without a name catch all."""
        handlers = [node for node in self.nodes if isinstance(node, ast.ExceptHandler)]
        return [node for node in handlers if node.type is None or names_in(node.type) & {*kinds}]

    def value(self, node: ast.AST | None) -> object:
        """The constant value of an expression, also through a name that is assigned once; else None.

        None too for a text of more than VALUE_AT_MOST characters, and for a tuple in a tuple.
        """
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Tuple(elts=elements):
                found = map(self.value, elements)
                return tuple(None if isinstance(each, tuple) else each for each in found)
            case ast.JoinedStr(values=values):
                parts = [self.value(each.value if isinstance(each, ast.FormattedValue) else each) for each in values]
                return self._joined(parts)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                sides = [self.value(left), self.value(right)]
                return self._joined(sides) if all(isinstance(each, str) for each in sides) else None
            case ast.Name(id=name):
                return self._assigned_value(name)
        return None

    @staticmethod
    def _joined(parts: list[object]) -> str | None:
        texts = [str(part) if isinstance(part, (str, float)) or _is_small(part) else None for part in parts]
        known = [text for text in texts if text is not None]
        return "".join(known) if len(known) == len(parts) and sum(map(len, known)) <= VALUE_AT_MOST else None

    def _assigned_value(self, name: str) -> object:
        """The value of a name that is assigned once, computed once; None while it is being computed."""
        if name not in self._values:
            self._values[name] = None
            given = self._assigned.get(name, [])
            if len(given) == 1 and not isinstance(given[0], ast.Name):
                self._values[name] = self.value(given[0])
        return self._values[name]

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        """The values that each name is assigned."""
        found: dict[str, list[ast.expr]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Assign):
                for name in {target.id for target in node.targets if isinstance(target, ast.Name)}:
                    found.setdefault(name, []).append(node.value)
        return found

    def calls_used(self, *names: str) -> list[ast.Call]:
        """The calls whose result is used: compared, added, assigned to a name that is read; not only returned."""
        handed_on = (ast.Expr, ast.Return, ast.Lambda, ast.Await)
        read = {name_of(node) for node in self.nodes if isinstance(getattr(node, "ctx", None), ast.Load)}
        return [
            call
            for call in self.calls(*names)
            if not isinstance(parent := self._parents[call], handed_on)
            and not (isinstance(parent, ast.Assign) and not {name_of(each) for each in parent.targets} & read)
        ]

    def unreached(self) -> list[ast.stmt]:
        """The statements after a `return` or an endless loop in the same block, which never run."""
        return [
            later
            for node in self.nodes
            for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
            if isinstance(block, list)
            for place, each in enumerate(block)
            if _ends_block(each)
            for later in block[place + 1 :]
        ]

    def with_lines(self) -> set[int]:
        """The lines of `with` statements: the end of the block closes what was opened there."""
        return {
            line
            for node in self.nodes
            if isinstance(node, (ast.With, ast.AsyncWith))
            for line in range(node.lineno, (node.items[-1].context_expr.end_lineno or node.lineno) + 1)
        }

    def mentions(self, *names: str) -> bool:
        """Whether one of these names or attributes occurs in the file."""
        return any(name_of(node) in names for node in self.nodes)

    @cached_property
    def bound(self) -> set[str]:
        """The names that the file binds: variables, parameters, functions, classes, imports."""
        found = set()
        for node in self.nodes:
            match node:
                case ast.Name(ctx=ast.Store()):
                    found.add(node.id)
                case ast.arg():
                    found.add(node.arg)
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    found.add(node.name)
                case ast.alias():
                    found.add((node.asname or node.name).partition(".")[0])
        return found

    def modules(self, name: str) -> set[str]:
        """The names to which `import name` or `import name as ...` binds a module."""
        aliases = [alias for node in self.nodes if isinstance(node, ast.Import) for alias in node.names]
        return {alias.asname or alias.name for alias in aliases if alias.name == name}

    def imported_from(self, module: str) -> list[ast.alias]:
        """The names in all `from module import ...`."""
        taken = [node for node in self.nodes if isinstance(node, ast.ImportFrom) and node.module == module]
        return [alias for node in taken for alias in node.names]

    def function_around(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function around a node; None at the top level."""
        return next((outer for outer in self.around(node) if isinstance(outer, _DEFINITIONS)), None)


def remove_main_part(tree: ast.Module, stub: ast.Module) -> None:
    """Remove from the `if` statements at the top level each statement that is in the stub's `if` with the same test."""
    for guard in (node for node in stub.body if isinstance(node, ast.If)):
        for own in (node for node in tree.body if isinstance(node, ast.If)):
            if ast.dump(own.test) == ast.dump(guard.test):
                own.body = changed(own.body, guard.body) or [ast.copy_location(ast.Pass(), own.body[0])]


def changed(body: list[ast.stmt], original: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block that the original block does not have.

    A compound statement stays with what changed inside it if the original block has one with the same head.
    """
    kept = []
    for node in body:
        same_head = [each for each in original if head(each) == head(node)]
        if not any(ast.dump(each) == ast.dump(node) for each in same_head):
            inner = getattr(node, "body", None)
            if inner and same_head:
                node.body = changed(inner, same_head[0].body)  # type: ignore[attr-defined]
            kept.append(node)
    return kept


def head(node: ast.stmt) -> str:
    """A statement as text without its `body`: equal for two loops that differ only inside."""
    fields = dict(ast.iter_fields(node))
    return ast.dump(type(node)(**{**fields, "body": []} if "body" in fields else fields))


def name_of(node: ast.AST | None) -> str:
    """The last name of `name`, `module.name` or `a.b.name`; empty for other nodes."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def names_in(node: ast.AST | None) -> set[str]:
    """The last names of all nodes below a node: `socket.timeout` and `OSError` of a tuple of both."""
    return {name for each in ast.walk(node) if (name := name_of(each))} if node is not None else set()


def nearest(name: str, known: set[str], likeness: float = 0.7) -> str | None:
    """The most similar known name, ignoring case; None if its similarity (0 to 1) is below `likeness`."""
    spelt = {each.lower(): each for each in sorted(known - {name})}
    found = difflib.get_close_matches(name.lower(), spelt, 1, likeness)
    return spelt[found[0]] if found else None
