"""How a program ends: with which exit status, by which call, and what keeps it from ending."""

import ast

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Finished, Loaded, Raised, Reset
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of

EXITS = ("exit", "quit", "_exit", "SystemExit")
TALKS = ("recv", "recv_into", "recvfrom", "send", "sendall", "sendto", "accept", "connect", "makefile")


def ended_itself(case: Case) -> bool:
    """Whether the program ended with an exit status that means failure, and without an exception."""
    return case.kind is FindingKind.EXITED and (case.status or 0) > 0 and not case.happened(Raised)


def exits(case: Case) -> list[ast.expr]:
    """The arguments of the calls that end the program."""
    return [call.args[0] for call in case.source.calls(*EXITS) if call.args]


def is_text(case: Case, node: ast.AST, seen: set[str]) -> bool:
    """Whether an expression is certainly a text. It looks at each function of the file once, and adds it to `seen`."""
    match node:
        case ast.JoinedStr() | ast.Call(func=ast.Name(id="str" | "repr")):
            return True
        case ast.BinOp(left=left, right=right):
            return is_text(case, left, seen) or is_text(case, right, seen)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join")):
            return is_text(case, value, seen)
        case ast.Call(func=ast.Name(id=name)) if case.source.function(name) is not None:
            return any(is_text(case, each, seen) for each in returned_by(case, name, seen))
    return isinstance(case.source.value(node), str)


def exits_with_text(case: Case) -> bool:
    """Whether exit() was given a text, which it prints."""
    return any(is_text(case, each, set()) and was_printed(case, each) for each in exits(case))


def was_printed(case: Case, node: ast.AST) -> bool:
    """Whether the literal text in an expression was printed: if not, another exit() ended the program."""
    pieces = [case.source.value(node), *(each.value for each in ast.walk(node) if isinstance(each, ast.Constant))]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return not texts or any(text.strip() in case.output for text in texts if text.strip())


def is_failure(case: Case, node: ast.AST, seen: set[str]) -> bool:
    """Whether an expression is certainly an exit status that means failure (True is 1); `seen` as for `is_text`."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if case.source.function(name) is not None:
            return any(is_failure(case, each, seen) for each in returned_by(case, name, seen))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return is_failure(case, operand, seen)
    value = case.source.value(node)
    return isinstance(value, int) and value != 0


def returned_by(case: Case, name: str, seen: set[str]) -> list[ast.expr]:
    """The expressions that a function of the file returns; none if it is among `seen`, to which it is added."""
    function = case.source.function(name) if name not in seen else None
    seen.add(name)
    nodes = ast.walk(function) if function is not None else ()
    return [each.value for each in nodes if isinstance(each, ast.Return) and each.value is not None]


@mistake(By.END, "12_client#exit-with-text")
def exit_with_text(case: Case) -> Fit:
    """exit() was given a string.

    sys.exit() with a string prints it and ends the program with status {status}, which says: failed. Whoever started
    the program believes that something went wrong. Try: print the text, and let the program end by itself; its status
    is then 0.
    """
    if case.steps or not ended_itself(case):
        return False
    return {"status": case.status} if exits_with_text(case) else False


@mistake(By.END, "12_client#exit-with-text")
def exit_status_one(case: Case) -> Fit:
    """The program says that it has failed.

    Everything went well, and yet your program ends with status {status}. 0 says that all is well, any other number
    says: failed; and True is the number 1. Try: sys.exit(0), or no exit() at all.
    """
    if case.steps or not ended_itself(case) or exits_with_text(case) or not case.calls(*TALKS):
        return False
    return {"status": case.status} if any(is_failure(case, each, set()) for each in exits(case)) else False


@mistake(By.END, "03_bind#exit-in-function")
def exit_in_function(case: Case) -> Fit:
    """The function ends the whole program.

    Your function calls exit() when something is wrong. That ends not only the function but the program that called it,
    which could have dealt with the trouble. Try: raise the error, or let the one go through that is there already.
    """
    ended = bool(case.steps) and case.kind is FindingKind.EXITED and case.happened(Loaded) and not case.happened(Raised)
    return ended and any(
        name_of(node) in EXITS and case.source.function_around(node) is not None
        for node in case.source.nodes
        if isinstance(node, (ast.Name, ast.Attribute))
    )


@mistake(By.ERROR, "12_client#input-at-end")
def input_at_end(case: Case) -> Fit:
    """The program waits for a key at its end.

    All is done, and then input() in line {line} waits for the Enter key. Here nobody sits at the keyboard, so input()
    ends in EOFError. A program should end when its work is done. Try: take the line out; in a terminal the window stays
    anyway.
    """
    error = case.raised("EOFError")
    return {"line": error.line} if error is not None and case.calls(*TALKS) and ignores_input(case) else False


def ignores_input(case: Case) -> bool:
    """Whether the line that failed calls input() without using the result."""
    statement = next(iter(case.at_error()), None)
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not is_input(statement.value):
        return False
    names = {each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    uses = [each for each in case.source.nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]
    return not any(each.id in names for each in uses)


def is_input(node: ast.AST) -> bool:
    """Whether a node is a call that reads the keyboard."""
    return isinstance(node, ast.Call) and name_of(node.func) in ("input", "readline", "getpass")


@mistake(By.ERROR, "12_client#input-at-end")
def input_asked(case: Case) -> Fit:
    """The program asks the keyboard.

    {call}() in line {line} waits for somebody who types, and here nobody does: it ends in {kind}. All that the program
    needs is told in the exercise. Try: write the value into the program, as a name at the top of the file.
    """
    error = case.raised("EOFError", "ValueError", "IndexError")
    if error is None or case.steps or (case.calls(*TALKS) and ignores_input(case)):
        return False
    # sys.stdin returns an empty text at its end, which then causes a ValueError or an IndexError.
    asked = [
        name_of(call.func)
        for call in case.calls_at_error()
        if is_input(call) and (error.kind == "EOFError" or "stdin" in ast.unparse(call))
    ]
    return {"line": error.line, "call": asked[0], "kind": error.kind} if asked else False


@mistake(By.END, "12_client#input-at-end", over=("network-nothing", "exit-status-one"))
def arguments_expected(case: Case) -> Fit:
    """The program expects arguments.

    Your program looks at the words after its name on the command line, and ended without them (exit status {status}).
    It is started without any. Try: write the values into the program, as names at the top of the file.
    """
    looks = case.source.mentions("argv") or bool(case.source.calls("parse_args", "ArgumentParser"))
    ended = case.status is not None and case.stopped_at is None and not case.calls("connect", "bind")
    return {"status": case.status} if looks and ended and not case.steps and case.error is None else False


@mistake(By.END, "12_client#input-at-end")
def sleep_at_end(case: Case) -> Fit:
    """The program sleeps when its work is done.

    The conversation is over, and in line {line} your program goes to sleep, perhaps to keep its window open. Whoever
    started it waits for its end. Try: take that line out; in a terminal the window stays anyway.
    """
    stop = case.stopped_at
    if stop is None or case.busy or stop.file != case.file or not case.calls(*TALKS) or case.asked is not None:
        return False
    here = case.source.at(stop.line)
    asleep = ("sleep", *(("wait", "pause") if waits_for_nothing(case) else ()))
    sleeps = [node for node in here if isinstance(node, ast.Call) and name_of(node.func) in asleep]
    if not sleeps:
        return False
    function = case.source.function_around(sleeps[0])
    loops = {each for each in case.source.around(sleeps[0]) if isinstance(each, (ast.For, ast.While))}
    later = [
        call for call in case.source.calls(*TALKS) if call.lineno > stop.line or loops & {*case.source.around(call)}
    ]
    return {"line": stop.line} if not any(case.source.function_around(call) is function for call in later) else False


def waits_for_nothing(case: Case) -> bool:
    """Whether the conversation is over and only the main thread runs, so that no event can wake it."""
    beside = case.source.calls("Thread", "Process", "Timer", "start_new_thread", "submit", "run") or any(
        isinstance(node, ast.ClassDef) and {"Thread", "Process"} & {name_of(base) for base in node.bases}
        for node in case.source.nodes
    )
    return case.happened(Finished, Reset) and not beside
