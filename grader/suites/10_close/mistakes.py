"""10: mistakes in the two functions that close."""

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.result.finding import FindingKind

CLOSERS = ("close", "shutdown", "detach")


@mistake(By.CALL, "10_close#close-exit", over=("exit-in-function",))
def close_exit(case: Case) -> Fit:
    """The whole program was ended.

    Your function ended the program, and with it every conversation that was going on. To close the service means only
    that no new clients come. Try: close the one socket, and let the function return.
    """
    leaves = case.source.mentions("exit", "_exit", "quit", "SystemExit", "abort", "kill")
    return case.kind in (FindingKind.EXITED, FindingKind.KILLED) and case.error is None and leaves


@mistake(By.CALL, over=("sleep-at-end",))
def close_then_waits(case: Case) -> Fit:
    """The function closes, and then never returns.

    After closing, your function goes on waiting in line {line}. It keeps the program alive, but nobody talks to the
    clients any more. Try: let the function return; the program around it goes on by itself.
    """
    stop = case.late or case.stuck
    return {"line": stop.line} if stop is not None and stop.file == case.file and case.calls(*CLOSERS) else False


@mistake(By.CALL, "10_close#close-missing")
def close_accepts_again(case: Case) -> Fit:
    """It waits for one more client instead of closing.

    close_server() calls accept() and waits there for a client that never comes. And a connection that is accepted and
    closed is not the service: the listening socket stays open. Try: server.close().
    """
    return bool(case.calls("accept"))


@mistake(By.CALL, "10_close#close-missing")
def close_backlog_zero(case: Case) -> Fit:
    """listen(0) does not stop listening.

    listen() only sets how many clients may queue up, and even with 0 the socket goes on listening: the next client is
    connected. Try: server.close().
    """
    return case.kind is FindingKind.NOT_REFUSED and bool(case.calls("listen")) and not case.calls("close")


@mistake(By.CALL, "10_close#close-missing")
def close_new_socket(case: Case) -> Fit:
    """A new socket was closed instead of the one given.

    Your function makes a socket of its own and closes that. The one that it was given stays open, even if the new one
    has the same name. Try: call close() on the parameter, and make no socket.
    """
    stays = case.kind is FindingKind.NOT_REFUSED or case.end_awaited
    return stays and bool(case.calls("socket")) and bool(case.calls("close"))
