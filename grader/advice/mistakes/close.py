"""close() and shutdown(): the end of a conversation, too early, too late or never."""

import ast

from grader.advice.evidence import BAD_DESCRIPTOR, INVALID, NOT_CONNECTED, RECEIVES, Case
from grader.advice.receiving import size_of
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Closed, Connected, Reset, Sent
from grader.model.values import END_OF_STREAM
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of, names_in

CLOSERS = ("close", "shutdown", "detach")


def left_open(case: Case) -> bool:
    """Whether the other side waited for an end of the stream or a refusal that did not come."""
    waited = case.end_awaited or case.kind is FindingKind.NOT_REFUSED
    return waited and not case.happened(Reset) and case.error is None


def closed_before(case: Case) -> Call | None:
    """The learner's last close() before an error on a closed socket ended the program."""
    error = case.raised("OSError")
    if error is None or not case.number(BAD_DESCRIPTOR):
        return None
    closes = [call for call in case.before(case.raised_in) if call.call == "close" and not call.error]
    close = closes[-1] if closes else None
    # Where the host program used the socket, only the end of a `with` block shows a close by mistake.
    return close if close is not None and (error.file == case.file or in_with(case, close)) else None


def in_with(case: Case, close: Call) -> bool:
    """Whether the end of a `with` block closed the socket."""
    return close.line in case.source.with_lines()


@mistake(By.ERROR, "10_close#close-before-use")
def close_before_use(case: Case) -> Fit:
    """The socket was used after it was closed.

    Line {line} closed the socket, and a later line still uses it. After close() the socket is gone for good: nothing
    can be sent or received with it. Try: move close() after the last line that uses the socket.
    """
    close = closed_before(case)
    if close is None or in_with(case, close) or case.raised_by("accept") is not None:
        return False
    return {"line": close.line}


@mistake(By.ERROR, "10_close#close-before-use", over=("close-before-use", "halfclose-close"))
def close_with_dedent(case: Case) -> Fit:
    """The with block ended too early.

    The with statement in line {line} closes the socket where its block ends, and a line after the block still uses it.
    What is indented under with belongs to the block. Try: let all that uses the socket stand, or be called, under it.
    """
    close = closed_before(case)
    if close is None or not in_with(case, close) or case.raised_by("accept") is not None:
        return False
    return {"line": close.line}


@mistake(By.ERROR, "12_client#halfclose-close", over=("close-before-use",))
def halfclose_close(case: Case) -> Fit:
    """The socket was closed before the reply was received.

    You sent, closed in line {line}, and then wanted to receive. close() hangs up in both directions, so no reply can
    come any more. Try: receive first and close at the end, or shutdown(socket.SHUT_WR) to say that you have finished.
    """
    close = closed_before(case)
    failed = case.raised_by(*RECEIVES)
    if close is None or failed is None or in_with(case, close):
        return False
    earlier = case.before(close)
    read = [call for call in earlier if call.call in RECEIVES and call.returned is not None]
    return {"line": close.line} if earlier and earlier[-1].call in ("send", "sendall") and not read else False


@mistake(By.ERROR, "10_close#close-before-use", over=("close-before-use",))
def close_wrong_socket(case: Case) -> Fit:
    """The listening socket was closed instead of the client's.

    Line {line} closed the socket that listens, and the client's own socket stayed open. So the next accept() fails, and
    the client would never read the end. Try: close the socket that accept() gave you.
    """
    failed = case.raised_by("accept")
    if failed is None or not case.number(BAD_DESCRIPTOR):
        return False
    earlier = case.before(failed)
    closes = [call for call in earlier if call.call == "close"]
    accepted = [call for call in earlier if call.call == "accept" and not call.error]
    talked = accepted and any(call.call in RECEIVES for call in earlier)
    return {"line": closes[0].line} if len(closes) == 1 and talked else False


@mistake(By.ERROR, "10_close")
def close_module_call(case: Case) -> Fit:
    """{call}() takes a number, and was given a socket.

    {call}() is a function of the module. It closes by a descriptor's number and cannot take a socket. A socket has a
    close() of its own. Try: {name}.close().
    """
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    imports = [node for node in case.source.nodes if isinstance(node, ast.Import)]
    modules = {alias.asname or alias.name for node in imports for alias in node.names}
    for call in case.calls_at_error("close"):
        of_module = not isinstance(call.func, ast.Attribute) or name_of(call.func.value) in modules
        if of_module and len(call.args) == 1:
            return {"call": ast.unparse(call.func), "name": ast.unparse(call.args[0])}
    return False


@mistake(By.ERROR, "10_close#close-shutdown-uncaught")
def close_shutdown_uncaught(case: Case) -> Fit:
    """shutdown() failed because the client had already gone.

    The client had hung up before you did, so there was nothing left to shut down, and shutdown() raised OSError. This
    happens only sometimes. Try: leave shutdown() out (close() is enough), or catch OSError and still close.
    """
    gone = case.happened(Closed, Reset)
    return gone and case.raised_by("shutdown") is not None and case.number(NOT_CONNECTED, INVALID)


@mistake(By.CALL, "10_close#close-linger-zero")
def close_linger_zero(case: Case) -> Fit:
    """The close was a reset.

    You set SO_LINGER with a time of 0. Then close() does not end the stream: it throws away what has not arrived yet
    and resets the connection. Try: leave the option alone; a plain close() is polite.
    """
    if not case.has_to("close"):
        return False
    lingers = [call for call in case.calls("setsockopt") if "SO_LINGER" in call.given.constants and not call.error]
    return (case.end_awaited or bool(case.wanted)) and case.happened(Reset) and bool(lingers)


@mistake(By.CALL, "10_close#close-unread-rst")
def close_unread_rst(case: Case) -> Fit:
    """Closed while bytes of the client were still unread.

    The client had sent {sent} bytes, and you had read {read} of them when the socket was closed. Then the system sends
    a reset instead of the end, and the client may lose your reply. Try: receive all before you close.
    """
    if not case.end_awaited or not case.happened(Reset) or case.error is not None or case.steps:
        return False
    sent = sum(event.size for event in case.events(Sent))
    read = sum(size_of(call) or 0 for call in case.calls("recv"))
    unread = read < sent and all(call.call == "recv" for call in case.calls(*RECEIVES))
    return {"sent": sent, "read": read} if unread else False


@mistake(By.CALL, "10_close#close-no-parens")
def close_no_parens(case: Case) -> Fit:
    """close is named, but not called.

    The line {line!r} only says which method you mean. Without parentheses Python looks it up and does nothing, so the
    connection stays open. Try: {call}().
    """
    named = case.source.named_only("close")
    closed = bool(case.steps) and bool(case.calls("close"))
    if not named or not left_open(case) or closed or case.waits_in(*RECEIVES) is not None:
        return False
    return {"line": case.source.line(named[0].lineno), "call": ast.unparse(named[0])}


@mistake(By.CALL, "10_close#close-del")
def close_del(case: Case) -> Fit:
    """A name was removed, and not the socket closed.

    {what} takes away one name of the socket. As long as another variable refers to it, the socket stays open, and the
    other side waits for the end. Try: close() on the socket itself.
    """
    if not left_open(case) or case.calls(*CLOSERS):
        return False
    for node in case.source.nodes:
        match node:
            case ast.Delete():
                return {"what": ast.unparse(node)}
            case ast.Assign(value=ast.Constant(value=None)):
                around = {each.name for each in case.source.around(node) if isinstance(each, ast.FunctionDef)}
                if any("close" in step and step in around for step in case.steps):
                    return {"what": ast.unparse(node)}
    return False


@mistake(By.CALL, "10_close#close-del")
def close_detach(case: Case) -> Fit:
    """detach() does not close.

    detach() takes the connection away from the socket object and gives you its number. The connection itself stays
    open, and now nobody is there to close it. Try: close().
    """
    return left_open(case) and bool(case.calls("detach"))


@mistake(By.CALL, "10_close#close-shut-rd")
def close_shut_rd(case: Case) -> Fit:
    """The receiving side was shut down, not the sending side.

    SHUT_RD means that you want to read no more. The other side is told nothing of it and goes on waiting: the end of
    the stream is about your sending. Try: close().
    """
    shut = [call for call in case.calls("shutdown") if call.given.constants == {"SHUT_RD"}]
    return left_open(case) and bool(shut) and not case.calls("close", "detach")


@mistake(By.CALL, "12_client#halfclose-close", over=("recv-twice", "print-missing"))
def halfclose_rd(case: Case) -> Fit:
    """No reply can come after this shutdown().

    You called shutdown({half}) before you had received. That ends your receiving: recv() then gives b"" (on Windows an
    error), and the reply is lost. Try: shutdown(socket.SHUT_WR) if you want to say that you have finished.
    """
    if case.wanted or case.end_awaited or case.error is not None:
        return False
    for shut in case.calls("shutdown"):
        if shut.given.constants & {"SHUT_RD", "SHUT_RDWR"} and not shut.error:
            read = [call for call in case.calls("recv") if call.who == shut.who and call.returned is not None]
            if read and all(call.returned == END_OF_STREAM and call.number > shut.number for call in read):
                return {"half": shut.arguments}
    return False


@mistake(By.CALL, "10_close#close-missing")
def close_waits_for_client(case: Case) -> Fit:
    """Each side waits for the other one to close.

    After your last word you wait in {call}() until the client leaves. But the client waits for your end of the stream,
    so nobody moves. Try: close() without waiting; what was sent before still arrives.
    """
    waits = case.waits_in(*RECEIVES)
    if waits is None or not left_open(case) or not case.has_to("close"):
        return False
    earlier = case.before(waits)
    said = any(call.call in ("send", "sendall") for call in earlier) or bool(case.host_calls("send", "sendall"))
    listened = {call.line for call in earlier if call.call in RECEIVES and call.returned not in (None, END_OF_STREAM)}
    return {"call": waits.call} if said and waits.line not in listened else False


@mistake(By.CALL, "10_close#close-missing")
def close_unreachable(case: Case) -> Fit:
    """The line that closes is never reached.

    Line {line} closes, but the program never comes there: it has left before, or goes round in a loop without an end.
    So the connection stays open. Try: move close() in front of that line, or into the loop.
    """
    if not left_open(case) or case.calls(*CLOSERS) or case.waits_in(*RECEIVES) is not None:
        return False
    unreached = {node for later in case.source.unreached() for node in ast.walk(later)}
    lines = [node.lineno for node in closings(case, case.source.tree) if node in unreached]
    return {"line": lines[0]} if lines else False


def closings(case: Case, tree: ast.AST) -> list[ast.Call | ast.Attribute]:
    """The calls and mentions of closing methods below a node, except those of the listening socket."""
    listeners = {
        name_of(call.func.value) for call in case.source.calls("listen", "bind") if isinstance(call.func, ast.Attribute)
    }
    found: list[ast.Call | ast.Attribute] = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in CLOSERS and name_of(node.value) not in listeners:
                found.append(node)
            case ast.Call(func=ast.Name(id="close" | "closing" | "shutdown_request")):
                found.append(node)
    return found


@mistake(By.END, "10_close#close-missing")
def close_missing(case: Case) -> Fit:
    """The socket is never closed.

    Nothing in your program closes this socket, so the other side never hears that you have finished. While the program
    lives, so does the connection. Try: close() on the socket as soon as it is not needed any more.
    """
    if not left_open(case) or case.calls(*CLOSERS) or not case.happened(Connected):
        return False
    if case.steps:
        return any("close" in step and never_closes(case, step) for step in case.steps)
    return not closings(case, case.source.tree) and not case.source.with_lines()


def never_closes(case: Case, step: str) -> bool:
    """Whether neither a step nor the functions that it mentions, also indirectly, close a socket; false if missing."""
    mentioned, known = [step], set[str]()
    while mentioned:
        name = mentioned.pop()
        function = case.source.function(name)
        if name in known or function is None:
            continue
        if closings(case, function):
            return False
        known.add(name)
        mentioned += names_in(function)
    return bool(known)
