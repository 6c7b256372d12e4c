"""The structure of the program: what runs at import, what is never called, what a function returns."""

import ast
import copy

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Loaded, Missing, Unloadable
from grader.model.values import NO_VALUE
from grader.result.finding import FindingKind
from grader.sourcefile.stub_state import UNWRITTEN, lines_left_of_stub
from grader.sourcefile.tree import Source, name_of
from grader.texts.wording import shorten

GUARD = "__main__"
SIGNATURE_AT_MOST = 80  # letters
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def did_nothing(case: Case) -> bool:
    """Whether a whole program ended without an error and without a call on a socket."""
    return not case.steps and case.kind is FindingKind.EXITED and case.status == 0 and not case.calls()


def guards(case: Case) -> list[ast.If]:
    """The `if __name__ == ...` of the file, right or wrong."""
    return [
        node
        for node in case.source.nodes
        if isinstance(node, ast.If)
        and isinstance(node.test, ast.Compare)
        and any(isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test))
    ]


def unused_function(case: Case) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """A function that contains calls and is never used outside of itself; None where there is none."""
    for node in case.source.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and calls_in(node):
            inside = set(ast.walk(node))
            users = [each for each in case.source.nodes if isinstance(each, ast.Name) and each.id == node.name]
            if all(user in inside for user in users):
                return node
    return None


def calls_in(node: ast.AST) -> bool:
    """Whether a node contains a call."""
    return any(isinstance(each, ast.Call) for each in ast.walk(node))


@mistake(By.FILE, "03_bind#no-main-guard")
def no_main_guard(case: Case) -> Fit:
    """The file does something while it is imported.

    Your function is imported by another program, and importing a file runs every line that stands at its left edge. So
    the part with which you try it out ran as well. Try: put that part under if __name__ == "__main__":, indented.
    """
    if not case.steps or case.happened(Loaded):
        return False
    if case.kind in (FindingKind.IMPORT_WAITS, FindingKind.IMPORT_ENDS):
        return True
    at_import = isinstance(case.error, Unloadable) and case.error.cause.errno is not None
    return at_import and case.raised_in is not None  # an error of a socket before the function was called


@mistake(By.FILE, "12_client#main-guard-nested", over=("main-not-called",))
def main_guard_nested(case: Case) -> Fit:
    """if __name__ == "__main__" stands inside of the function.

    Your if __name__ == "__main__": is indented so far that it belongs to {function}(). It would run only once somebody
    calls {function}(), and nobody does: the program ends at once. Try: move the if back to the left edge.
    """
    for guard in guards(case) if did_nothing(case) else []:
        function = case.source.function_around(guard)
        if function is not None:
            return {"function": function.name}
    return False


@mistake(By.FILE, "12_client#main-guard-nested")
def main_guard_misspelt(case: Case) -> Fit:
    """if __name__ == "__main__" is misspelt.

    Your if compares __name__ with {other!r}. In the file that is started, __name__ is just '__main__', with two
    underscores before and after. So the if never holds and nothing runs. Try: if __name__ == "__main__":
    """
    for guard in guards(case) if did_nothing(case) else []:
        texts = [each.value for each in ast.walk(guard.test) if isinstance(each, ast.Constant)]
        if texts and GUARD not in texts:
            return {"other": texts[0]}
    return False


@mistake(By.FILE, "12_client#main-guard-nested")
def main_not_called(case: Case) -> Fit:
    """A function is defined and never called.

    All the work stands in {function}(), and nobody calls it. def only says what the function would do, and its name
    without parentheses only names it: the program comes to its end without doing it. Try: {call}(), with parentheses;
    the line that starts it all stands last, at the left edge.
    """
    if not did_nothing(case):
        return False
    named = [each.value for each in case.source.nodes if isinstance(each, ast.Expr)]
    only_named = [value for value in named if case.source.function(name_of(value)) is not None]
    if only_named:
        return {"function": name_of(only_named[0]), "call": ast.unparse(only_named[0])}
    function = unused_function(case)
    return {"function": function.name, "call": function.name} if function is not None else False


@mistake(By.FILE, "02_create_socket#step-missing")
def step_missing(case: Case) -> Fit:
    """The function is not there under its name.

    There is no {step}() in your file. Other programs find your function by this very name, as they find socket.bind by
    its. Try: write def {step}(...) just as it stood in the file at first; the names inside are yours.
    """
    missing = case.record.last(Missing)
    return {"step": missing.step} if missing is not None and missing.what == "nothing" else False


@mistake(By.FILE, "02_create_socket#step-missing", over=("step-missing",))
def step_nested(case: Case) -> Fit:
    """The function is inside of something else.

    Your {step}() is indented and so belongs to {outer}. From outside, nobody sees it there. Try: move def {step}(...)
    back to the left edge, and let its first parameter be the one it had at first, not self.
    """
    missing = case.record.last(Missing)
    function = case.source.function(missing.step) if missing is not None else None
    if missing is None or function is None:
        return False
    outer = next((each for each in case.source.around(function) if isinstance(each, DEFINITIONS)), None)
    return {"step": missing.step, "outer": outer.name} if outer is not None else False


@mistake(By.FILE, "02_create_socket#step-missing")
def step_async(case: Case) -> Fit:
    """The function is a coroutine.

    You wrote async def {step}(). A call of it only makes a coroutine and runs none of its lines, and the caller does
    not use await. Try: def {step}(...) without async, and no await in it.
    """
    function = _step_of_other_kind(case)
    return {"step": function.name} if isinstance(function, ast.AsyncFunctionDef) else False


@mistake(By.FILE, "02_create_socket#step-missing")
def step_yields(case: Case) -> Fit:
    """The function is a generator.

    The yield in line {line} makes {step}() a generator: a call runs none of its lines and gives back the generator.
    Try: return in place of yield.
    """
    function = _step_of_other_kind(case)
    if function is None or isinstance(function, ast.AsyncFunctionDef):
        return False
    yields = [node for node in ast.walk(function) if isinstance(node, (ast.Yield, ast.YieldFrom))]
    return {"line": yields[0].lineno, "step": function.name} if yields else False


def _step_of_other_kind(case: Case) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The def of a step, at the left edge, that is not a plain function; None where there is none."""
    missing = case.record.last(Missing)
    function = case.source.function(missing.step) if missing is not None else None
    return function if function in case.source.tree.body else None


@mistake(By.FILE)
def stub_raise_left(case: Case) -> Fit:
    """The stub's raise line is still there.

    You have begun to write {step}(), but line {line} still says raise NotImplementedError. It came with the file, and
    it ends the function when Python reaches it. Try: delete line {line}.
    """
    error = case.raised(UNWRITTEN)
    if error is None or error.line not in lines_left_of_stub((case.files or {}).get(case.file, b""), case.steps):
        return False
    return {"step": case.source.within(error.line), "line": error.line}


@mistake(By.FILE)
def step_parameters(case: Case) -> Fit:
    """The function has other parameters than its stub.

    Other programs call your function as {called}, for so it stood in the stub, and def {own} does not take that: the
    call fails before its first line runs. Perhaps the file is from another release of the course. Try: write def
    {called} again; only the number and the order of the parameters matter, their names are yours.
    """
    error = case.raised("TypeError")
    if error is None or error.file:  # the error is inside the function, so the call itself succeeded
        return False
    for step in case.steps:
        own, given = case.source.function(step), Source(case.stub).function(step)
        if own is not None and given is not None and not takes(own.args, given.args):
            return {"called": signature(given), "own": signature(own)}
    return False


def takes(own: ast.arguments, given: ast.arguments) -> bool:
    """Whether a function accepts every number of positional arguments that another function accepts."""
    (least, most), (needed, possible) = counts(given), counts(own)
    named_only = any(default is None for default in own.kw_defaults)
    return needed <= least and (most <= possible or own.vararg is not None) and not named_only


def counts(parameters: ast.arguments) -> tuple[int, int]:
    """How many positional arguments a function needs, and how many it accepts."""
    every = len(parameters.posonlyargs) + len(parameters.args)
    return every - len(parameters.defaults), every


def signature(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name of a function with its parameters, without annotations."""
    parameters = copy.deepcopy(function.args)
    for each in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs):
        each.annotation = None
    return shorten(f"{function.name}({ast.unparse(parameters)})", SIGNATURE_AT_MOST)


@mistake(By.END, "02_create_socket#return-missing")
def return_missing(case: Case) -> Fit:
    """The function gives nothing back.

    Your {step}() does its work, and then ends without return: so its value is None, and the result is lost. print()
    only shows it to a person; return gives it to the program that called. Try: return the result in the last line.
    """
    came = case.misreturned
    function = case.source.function(came.step) if came is not None and came.value == NO_VALUE else None
    if came is None or function is None or not calls_in(function):
        return False
    returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return) and each.value is not None]
    said = [value for value in returned if not (isinstance(value, ast.Constant) and value.value is None)]
    return {"step": came.step} if not said else False
