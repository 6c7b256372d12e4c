"""The listening socket carries no data, and a server for one client accepts only once."""

import ast

from grader.advice.connecting import pairs
from grader.advice.evidence import BROKEN_PIPE, NOT_CONNECTED, RECEIVES, SENDS, Case
from grader.advice.receiving import nodes_of
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Closed, Finished, Reset
from grader.model.values import END_OF_STREAM
from grader.sourcefile.tree import name_of


def on_listener(case: Case, call: Call) -> bool:
    """Whether a call that failed without a connection was made on the listening socket."""
    listeners = {case.receiver(each) for each in case.calls("listen", "accept") if not each.error} - {""}
    on = case.receiver(call)
    if on in listeners:
        return True
    alone = len(case.calls("socket")) == 1 and bool(case.succeeded("listen"))
    return alone and (not on or on not in {first for first, _second in pairs(case)})


@mistake(By.ERROR, "13_server#recv-on-listener", over=("recv-on-listener",))
def recv_before_accept(case: Case) -> Fit:
    """Receiving before a client is accepted.

    You called {call}() before accept(). At that time there is no client to receive from, and the listening socket
    itself carries no data. Try: conn, address = server.accept() first, then conn.recv(1024).
    """
    call = case.raised_by(*RECEIVES)
    if call is None or not case.number(NOT_CONNECTED) or case.all_calls("connect", "connect_ex"):
        return False
    serves = bool(case.succeeded("bind", "listen")) and not case.succeeded("accept")
    return {"call": call.call} if serves and call.file == case.file else False


@mistake(By.ERROR, "13_server#recv-on-listener")
def recv_on_listener(case: Case) -> Fit:
    """Receiving from the listening socket.

    You called {call}() on the listening socket. It is only the door: what the client says comes through the socket that
    accept() gave you for it. Try: conn, address = server.accept(), then conn.recv(1024).
    """
    call = case.raised_by(*RECEIVES)
    if call is None or not case.number(NOT_CONNECTED) or call.file != case.file:
        return False
    return {"call": call.call} if case.succeeded("accept") and on_listener(case, call) else False


@mistake(By.ERROR, "13_server#send-on-listener", over=("send-after-peer-closed", "send-before-connect"))
def send_on_listener(case: Case) -> Fit:
    """Sending over the listening socket.

    You called {call}() on the listening socket. It is only the door and leads to no client; the client listens at the
    other end of the socket that accept() gave you. Try: conn.sendall(data), with conn from accept().
    """
    call = case.raised_by(*SENDS)
    if call is None or not case.number(BROKEN_PIPE, NOT_CONNECTED) or call.file != case.file:
        return False
    hung_up = any(event.how != "finish" for event in case.events(Closed))
    if hung_up or case.succeeded("shutdown") or not case.succeeded("listen"):
        return False  # the client's own socket may fail like this too
    return {"call": call.call} if on_listener(case, call) else False


def in_comprehension(case: Case, waiting: Call) -> bool:
    """Whether accept() is in a comprehension, which accepts all clients before the first one is served."""
    whole = (ast.ListComp, ast.SetComp, ast.DictComp)
    return any(isinstance(each, whole) for node in nodes_of(case.source, waiting) for each in case.source.around(node))


@mistake(By.END, "13_server#accept-in-message-loop")
def accept_in_message_loop(case: Case) -> Fit:
    """The server goes back to accept().

    The client has been served, and your loop calls accept() once more: it waits for a next client, who never comes.
    This server has one client only. Try: no loop around accept(); close both sockets when the client is served.
    """
    waiting = case.waits_in("accept")
    over = case.happened(Finished, Reset, Closed)
    if waiting is None or not case.waits or case.steps or not over or in_comprehension(case, waiting):
        return False
    if case.asked is not None:
        return False  # what it printed is wrong, and ending would not mend that
    return any(call.line == waiting.line for call in case.succeeded("accept"))


@mistake(By.END, "13_server#accept-in-message-loop")
def waits_for_another(case: Case) -> Fit:
    """The server waits for another client.

    The client left without a word, and your program calls accept() again at line {line}: it waits for another one, who
    never comes. Empty bytes from recv() mean that this client has gone, and here it was the only one. Try: if not data,
    close the sockets and end.
    """
    waiting = case.waits_in("accept")
    heard = case.succeeded(*RECEIVES)
    if waiting is None or not case.waits or case.steps or not heard or heard[-1].returned != END_OF_STREAM:
        return False
    first = case.succeeded("accept")
    return {"line": waiting.line} if first and all(call.line != waiting.line for call in first) else False


@mistake(By.END, "13_server#accept-in-message-loop", over=("nonblocking-unhandled", "timeout-zero"))
def serve_forever(case: Case) -> Fit:
    """The server serves for ever.

    You call {call}(). It does what it says: it waits for one client after the other and never comes back. This server
    has one client only. Try: wait until that client has been served, and then close the server.
    """
    forever = case.source.calls("serve_forever", "run_forever")
    if case.steps or not case.waits or not forever:
        return False
    return {"call": name_of(forever[0].func)} if case.happened(Finished, Reset) else False


@mistake(By.CALL, "13_server#accept-in-message-loop", over=("close-missing", "print-forgotten"))
def accept_two_clients(case: Case) -> Fit:
    """A second client is awaited before the first is served.

    One client is there, and at line {line} your program waits in accept() for one more, before it has received anything
    from the first. Both would have to come at once. Try: serve the client that you have, and accept the next one
    afterwards, if there is one.
    """
    waiting, first = case.waits_in("accept"), case.succeeded("accept")
    if waiting is None or not case.waits or not first or case.calls(*RECEIVES, *SENDS):
        return False
    apart = all(call.line != waiting.line for call in first)
    return {"line": waiting.line} if apart or in_comprehension(case, waiting) else False
