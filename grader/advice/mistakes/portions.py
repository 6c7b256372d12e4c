"""How much of the data is sent: send() may take a part, and sendall() returns None."""

import ast
import itertools

from grader.advice.evidence import SENDS, Case, texts_of
from grader.advice.rule import By, Fit, mistake
from grader.advice.sending import came_twice, given_to, taken_by, taken_in_part
from grader.sourcefile.tree import name_of


@mistake(By.ERROR, "09_send#sendall-result", over=("message-twice",))
def sendall_result(case: Case) -> Fit:
    """The result of sendall() was taken for a number.

    You use what sendall() gives back, and that is always None. Unlike send() it does not count: it has sent everything
    or raised an error. Try: call sendall(data) once, on a line of its own.
    """
    taken = case.source.calls_used("sendall")
    if not taken or not case.calls("sendall"):
        return False
    if case.raised("TypeError") is None or case.raised_in is not None:
        return came_twice(case) or (case.busy and case.error is None) or case.has_raise_at_error()
    kept = set[str]()
    for node in case.source.nodes:
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.NamedExpr)) and node.value in taken:
            kept |= {name_of(each) for each in (node.targets if isinstance(node, ast.Assign) else [node.target])}
    return any(each in taken or name_of(each) in kept - {""} for each in case.at_error())


@mistake(By.CALL, "09_send#send-partial")
def send_partial(case: Case) -> Fit:
    """send() took only a part, and the rest was never sent.

    You gave send() {given} bytes and it took {taken}. It may do that, and says in its result how many it took: the rest
    is still yours to send. Try: sendall(data), which goes on until everything is sent.
    """
    calls = case.calls("send")
    part = next((part for call in calls if (part := taken_in_part(call))), None)
    if part is None or not case.wanted or (len(calls) > 1 and case.source.calls_used("send")):
        return False
    return {"given": part[0], "taken": part[1]}


@mistake(By.CALL, "09_send#send-partial")
def send_twice_only(case: Case) -> Fit:
    """The rest was sent once, and not the rest of the rest.

    After the first send() you sent what was left, once. But the second send() may take only a part as well, and so may
    the third. Try: a loop that goes on until nothing is left, or sendall(data).
    """
    calls = case.calls("send")
    if len(calls) < 2 or not case.wanted or not case.source.calls_used("send"):
        return False
    return taken_in_part(calls[-1]) is not None and not any(map(case.source.in_loop, case.source.calls("send")))


@mistake(By.CALL, "09_send#send-resend-all")
def send_resend_all(case: Case) -> Fit:
    """Each send() began at the beginning again.

    send() took {taken} bytes, and the next call was given the same {given} bytes from the start. So the beginning
    arrives several times, and the end never. Try: send(data[sent:]), where sent is the sum so far.
    """
    calls = case.calls("send")
    for first, second in itertools.pairwise(calls):
        taken, given = taken_by(first), given_to(first)
        if case.wanted and taken is not None and given is not None and 0 < taken < given:
            return {"taken": taken, "given": given} if second.given == first.given else False
    return False


@mistake(By.CALL, "09_send#send-resend-all", over=("send-resend-all", "send-partial"))
def send_offset_lost(case: Case) -> Fit:
    """The count of sent bytes was replaced instead of added up.

    With = the variable {name} holds only what the last send() took, not the sum of all. So the loop loses its place and
    sends parts of the data again. Try: {name} += conn.send(data[{name}:]).
    """
    if len(case.calls("send")) < 2 or not case.wanted:
        return False
    for node in case.source.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and name_of(node.value.func) == "send":
            target = name_of(node.targets[0])
            starts = {name_of(each.lower) for each in ast.walk(node.value) if isinstance(each, ast.Slice)}
            if target and target in starts and case.source.in_loop(node):
                return {"name": target}
    return False


@mistake(By.WIRE, "13_server#recv-len-chars", over=("send-first-1024",))
def send_len_chars(case: Case) -> Fit:
    """The bytes were cut at the number of characters.

    {got} of {wanted} bytes arrived, and {got} is the number of characters of the text. A Chinese character takes two
    bytes in GBK and three in UTF-8, so len(text) is too small. Try: send all of the encoded bytes; their number is
    len(data).
    """
    wanted, got = case.wanted, case.got
    if not got or len(got) >= len(wanted) or not wanted.startswith(got):
        return False
    given = sum(given_to(call) or 0 for call in case.calls(*SENDS))
    characters = {len(text) for text in texts_of(wanted)}
    return {"got": len(got), "wanted": len(wanted)} if len(got) in characters and given == len(got) else False
