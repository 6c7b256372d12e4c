"""asyncio and selectors: one thread waits for several connections."""

import ast

from grader.advice.connecting import CAME_TO_NOTHING
from grader.advice.evidence import RECEIVES, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Connected
from grader.model.values import END_OF_STREAM
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of

SELECTORS = ("select", "poll", "DefaultSelector", "SelectSelector", "EpollSelector", "PollSelector", "KqueueSelector")
# Coroutines of asyncio's streams and sockets whose result a program always needs.
RESULTS = "open_connection start_server read readline readexactly readuntil sock_recv sock_accept".split()
PLAIN = ("print", "len", "str", "repr", "bytes")  # functions that expect a value, not a coroutine
REMOVED = frozenset({"coroutine", "JoinableQueue"})


@mistake(
    By.CALL,
    "13_server#selectors-no-unregister",
    over=("recv-eof-continue", "recv-eof-unchecked", "recv-eof-raises", "recv-until-data"),
)
def selectors_no_unregister(case: Case) -> Fit:
    """A client that has left is asked again and again.

    recv() gave b"": the client has left. But its socket is still registered, and a socket at its end always counts as
    ready, so that your loop runs round and round. Try: on b"", unregister the socket, or take it out of the list, and
    close it.
    """
    empty = [call for call in case.succeeded(*RECEIVES) if call.returned == END_OF_STREAM]
    return case.busy and len(empty) > 2 and bool(case.source.calls(*SELECTORS))


@mistake(By.ERROR, "13_server#asyncio-no-await")
def asyncio_no_await(case: Case) -> Fit:
    """await is missing.

    You called {name}() without await. A coroutine that is not awaited does nothing: what you got is the coroutine
    itself and not its result. Try: await {name}(...).
    """
    lost = _lost_coroutines(case)
    error = case.raised("AttributeError", "TypeError")
    if error is not None:
        if error.cause.owner == "coroutine":
            return {"name": lost[0][0] if lost else error.cause.name}
        nodes = case.at_error()
        for name, target in lost:
            if target is None or any(isinstance(node, ast.expr) and ast.unparse(node) in target for node in nodes):
                return {"name": name}
        return False
    # In a callback of asyncio the exception is only logged.
    failed = case.kind in (*CAME_TO_NOTHING, FindingKind.NOT_WAITED, FindingKind.LATE)
    return {"name": lost[0][0]} if lost and failed else False


def _lost_coroutines(case: Case) -> list[tuple[str, set[str] | None]]:
    """The calls of coroutines without await: the name of the function, and the targets of an assigned result."""
    own = {node.name for node in case.source.nodes if isinstance(node, ast.AsyncFunctionDef)}
    found: list[tuple[str, set[str] | None]] = []
    if not own:
        return found
    awaited = {ast.unparse(node.value) for node in case.source.nodes if isinstance(node, ast.Await)}
    calls = [node for node in case.source.nodes if isinstance(node, ast.Call)]
    passed = [each for call in calls if name_of(call.func) not in PLAIN for each in call.args]
    awaited |= {ast.unparse(each) for each in passed}  # run_until_complete(coroutine) awaits it
    names = {*RESULTS, *own}
    for node in [each for each in calls if name_of(each.func) in names and not _is_run(each)]:
        name, around = name_of(node.func), list(case.source.around(node))
        outer = around[0]
        if name in ("read", "readline") and not any(isinstance(each, ast.AsyncFunctionDef) for each in around):
            continue  # outside of a coroutine these read a file
        if isinstance(outer, ast.Expr) or (isinstance(outer, ast.Call) and name_of(outer.func) in PLAIN):
            found.append((name, None))
        elif isinstance(outer, ast.Assign):
            targets = {ast.unparse(each) for each in outer.targets}
            found += [] if awaited & targets else [(name, targets)]
    return found


def _is_run(call: ast.Call) -> bool:
    """Whether a call is `asyncio.run()`, and not a coroutine that the learner called run()."""
    return ast.unparse(call.func) == "asyncio.run"


@mistake(By.END, "13_server#asyncio-not-run", over=("asyncio-no-await",))
def asyncio_not_run(case: Case) -> Fit:
    """The coroutine is made, but never run.

    You called {name}() like a function. It is defined with async def, so the call only makes a coroutine, and your
    program ended without a line of it being run. Try: asyncio.run({name}()).
    """
    if case.status != 0 or case.calls() or case.happened(Connected):
        return False
    for name, targets in _lost_coroutines(case):
        if targets is None and case.source.function(name) is not None:
            return {"name": name}
    return False


@mistake(By.ERROR, "13_server#asyncio-not-run")
def asyncio_run_no_parens(case: Case) -> Fit:
    """asyncio.run() was given a function.

    You wrote asyncio.run({name}), without parentheses after {name}. asyncio.run() wants a coroutine, and calling the
    function makes one. Try: asyncio.run({name}()).
    """
    if case.raised("ValueError", "TypeError") is None:
        return False
    own = {node.name for node in case.source.nodes if isinstance(node, ast.AsyncFunctionDef)}
    for call in case.calls_at_error("run", "run_until_complete"):
        if call.args and name_of(call.args[0]) in own:
            return {"name": ast.unparse(call.args[0])}
    return False


@mistake(By.ERROR, "13_server#asyncio-removed-api", over=("name-typo", "asyncio-no-await"))
def asyncio_removed_api(case: Case) -> Fit:
    """This part of asyncio is gone.

    You use {name}, as older books and pages show it. It was removed from asyncio; today coroutines are written with
    async def and started by asyncio.run(), and no loop is passed on. Try: leave it out and write asyncio.run(main()).
    """
    error = case.raised("AttributeError", "TypeError", "RuntimeError")
    if error is None or not case.source.mentions("asyncio"):
        return False
    if error.kind == "AttributeError":
        gone = error.cause.name
        return {"name": f"asyncio.{gone}"} if error.cause.owner == "module asyncio" and gone in REMOVED else False
    if error.kind == "RuntimeError":
        return {"name": "asyncio.get_event_loop()"} if case.calls_at_error("get_event_loop") else False
    given = any(isinstance(node, ast.keyword) and node.arg == "loop" for node in case.source.nodes)
    return {"name": "loop="} if given and "'loop'" in error.text else False
