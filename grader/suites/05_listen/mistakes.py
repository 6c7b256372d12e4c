"""05: mistakes of this step: it does too little or too much, or listens on another socket."""

import ast

from grader.advice.connecting import accepts_in_loop
from grader.advice.evidence import BAD_DESCRIPTOR, INVALID, SENDS, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Refused, Started
from grader.sourcefile.tree import name_of

IN_BACKGROUND = ("Thread", "Process", "Timer", "start_new_thread", "submit", "fork", "to_thread", "run_in_executor")
WAITING = ("select", "poll", "epoll", "kqueue", "control")
SMALLEST = 3  # the check any_backlog tries the backlogs 0, 1 and 2 first, each with a new program


def in_background(case: Case) -> bool:
    """Whether the learner's file starts another thread or process."""
    bases = [base for node in case.source.nodes if isinstance(node, ast.ClassDef) for base in node.bases]
    own = any(case.source.own_name(base) in IN_BACKGROUND for base in bases)  # class Greeter(threading.Thread)
    return own or bool(case.source.calls(*IN_BACKGROUND))


@mistake(By.CALL, "05_listen#listen-on-new-socket")
def listen_on_new_socket(case: Case) -> Fit:
    """Another socket listens, not the one that was given.

    Your function makes a new socket and lets that one listen. The clients know the address of the socket that you were
    given, and there nobody listens. Try: server.listen(backlog) on the parameter itself.
    """
    made = case.calls("socket")
    failed = [call for call in case.host_calls("accept") if call.error]
    elsewhere = case.succeeded("listen")
    given = [call.address for call in case.host_calls("bind")]
    return bool(made and elsewhere and (failed or case.happened(Refused))) and not any(
        call.returned in given for call in elsewhere
    )


@mistake(By.ERROR, "05_listen#listen-binds-again")
def listen_binds_again(case: Case) -> Fit:
    """bind() is called on a socket that is bound already.

    The socket that you are given has its address already, and bind() can be called only once. This step only begins to
    listen. Try: server.listen(backlog), without bind().
    """
    bound = [call for call in case.host_calls("bind") if not call.error]
    return bool(bound) and case.raised_by("bind") is not None and case.number(INVALID)


@mistake(By.CALL, "05_listen#listen-with-closes", over=("close-with-dedent", "close-before-use", "accept-with-closes"))
def listen_with_closes(case: Case) -> Fit:
    """The server is closed at once.

    Your function closes the socket: by close(), or by a with block, which closes it at its end. So nobody listens any
    more when the function returns. Try: only server.listen(backlog); whoever made the socket closes it.
    """
    closed = case.succeeded("close") and not case.calls("socket", "accept")
    broke = [call for call in case.host_calls("accept") if call.error] and case.number(BAD_DESCRIPTOR)
    return bool(closed) and bool(broke or case.happened(Refused))


@mistake(By.CALL, "05_listen#listen-and-accept", over=("accept-twice", "accept-two-clients"))
def listen_and_accept(case: Case) -> Fit:
    """accept() belongs to the next step.

    Your function also accepts a client. That client is taken out of the queue and never answered, while the rest of the
    program waits for it; and without a client your function never returns. Try: only server.listen(backlog).
    """
    return bool(case.calls("accept")) and not in_background(case) and not accepts_in_loop(case)


@mistake(By.CALL, "05_listen#listen-serves-itself", over=("accept-twice", "accept-two-clients"))
def listen_serves_itself(case: Case) -> Fit:
    """The function serves all clients itself.

    Your function accepts clients in a loop and never comes back. It takes the work of the rest of the program, which
    waits for your return to serve them. Try: only server.listen(backlog), and no loop.
    """
    return bool(case.calls("accept")) and not in_background(case) and accepts_in_loop(case)


@mistake(By.CALL, "05_listen#listen-accept-in-thread", over=("accept-twice", "accept-two-clients", "thread-not-joined"))
def listen_accept_in_thread(case: Case) -> Fit:
    """A thread snatches the client.

    You start something in the background that calls accept(). It takes a client away from the rest of the program, and
    nobody answers that one. Try: only server.listen(backlog); accepting is the next step.
    """
    return bool(case.calls("accept")) and in_background(case) and not case.succeeded(*SENDS)


@mistake(
    By.CALL,
    "05_listen#listen-accept-in-thread",
    over=("accept-twice", "accept-two-clients", "thread-not-joined", "step-sends"),
)
def listen_thread_answers(case: Case) -> Fit:
    """A thread serves the clients.

    You start something in the background that accepts clients and answers them itself. So two serve at the same door,
    and a client gets an answer that the program does not know of. Try: only server.listen(backlog).
    """
    return bool(case.calls("accept")) and in_background(case) and bool(case.succeeded(*SENDS))


@mistake(By.END, "05_listen#listen-waits-for-client")
def listen_waits_for_client(case: Case) -> Fit:
    """The function waits for a client.

    At line {line} you wait until somebody is there. Listening only opens the queue; the system lets clients wait in it
    while your program does something else. Try: return right after listen().
    """
    stop = case.stopped_at
    if stop is None or stop.file != case.file or not case.succeeded("listen") or case.calls("accept"):
        return False
    here = [node for node in case.source.at(stop.line) if isinstance(node, ast.Call)]
    return {"line": stop.line} if any(name_of(call.func) in WAITING for call in here) else False


@mistake(By.ERROR, "05_listen#listen-small-refused")
def listen_small_refused(case: Case) -> Fit:
    """A short queue is refused.

    Your function raises an exception for a small backlog. It is not a limit on the number of clients: it only counts
    those who wait to be accepted, and every system takes small numbers, even 0. Try: hand it to listen() as it is.
    """
    error = case.raised()
    own = bool(case.at_error()) and isinstance(case.at_error()[0], (ast.Raise, ast.Assert))
    tried = len(case.events(Started))
    return error is not None and own and not case.failed("listen") and case.check == "any_backlog" and tried <= SMALLEST
