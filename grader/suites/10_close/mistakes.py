"""10: what only the two functions that close can show."""

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.result.finding import FindingKind
from grader.texts.language import N_

CLOSERS = ("close", "shutdown", "detach")


@mistake(
    N_("The whole program was ended"),
    N_(
        "Your function ended the program, and with it every conversation that was going on. To close the service means "
        "only that no new clients come. Try: close the one socket, and let the function return."
    ),
    by=By.CALL,
    read="10_close#close-exit",
    over=("exit-in-function",),
)
def close_exit(case: Case) -> Fit:
    leaves = case.source.mentions("exit", "_exit", "quit", "SystemExit", "abort", "kill")
    return case.kind in (FindingKind.EXITED, FindingKind.KILLED) and case.error is None and leaves


@mistake(
    N_("The function closes, and then never returns"),
    N_(
        "After closing, your function goes on waiting in line {line}. It keeps the program alive, but nobody talks to "
        "the clients any more. Try: let the function return; the program around it goes on by itself."
    ),
    by=By.CALL,
    over=("sleep-at-end",),
)
def close_then_waits(case: Case) -> Fit:
    waits = case.late or case.stuck
    own = waits is not None and waits.file == case.file
    return {"line": waits.line} if waits is not None and own and case.calls(*CLOSERS) else False


@mistake(
    N_("It waits for one more client instead of closing"),
    N_(
        "close_server() calls accept() and waits there for a client that never comes. And a connection that is "
        "accepted and closed is not the service: the listening socket stays open. Try: server.close()."
    ),
    by=By.CALL,
    read="10_close#close-missing",
)
def close_accepts_again(case: Case) -> Fit:
    return bool(case.calls("accept"))


@mistake(
    N_("listen(0) does not stop listening"),
    N_(
        "listen() only sets how many clients may queue up, and even with 0 the socket goes on listening: the next "
        "client is connected. Try: server.close()."
    ),
    by=By.CALL,
    read="10_close#close-missing",
)
def close_backlog_zero(case: Case) -> Fit:
    return case.kind is FindingKind.NOT_REFUSED and bool(case.calls("listen")) and not case.calls("close")


@mistake(
    N_("A new socket was closed instead of the one given"),
    N_(
        "Your function makes a socket of its own and closes that. The one that it was given stays open, even if the "
        "new one has the same name. Try: call close() on the parameter, and make no socket."
    ),
    by=By.CALL,
    read="10_close#close-missing",
)
def close_new_socket(case: Case) -> Fit:
    stays = case.kind is FindingKind.NOT_REFUSED or case.end_awaited
    return stays and bool(case.calls("socket")) and bool(case.calls("close"))
