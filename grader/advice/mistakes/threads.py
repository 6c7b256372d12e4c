"""Threads and processes."""

import ast

from grader.advice.connecting import CAME_TO_NOTHING
from grader.advice.evidence import RECEIVES, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Finished, Raised, Reset
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of

STARTERS = ("Thread", "Process", "Timer")
# The symptoms of a main thread that does the work of another thread.
BEFORE_IT_RUNS = (
    "recv-both-first",
    "accept-in-message-loop",
    "listen-and-accept",
    "listen-serves-itself",
    "listen-accept-in-thread",
)


def starters(case: Case) -> list[ast.Call]:
    """The calls in the learner's file that make a thread or a process."""
    return case.source.calls(*STARTERS)


def argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    """The argument of a call for a parameter, by its name or its position; None where it is not given."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return next(iter(named or call.args[place:]), None)


def target_of(call: ast.Call) -> ast.expr | None:
    """The `target` of a Thread or Process (whose first parameter is `group`), the function of a Timer."""
    return argument(call, "function" if name_of(call.func) == "Timer" else "target", 1)


def thread_classes(case: Case) -> list[ast.ClassDef]:
    """The learner's own classes of threads: `class Receiver(threading.Thread)`."""
    classes = [node for node in case.source.nodes if isinstance(node, ast.ClassDef)]
    return [node for node in classes if any(case.source.own_name(base) in STARTERS for base in node.bases)]


def waits_in_function(case: Case) -> str:
    """The learner's function in which the program waits; empty where it waits elsewhere."""
    for event in (case.stuck, case.late):
        if event is not None and event.file == case.file and case.waits:
            return case.source.within(event.line)
    return ""


@mistake(By.CALL, "13_server#thread-target-called", over=BEFORE_IT_RUNS)
def thread_target_called(case: Case) -> Fit:
    """The function for the thread is called at once.

    You wrote target={name}(...). The parentheses call the function here and now, in the main thread; no thread is
    running yet. Try: threading.Thread(target={name}, args=(...)), and then start().
    """
    done_in = {case.source.within(call.line) for call in case.calls() if call.file == case.file}
    for call in starters(case):
        target = target_of(call)
        if isinstance(target, ast.Call) and name_of(target.func) in {waits_in_function(case), *done_in} - {""}:
            return {"name": name_of(target.func)}
    return False


@mistake(By.CALL, "13_server#thread-run", over=BEFORE_IT_RUNS)
def thread_run(case: Case) -> Fit:
    """run() instead of start().

    You called run() on the thread. run() is only the function itself, carried out here and now: the main thread waits
    in it. Try: start(), which makes the thread and comes back at once.
    """
    where = waits_in_function(case)
    threads = [call for call in starters(case) if name_of(target_of(call)) == where] or (
        where == "run" and thread_classes(case)
    )
    runs = [call for call in case.source.calls("run") if isinstance(call.func, ast.Attribute) and not call.args]
    return bool(where and threads and runs) and not case.source.calls("start")


@mistake(By.CALL, "13_server#thread-join", over=BEFORE_IT_RUNS)
def thread_join(case: Case) -> Fit:
    """The thread is waited for too early.

    You start a thread and call join() at once. join() waits until the thread has ended, and that one waits for what
    your program would do only afterwards. Try: start(), then the rest of the work, and join() at the end.
    """
    where = waits_in_function(case)
    threads = [call for call in starters(case) if name_of(target_of(call)) == where]
    joins = [call for call in case.source.calls("join") if isinstance(call.func, ast.Attribute) and not call.args]
    if not (where and threads and joins and case.source.calls("start")):
        return False
    # Only where the program sends or connects after the join(), or joins one thread after another.
    first = min(join.lineno for join in joins)
    rest = case.source.within(first)
    later = [node for node in case.source.calls("send", "sendall", "connect") if node.lineno > first]
    later = [node for node in later if case.source.within(node.lineno) == rest]
    in_turn = any(map(case.source.in_loop, joins))
    return bool(later or in_turn) and not case.calls("send", "sendall")


@mistake(By.ERROR, "13_server#thread-run", over=("thread-not-joined",))
def thread_start_no_parens(case: Case) -> Fit:
    """The thread is never started.

    You wrote start without parentheses. That only names the method: the thread was made, but it never ran. Try:
    thread.start().
    """
    ended = case.raised("RuntimeError") is not None or (case.raised() is None and case.status == 0)
    named = bool(case.source.uncalled("start")) and not case.source.calls("start")
    return ended and case.kind is not FindingKind.LATE and named and bool(starters(case))


@mistake(By.ERROR, "13_server#thread-args-not-tuple")
def thread_args_not_tuple(case: Case) -> Fit:
    """args is not a tuple.

    You wrote args=({value}). Parentheses around one thing make no tuple; the comma does. So the thread could not be
    given its argument, and ended at once with an exception. Try: args=({value},).
    """
    error = case.raised("TypeError")
    if error is None:
        return False
    if isinstance(error, Raised) and error.thread and error.file == "":
        given = [argument(call, "args", 3) for call in starters(case)]
    else:
        given = [argument(call, "args", 1) for call in case.calls_at_error("start_new_thread")]
    for value in given:
        if value is not None and not _may_be_tuple(case, value):
            return {"value": ast.unparse(value)}
    return False


def _may_be_tuple(case: Case, value: ast.expr) -> bool:
    """Whether an expression can be a tuple or a list: a literal, a call, or a name to which one is assigned."""
    if isinstance(value, (ast.Tuple, ast.List, ast.Call, ast.BinOp, ast.Starred, ast.IfExp)):
        return True
    if not isinstance(value, ast.Name):
        return False
    held = [
        node.value
        for node in case.source.nodes
        if isinstance(node, ast.Assign) and any(name_of(target) == value.id for target in node.targets)
    ]
    sockets = ("socket", "create_connection", "create_server")
    return any(
        _may_be_tuple(case, each) and not (isinstance(each, ast.Call) and name_of(each.func) in sockets)
        for each in held
        if not (isinstance(each, ast.Name) and each.id == value.id)
    )


@mistake(By.ERROR, "13_server#thread-lowercase", over=("name-typo",))
def thread_lowercase(case: Case) -> Fit:
    """Thread is written with a small letter.

    You wrote threading.{name}. The class is called Thread, with a capital letter, and Python tells the two apart. Try:
    threading.Thread(target=..., args=(...)).
    """
    error = case.raised("AttributeError")
    if error is None or error.cause.owner != "module threading":
        return False
    name = error.cause.name
    return {"name": name} if name != "Thread" and name.lower() == "thread" else False


@mistake(
    By.END,
    "12_client#thread-not-joined",
    over=("recv-sleep-fix", "print-forgotten", "close-unread-rst", "send-not-reached"),
)
def thread_not_joined(case: Case) -> Fit:
    """The program does not wait for its thread.

    Your program ended while its thread was still at work. A daemon thread ends with the program, so that what comes
    later finds nobody. A pause only hides it. Try: thread.join() before close().
    """
    left = case.status == 0 and case.kind in CAME_TO_NOTHING
    if not left or not starters(case):
        return False
    if case.waits_in(*RECEIVES) is not None:
        return True
    daemon = any(keyword.arg == "daemon" for call in starters(case) for keyword in call.keywords) or any(
        isinstance(node, ast.Assign) and name_of(node.targets[0]) == "daemon" for node in case.source.nodes
    )
    joined = any(not call.args for call in case.source.calls("join"))
    return daemon and not joined and not (case.succeeded(*RECEIVES) and case.received)


@mistake(By.CALL, "13_server#close-fork-parent", over=("close-missing", "accept-in-message-loop", "waits-for-another"))
def close_fork_parent(case: Case) -> Fit:
    """The main process keeps the client's socket open.

    A second process serves the client and closes its copy of the socket. Your main process has another copy, and the
    client reads the end only when all copies are closed. Try: conn.close() in the main process, right after the other
    process was started.
    """
    forks = case.source.calls("fork", "Process")
    if not forks or not case.received or case.happened(Finished, Reset):
        return False
    return bool(case.succeeded("accept")) and not case.succeeded("close") and case.waits
