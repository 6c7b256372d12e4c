"""encode() and decode(): the encoding of text as bytes."""

import ast

from grader.advice.evidence import SENDS, Case, decoded
from grader.advice.receiving import GB_FAMILY, codec_of, receipts, sent_last, size_of
from grader.advice.rule import By, Fit, mistake
from grader.advice.text_on_the_wire import (
    OTHER_BYTES,
    got,
    instead,
    meant,
    not_shown,
    read_as,
    tried_encoding,
    tried_step,
    tried_text,
)
from grader.model.values import Other
from grader.result.finding import BytesTried, FindingKind
from grader.sourcefile.tree import name_of
from grader.sourcefile.values import handed_on_whole

SMALL = ("ascii", "latin-1", "gb2312")
ONE_BYTE = ("latin-1", "cp1252", "iso-8859-15", "cp437", "mac_roman")
OTHERS = ("utf-8", "utf-16", "utf-16-le", "big5", "shift_jis", "euc_kr")
TURN = ("encode", "decode", "bytes", "str", "bytearray", "open", "makefile", "lookup", "TextIOWrapper", "reconfigure")


def errors_given(case: Case) -> dict[object, str]:
    """The error handlers (`ignore`, ...) of the calls in the file that decode, with their encodings."""
    found: dict[object, str] = {}
    for call in case.source.calls("decode", "str", "open", "makefile", "TextIOWrapper", "getincrementaldecoder"):
        named = {each.arg: each.value for each in call.keywords}
        whole = getattr(call.func, "value", None)  # of codecs.decode(data, ...) and bytes.decode(data, ...)
        plain = call.args[1:] if name_of(call.func) == "str" or name_of(whole) in ("codecs", "bytes") else call.args
        codec = named.get("encoding", plain[0] if plain else ast.Constant("utf-8"))
        how = named.get("errors", plain[1] if len(plain) > 1 and name_of(call.func) in ("decode", "str") else None)
        if how is not None:
            found[constant(case, how)] = str(case.source.value(codec) or tried_encoding(case))
    return found


def constant(case: Case, node: ast.AST) -> object:
    """The constant value of an expression; for a parameter its default."""
    for each in case.source.nodes:
        if isinstance(each, ast.arguments):
            names = [parameter.arg for parameter in reversed(each.args)]
            given = dict(zip(names, reversed(each.defaults), strict=False))
            if name_of(node) in given:
                return case.source.value(given[name_of(node)])
    return case.source.value(node)


def loses(case: Case, codec: str) -> bool:
    """Whether the check can have failed because bytes that are invalid in an encoding were dropped or replaced."""
    shorter = case.waits and bool(case.received) and bool(receipts(case)) and bool(case.steps)
    if not (shorter or not_shown(case)) and case.kind not in (
        FindingKind.WRONG_TEXT,
        FindingKind.OTHER_BYTES,
        FindingKind.SHORT_OPEN,
        FindingKind.SHORT_FINISHED,
    ):
        return False
    tried = case.tried(BytesTried)
    data = tried.data if tried is not None else sent_last(case)
    cut = any(0 < (size_of(call) or 0) < len(data) for call in receipts(case)) and not case.steps
    return cut or decoded(data, codec) is None


@mistake(By.ERROR, "08_encode_decode#encode-decode-swapped")
def encode_twice(case: Case) -> Fit:
    """It was encoded twice.

    You called encode() on something that is bytes already. Only text can be encoded; bytes are ready to be sent as they
    are. Try: leave the second encode() out.
    """
    return encodes_bytes(case) and not turned_round(case)


def encodes_bytes(case: Case) -> bool:
    """Whether encode() was called on bytes."""
    error = case.raised("AttributeError")
    return error is not None and error.cause.name == "encode" and error.cause.owner in ("bytes", "bytearray")


def turned_round(case: Case) -> bool:
    """Whether encode() was called on data from the other side, where decode() was meant."""
    if tried_step(case) == "decode_bytes":
        return True
    received = handed_on_whole(case.source)
    objects = [call.func.value for call in case.calls_at_error("encode") if isinstance(call.func, ast.Attribute)]
    return any(name_of(each) in received or name_of(getattr(each, "func", None)) == "recv" for each in objects)


@mistake(By.ERROR, "08_encode_decode#encode-decode-swapped")
def encode_decode_swapped(case: Case) -> Fit:
    """encode() and decode() are mixed up.

    You called {called}() on {kind}. It is the other way round: text.encode() gives the bytes that travel, and
    data.decode() gives text again. Try: {other}().
    """
    error = case.raised("AttributeError")
    if error is not None and error.cause.name == "decode" and error.cause.owner == "str":
        return {"called": "decode", "kind": "str", "other": "encode"}
    if encodes_bytes(case) and turned_round(case):
        return {"called": "encode", "kind": "bytes", "other": "decode"}
    return False


@mistake(By.ERROR, "08_encode_decode#encode-not-assigned")
def bytes_without_encoding(case: Case) -> Fit:
    """bytes() was given a string and no encoding.

    You called bytes() with a str alone. Text can become bytes in many ways, and bytes() does not choose one for you.
    Try: {instead}.
    """
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    alone = [call for call in case.calls_at_error("bytes", "bytearray") if len(call.args) == 1]
    plain = any(not call.keywords and not isinstance(call.args[0], ast.Constant) for call in alone)
    return {"instead": "text.encode(encoding)" if case.steps else 'text.encode("gbk")'} if plain else False


@mistake(By.ERROR, "08_encode_decode")
def codec_name_typo(case: Case) -> Fit:
    """Python knows no encoding of this name.

    The name of the encoding that you gave is unknown to Python: perhaps two letters have changed places. Try: "gbk" or
    "utf-8".
    """
    return unknown_codec(case) and not parameter_quoted(case)


@mistake(By.ERROR, "08_encode_decode#codec-hard-coded")
def codec_name_quoted(case: Case) -> Fit:
    """The parameter's name is in quotes.

    With quotes around it, {name!r} is a string and not your parameter, so Python looks for an encoding of that name.
    Try: leave the quotes out.
    """
    name = parameter_quoted(case) if unknown_codec(case) else ""
    return {"name": name} if name else False


def unknown_codec(case: Case) -> bool:
    """Whether Python did not know an encoding: a LookupError in a line that encodes or decodes and has no `raise`."""
    return case.raised("LookupError") is not None and bool(case.calls_at_error(*TURN)) and not case.has_raise_at_error()


def parameter_quoted(case: Case) -> str:
    """The text in the failing line that is also the name of a parameter or a variable; empty where there is none."""
    names = {node.arg for node in case.source.nodes if isinstance(node, ast.arg)}
    names |= {node.id for node in case.source.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    texts = [node.value for node in case.at_error() if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return next((text for text in texts if text in names), "")


@mistake(By.ERROR, "12_client#codec-mismatch-loud")
def codec_mismatch_loud(case: Case) -> Fit:
    """The bytes are read in an encoding in which they were not written.

    The other side wrote in GBK, and you read it as {encoding}, which has other bytes for the same text. decode()
    without a name means UTF-8. Try: {instead}.
    """
    codec = codec_of(case)
    if case.raised("UnicodeDecodeError") is None or codec in GB_FAMILY:
        return False
    other = tried_encoding(case) == "gbk" and (meant(case) or case.tried(BytesTried) is not None)
    return {"encoding": codec.upper(), "instead": instead(case)} if other else False


@mistake(By.WIRE, "08_encode_decode#codec-mismatch-silent")
def codec_mismatch_silent(case: Case) -> Fit:
    """The two sides use different encodings, and nothing fails.

    The other side uses GBK and yours {encoding}. The same text has other bytes there, and often these bytes are some
    text in GBK too, so that no error comes, only wrong characters. Try: name the agreed encoding, here GBK, both in
    encode() and in decode().
    """
    if tried_encoding(case) != "gbk" or case.raised("BadStatusLine") is not None:
        return False
    if case.kind in OTHER_BYTES:
        if _is_utf8(got(case)):
            return {"encoding": "UTF-8"}
        for codec in OTHERS:
            if any(_same(text, codec, got(case)) for text in (tried_text(case), *constants(case))):
                return {"encoding": codec.upper()}
    if not_shown(case):
        for codec in (*OTHERS, *ONE_BYTE):
            if read_as(case, (codec,)):
                return {"encoding": codec.upper()}
    return False


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are a Chinese text in UTF-8; a text in GBK is almost never valid UTF-8."""
    letters = [letter for letter in decoded(data, "utf-8") or "" if letter > "\x7f"]
    common = [letter for letter in letters if "\u2000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"]
    return bool(letters) and common == letters


def _same(text: str, codec: str, data: bytes) -> bool:
    """Whether bytes are a text in the given encoding, but not the same text in GBK."""
    try:
        return text.encode(codec) == data and text.encode("gbk") != data
    except UnicodeEncodeError:
        return False


@mistake(By.ERROR, "08_encode_decode#codec-too-small")
def codec_too_small(case: Case) -> Fit:
    """This encoding has no characters for the text.

    {encoding} has only some of the characters that people write. Where one is missing, Python raises an error, or puts
    a ? if you told it to. Try: "gbk", which the other side reads.
    """
    codec = codec_of(case)
    if case.raised("UnicodeEncodeError") is not None and not codec.startswith("utf"):
        return {"encoding": codec.upper()}
    if case.raised("UnicodeDecodeError") is not None and codec == "gb2312" and meant(case):
        return {"encoding": codec.upper()}
    if case.kind not in OTHER_BYTES:
        return False
    texts = {tried_text(case), *constants(case)}
    for small in SMALL:
        for errors in ("replace", "ignore", "xmlcharrefreplace", "backslashreplace", "namereplace"):
            for text in texts:
                sent = text.encode(small, errors)
                if sent == got(case) and decoded(sent, small) != text:
                    return {"encoding": small.upper()}
    return False


def constants(case: Case) -> set[str]:
    """The string literals in the learner's file."""
    return {value for value in case.source.constants() if isinstance(value, str) and value}


@mistake(By.CALL, "08_encode_decode#decode-errors-ignore")
def decode_errors_ignore(case: Case) -> Fit:
    """Bytes that are no text are left out in silence.

    You decode with errors="ignore". Each byte that does not fit the encoding vanishes, and some of the other side's
    words with it, without anybody being told. Try: leave errors out, and name the right encoding.
    """
    given = errors_given(case)
    return "ignore" in given and loses(case, given["ignore"])


@mistake(By.CALL, "08_encode_decode#decode-errors-ignore")
def decode_errors_replace(case: Case) -> Fit:
    """Bytes that are no text are replaced in silence.

    You decode with an errors= that puts a substitute in the place of each byte that does not fit. The error is gone,
    and so are the words. Try: leave errors out, and name the right encoding.
    """
    given = errors_given(case)
    return any(how in given and loses(case, given[how]) for how in ("replace", "backslashreplace", "surrogateescape"))


@mistake(By.ERROR, "08_encode_decode#encode-not-assigned")
def encode_no_parens(case: Case) -> Fit:
    """encode is named, but not called.

    You gave {call}() the method encode itself, not what it gives. A method does its work only when parentheses follow
    its name. Try: text.encode("gbk").
    """
    call = case.raised_by(*SENDS)
    match call.given.positional if call is not None and call.raised("TypeError") else ():
        case (Other("<builtin_function_or_method>"), *_):
            return {"call": call.call if call is not None else ""}
    return False
