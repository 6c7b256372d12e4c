"""How a program receives: what its calls returned, and what it does with the data."""

import ast
import itertools

from grader.advice.evidence import SENDS, Case
from grader.model.events import Call, Sent, Started
from grader.model.values import Bytes, Number, Text, Tuple, Value
from grader.sourcefile.receive_loops import LoopEnding, caught, ending_of, loop_of
from grader.sourcefile.tree import Source, name_of
from grader.sourcefile.values import RECEIVES, made_of_what_came

GB_FAMILY = frozenset({"gbk", "gb18030", "gb2312"})  # GB18030 contains GBK, and GBK contains GB2312
_OTHER_NAMES = {"cp936": "gbk", "936": "gbk", "ms936": "gbk", "euc-cn": "gb2312", "euc_cn": "gb2312"}


def size_of(call: Call) -> int | None:
    """How many bytes a call received; None where its trace does not show it."""
    match call.returned:
        case Bytes(size=size) | Tuple((Bytes(size=size), *_)):
            return size
        case Number(int(size)) | Tuple((Number(int(size)), *_)):
            return size
    return None


def asked(call: Call) -> int | None:
    """The buffer size that a call asked for; None where its trace does not show it."""
    match call.given.positional:
        case (Bytes(size=most) | Number(int(most)), *_):  # Bytes: the buffer of recv_into()
            return most
    return None


def receipts(case: Case) -> list[Call]:
    """The calls that received data or the end of the stream, in the newest program of the check."""
    started = case.record.last(Started)
    who = started.who if started is not None else "program"
    return [call for call in case.calls(*RECEIVES) if call.who == who and not call.error and call.seconds is not None]


def unanswered(case: Case) -> list[Call]:
    """The receiving calls after the last sending call of the program and its host."""
    taken = receipts(case)
    spoken = [call.at for call in (*case.calls(*SENDS), *case.host_calls(*SENDS)) if taken and call.who == taken[0].who]
    return [call for call in taken if not spoken or call.at > max(spoken)]


def sent_last(case: Case) -> bytes:
    """All bytes (as far as they were kept) of the peer that sent last."""
    last = case.record.last(Sent)
    return b"".join(event.data for event in case.record.all(Sent, last.who)) if last is not None else b""


def nodes_of(source: Source, call: Call) -> list[ast.Call]:
    """The calls in the learner's file that may correspond to a traced call."""
    return [node for node in source.calls(call.call) if node.lineno <= call.line <= (node.end_lineno or node.lineno)]


def loop_at(case: Case, call: Call) -> ast.While | ast.For | ast.AsyncFor | None:
    """The loop in which a traced call was made; None where it was made outside of a loop."""
    found = (loop_of(case.source, node) for node in nodes_of(case.source, call))
    return next((loop for loop in found if loop is not None), None)


def ending_at(case: Case, call: Call) -> LoopEnding | None:
    """What ends the loop in which a traced call was made; None where it was made outside of a loop."""
    loop = loop_at(case, call)
    if loop is not None:
        return ending_of(loop, made_of_what_came(case.source))
    repeated = any(
        isinstance(node, ast.Call) and name_of(node.func) == "iter" and len(node.args) > 1  # iter(function, sentinel)
        for node in case.source.at(call.line)
    )
    return LoopEnding.EMPTY if repeated else None


def sites_of(source: Source, call: Call) -> list[ast.Call]:
    """Where the result of a traced call is used: in the callers, where a function of the file only returns it."""
    found: list[ast.Call] = []
    for node in nodes_of(source, call):
        function = next((each for each in source.around(node) if isinstance(each, ast.FunctionDef)), None)
        callers = source.calls(function.name) if function is not None else []
        handed_on = any(isinstance(each, ast.Return) for each in itertools.islice(source.around(node), 3))
        found += callers if callers and handed_on else [node]
    return found


def codec_of(case: Case) -> str:
    """The usual name of the encoding in a UnicodeDecodeError or UnicodeEncodeError; empty without such an error."""
    error = case.raised("UnicodeDecodeError", "UnicodeEncodeError")
    name = error.cause.encoding.lower() if error is not None else ""
    return _OTHER_NAMES.get(name, name)


def is_description(value: Value | None) -> bool:
    """Whether a value is the result of str() of bytes."""
    return isinstance(value, Text) and value.text.startswith(("b'", 'b"'))


def waiting(case: Case) -> Call | None:
    """The receiving call in which the program waits, if that is why the check failed."""
    return case.waits_in(*RECEIVES) if case.waits else None


def hangs_on(case: Case) -> LoopEnding | None:
    """What ends the loop that received data and waits for more; None where there is no such loop."""
    call = waiting(case)
    if call is None or not any(size_of(each) for each in unanswered(case)):
        return None
    if not call.direct:  # a file object: read() receives until the end of the stream, readline() until a line end
        names = {name_of(node.func) for node in case.source.at(call.line) if isinstance(node, ast.Call)}
        return LoopEnding.EMPTY if names & {"read", "readlines", "readall"} else LoopEnding.MARK
    return ending_at(case, call)


def spins_on(case: Case) -> LoopEnding | None:
    """What should end the loop that receives the end of the stream repeatedly; None where there is no such loop."""
    taken = receipts(case)
    last = taken[-1] if taken else None
    if last is None or len(taken) < 2 or size_of(last) != 0 or size_of(taken[-2]) != 0 or taken[-2].line != last.line:
        return None
    if any(call.at > taken[-2].at for call in case.calls("connect", "accept")):
        return None
    loop, ending = loop_at(case, last), ending_at(case, last)
    if ending is LoopEnding.MARK and loop is not None:  # a mark in the data does not test for the end of the stream
        return LoopEnding.ERROR if caught(loop, set()) else LoopEnding.NOTHING
    return ending


def counts_down(calls: list[Call]) -> bool:
    """Whether a call asked for exactly as many bytes as were missing after the call before it."""
    return any(
        (got := size_of(before)) and (most := asked(before)) and 0 < most - got == asked(after)
        for before, after in itertools.pairwise(calls)
    )
