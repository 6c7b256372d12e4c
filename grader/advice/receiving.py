"""How a program received: what its calls took, and what it does with that."""

import ast
import itertools

from grader.advice.evidence import SENDS, Case
from grader.model.events import Call, Misreturned, Sent, Started
from grader.model.values import Bytes, Number, Text, Tuple, Value
from grader.sourcefile.receive_loops import LoopEnding, caught, ending_of, loop_of
from grader.sourcefile.tree import Source, name_of
from grader.sourcefile.values import RECEIVES, made_of_what_came

GB_FAMILY = frozenset({"gbk", "gb18030", "gb2312"})  # each the larger the newer: gb2312, gbk, gb18030
_OTHER_NAMES = {"cp936": "gbk", "936": "gbk", "ms936": "gbk", "euc-cn": "gb2312", "euc_cn": "gb2312"}


def size_of(call: Call) -> int | None:
    """How many bytes a call received; None where its trace does not say."""
    match call.returned:
        case Bytes(size=size) | Tuple((Bytes(size=size), *_)):
            return size
        case Number(int(size)) | Tuple((Number(int(size)), *_)):
            return size
    return None


def asked(call: Call) -> int | None:
    """The most bytes that a call asked for; None where its trace does not say."""
    match call.given.positional:
        case (Bytes(size=most) | Number(int(most)), *_):  # of recv_into() the buffer
            return most
    return None


def receipts(case: Case) -> list[Call]:
    """The calls by which the newest program of the check received something, or the end of the stream."""
    started = case.record.last(Started)
    who = started.who if started is not None else "program"
    return [call for call in case.calls(*RECEIVES) if call.who == who and not call.error and call.seconds is not None]


def unanswered(case: Case) -> list[Call]:
    """Those of them after which nothing was sent any more, neither by the program nor by its host."""
    taken = receipts(case)
    spoken = [call.at for call in (*case.calls(*SENDS), *case.host_calls(*SENDS)) if taken and call.who == taken[0].who]
    return [call for call in taken if not spoken or call.at > max(spoken)]


def sent_last(case: Case) -> bytes:
    """All bytes (as far as they were kept) of the peer that spoke last."""
    last = case.record.last(Sent)
    return b"".join(event.data for event in case.record.all(Sent, last.who)) if last is not None else b""


def nodes_of(source: Source, call: Call) -> list[ast.Call]:
    """The places in the learner's file where a traced call may stand."""
    return [node for node in source.calls(call.call) if node.lineno <= call.line <= (node.end_lineno or node.lineno)]


def loop_at(case: Case, call: Call) -> ast.While | ast.For | ast.AsyncFor | None:
    """The loop in which a traced call was made."""
    found = (loop_of(case.source, node) for node in nodes_of(case.source, call))
    return next((loop for loop in found if loop is not None), None)


def ending_at(case: Case, call: Call) -> LoopEnding | None:
    """On what the loop ends in which a traced call was made; None where it was made in none."""
    loop = loop_at(case, call)
    if loop is not None:
        return ending_of(loop, made_of_what_came(case.source))
    repeated = [
        node for node in case.source.at(call.line) if isinstance(node, ast.Call) and name_of(node.func) == "iter"
    ]
    return LoopEnding.EMPTY if any(len(node.args) > 1 for node in repeated) else None


def sites_of(source: Source, call: Call) -> list[ast.Call]:
    """Where a traced call's result is used: the callers, where a function of the file merely hands it on."""
    found: list[ast.Call] = []
    for node in nodes_of(source, call):
        function = next((each for each in source.around(node) if isinstance(each, ast.FunctionDef)), None)
        callers = source.calls(function.name) if function is not None else []
        handed_on = any(isinstance(each, ast.Return) for each in itertools.islice(source.around(node), 3))
        found += callers if callers and handed_on else [node]
    return found


def codec_of(case: Case) -> str:
    """The encoding in which Python failed, by its plain name; empty where it failed in none."""
    error = case.raised("UnicodeDecodeError", "UnicodeEncodeError")
    name = error.cause.encoding.lower() if error is not None else ""
    return _OTHER_NAMES.get(name, name)


def handed_back(case: Case) -> Value | None:
    """What a step gave back in the place of what was promised; None where it did not."""
    came = case.record.last(Misreturned)
    return came.value if came is not None else None


def is_description(value: Value | None) -> bool:
    """Whether a value is the text that str() makes of bytes."""
    return isinstance(value, Text) and value.text.startswith(("b'", 'b"'))


def waiting(case: Case) -> Call | None:
    """The recv() in which the program waits, where that is why the check failed."""
    return case.waits_in(*RECEIVES) if case.waits else None


def hangs_on(case: Case) -> LoopEnding | None:
    """What a loop that already has the whole message still waits for; None where there is no such loop."""
    call = waiting(case)
    if call is None or not any(size_of(each) for each in unanswered(case)):
        return None
    if not call.direct:  # a file made of the socket: its read() asks until the end, its readline() for a line
        names = {name_of(node.func) for node in case.source.at(call.line) if isinstance(node, ast.Call)}
        return LoopEnding.EMPTY if names & {"read", "readlines", "readall"} else LoopEnding.MARK
    return ending_at(case, call)


def spins_on(case: Case) -> LoopEnding | None:
    """What a loop that gets the end of the stream again and again is made to end on; None where there is none."""
    taken = receipts(case)
    last = taken[-1] if taken else None
    if last is None or len(taken) < 2 or size_of(last) != 0 or size_of(taken[-2]) != 0 or taken[-2].line != last.line:
        return None
    if any(call.at > taken[-2].at for call in case.calls("connect", "accept")):
        return None
    loop, ending = loop_at(case, last), ending_at(case, last)
    if ending is LoopEnding.MARK and loop is not None:  # a mark in the data is no test for its end
        return LoopEnding.ERROR if caught(loop, set()) else LoopEnding.NOTHING
    return ending


def counts_down(calls: list[Call]) -> bool:
    """Whether a call asked for just what the one before it left over."""
    for before, after in itertools.pairwise(calls):
        got, most = size_of(before), asked(before)
        if got and most is not None and got < most and asked(after) == most - got:
            return True
    return False


def in_a_loop(case: Case, call: Call) -> bool:
    """Whether a traced call was made in a loop."""
    return loop_at(case, call) is not None
