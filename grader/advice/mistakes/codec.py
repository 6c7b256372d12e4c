"""encode() and decode(): text and bytes, and the code between them."""

import ast
import re
from collections.abc import Iterable

from grader.advice.case import Case
from grader.advice.receiving import GB_FAMILY, SENDS, codec_of, handed_back, receipts, sent_last, size_of
from grader.advice.rule import By, Fit, mistake
from grader.advice.source import name_of
from grader.advice.values import Values
from grader.language import N_

NOT_SHOWN = ("not_printed", "other_text")  # the text was received, and did not come out as that text
OTHER_BYTES = ("other_bytes", "more_bytes", "short_finished", "short_open", "nothing_open", "nothing_finished")
SMALL = ("ascii", "latin-1", "gb2312")
ONE_BYTE = ("latin-1", "cp1252", "iso-8859-15", "cp437", "mac_roman")
OTHERS = ("utf-8", "utf-16", "utf-16-le", "big5", "shift_jis", "euc_kr")
TURN = ("encode", "decode", "bytes", "str", "bytearray", "open", "makefile", "lookup", "TextIOWrapper", "reconfigure")
ESCAPES = re.compile(r"(?:\\x[0-9a-f]{2}){2}")


def got(case: Case) -> bytes:
    """The bytes that came from the step, or else all that the other side received."""
    told = case.finding.about.get("got")
    return bytes.fromhex(told) if told is not None else case.received


def meant(case: Case) -> str:
    """The text that the other side sent; empty where it is no text in GBK."""
    if "text" in case.finding.about and "step" in case.finding.about:
        return case.finding.about["text"]
    try:
        return sent_last(case).decode("gbk")
    except UnicodeDecodeError:
        return ""


def shown(case: Case) -> str:
    """What the program made of the text: what it told the host, or what it printed."""
    return case.finding.about.get("told", case.output)


def shows_bytes(case: Case) -> bool:
    """Whether the bytes came out as Python writes them, with escapes in the place of characters."""
    if case.kind not in NOT_SHOWN:
        return False
    first = next((byte for byte in sent_last(case) if byte > 127), None)
    return first is not None and f"\\x{first:02x}" in shown(case) and ESCAPES.search(shown(case)) is not None


def read_as(case: Case, codecs: Iterable[str], errors: str = "strict") -> bool:
    """Whether the text came out as the same bytes read in one of these encodings."""
    data, text = sent_last(case), meant(case)
    for codec in codecs:
        try:
            other = data.decode(codec, errors)
        except UnicodeDecodeError:
            continue
        if other and other != text and other in shown(case):
            return True
    return False


def described(case: Case) -> list[ast.Call]:
    """The places where str() or repr() is given bytes and no encoding."""
    values = Values(case.source)
    plain = [call for call in case.source.calls("str", "repr") if len(call.args) == 1 and not call.keywords]
    parameters = {
        argument.arg for node in case.source.nodes if isinstance(node, ast.arguments) for argument in node.args
    }
    return [call for call in plain if values.is_bytes(call.args[0]) or name_of(call.args[0]) in parameters]


def errors_given(case: Case) -> dict[object, str]:
    """How the program's decode() calls treat bytes that are no text (`ignore`, ...), and in which encoding."""
    found: dict[object, str] = {}
    for call in case.source.calls("decode", "str", "open", "makefile", "TextIOWrapper", "getincrementaldecoder"):
        named = {each.arg: each.value for each in call.keywords}
        plain = call.args[1:] if name_of(call.func) == "str" else call.args
        codec = named.get("encoding", plain[0] if plain else ast.Constant("utf-8"))
        how = named.get("errors", plain[1] if len(plain) > 1 and name_of(call.func) in ("decode", "str") else None)
        if how is not None:
            found[case.source.value(how)] = str(case.source.value(codec) or case.finding.about.get("encoding", "gbk"))
    return found


def loses(case: Case, codec: str) -> bool:
    """Whether bytes that are no text in an encoding were passed over, and the check failed by that."""
    shorter = case.kind == "stuck" and bool(case.received) and bool(receipts(case)) and bool(case.steps)
    if not shorter and case.kind not in (*NOT_SHOWN, "wrong_text", "other_bytes", "short_open", "short_finished"):
        return False
    told = case.finding.about.get("data")
    data = bytes.fromhex(told) if told is not None else sent_last(case)
    cut = any(0 < (size_of(call) or 0) < len(data) for call in receipts(case)) and not case.steps
    return cut or not _reads(codec, data)


def _reads(codec: str, data: bytes) -> bool:
    try:
        data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


@mistake(
    N_("It was encoded twice"),
    N_(
        "You called encode() on something that is bytes already. Only text can be encoded; bytes are ready to be sent "
        "as they are. Try: leave the second encode() out."
    ),
    by=By.ERROR,
    read="08_encode_decode#encode-decode-swapped",
)
def encode_twice(case: Case) -> Fit:
    return encodes_bytes(case) and not turned_round(case)


def encodes_bytes(case: Case) -> bool:
    """Whether encode() was called on bytes."""
    error = case.raised("AttributeError")
    return (
        error is not None and error.detail.get("name") == "encode" and error.detail.get("of") in ("bytes", "bytearray")
    )


def turned_round(case: Case) -> bool:
    """Whether what was to be encoded came from the other side, so that decode() was meant."""
    if case.finding.about.get("step") == "decode_bytes":
        return True
    received = set()
    for node in case.source.nodes:
        if isinstance(node, ast.Assign) and any(
            name_of(each.func) == "recv" for each in ast.walk(node.value) if isinstance(each, ast.Call)
        ):
            received |= {name_of(target) for target in node.targets}
    for node in case.at_error():
        if isinstance(node, ast.Call) and name_of(node.func) == "encode" and isinstance(node.func, ast.Attribute):
            whole = node.func.value
            if name_of(whole) in received or (isinstance(whole, ast.Call) and name_of(whole.func) == "recv"):
                return True
    return False


@mistake(
    N_("encode() and decode() are mixed up"),
    N_(
        "You called {called}() on {kind}. It is the other way round: text.encode() gives the bytes that travel, and "
        "data.decode() gives text again. Try: {other}()."
    ),
    by=By.ERROR,
    read="08_encode_decode#encode-decode-swapped",
)
def encode_decode_swapped(case: Case) -> Fit:
    error = case.raised("AttributeError")
    if error is not None and error.detail.get("name") == "decode" and error.detail.get("of") == "str":
        return {"called": "decode", "kind": "str", "other": "encode"}
    if encodes_bytes(case) and turned_round(case):
        return {"called": "encode", "kind": "bytes", "other": "decode"}
    return False


@mistake(
    N_("Text and bytes do not mix"),
    N_(
        "In this line bytes meet a str. To Python they are two different kinds of things, and it does not turn one "
        'into the other by itself. Try: decode what you received first, data.decode("gbk").'
    ),
    by=By.ERROR,
    read="08_encode_decode#bytes-str-mix",
)
def bytes_str_mix(case: Case) -> Fit:
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    values = Values(case.source)
    return any(_mixes(values, node) for node in case.at_error())


def _mixes(values: Values, node: ast.AST) -> bool:
    match node:
        case ast.AugAssign(op=ast.Add(), value=value):
            return values.is_bytes(value)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            pass
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            pass
        case ast.Call(func=ast.Attribute(value=left), args=[right, *_]):
            pass
        case _:
            return False
    if isinstance(right, (ast.List, ast.Tuple)) and right.elts:
        right = right.elts[0]
    return (values.is_bytes(left) and values.is_text(right)) or (values.is_text(left) and values.is_bytes(right))


@mistake(
    N_("bytes() was given text and no encoding"),
    N_(
        "You called bytes() with a str alone. Text can become bytes in many ways, and bytes() does not choose one for "
        'you. Try: text.encode("gbk").'
    ),
    by=By.ERROR,
    read="08_encode_decode#encode-not-assigned",
)
def bytes_without_encoding(case: Case) -> Fit:
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    return any(
        isinstance(node, ast.Call)
        and name_of(node.func) in ("bytes", "bytearray")
        and len(node.args) == 1
        and not node.keywords
        for node in case.at_error()
    )


@mistake(
    N_("Python knows no encoding of this name"),
    N_(
        "The name of the encoding that you gave is unknown to Python: perhaps two letters have changed places. Try: "
        '"gbk" or "utf-8".'
    ),
    by=By.ERROR,
    read="08_encode_decode",
)
def codec_name_typo(case: Case) -> Fit:
    return unknown_codec(case) and not parameter_quoted(case)


@mistake(
    N_("The parameter's name stands in quotes"),
    N_(
        "With quotes around it {name!r} is a text and not your parameter, so Python looks for an encoding that is "
        "called so. Try: leave the quotes out."
    ),
    by=By.ERROR,
    read="08_encode_decode#codec-hard-coded",
)
def codec_name_quoted(case: Case) -> Fit:
    name = parameter_quoted(case) if unknown_codec(case) else ""
    return {"name": name} if name else False


def unknown_codec(case: Case) -> bool:
    """Whether Python did not know an encoding: a bare LookupError from where text or bytes are turned round."""
    turned = any(isinstance(node, ast.Call) and name_of(node.func) in TURN for node in case.at_error())
    raised = any(isinstance(node, ast.Raise) for node in case.at_error())
    return case.raised("LookupError") is not None and turned and not raised


def parameter_quoted(case: Case) -> str:
    """The text in the failing line that is also the name of a parameter or a variable; empty where none is."""
    names = {node.arg for node in case.source.nodes if isinstance(node, ast.arg)}
    names |= {node.id for node in case.source.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    texts = [node.value for node in case.at_error() if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return next((text for text in texts if text in names), "")


@mistake(
    N_("The bytes are read in an encoding in which they were not written"),
    N_(
        "The other side wrote in GBK, and you read it as {encoding}, which has other bytes for the same text. decode() "
        'without a name means UTF-8. Try: data.decode("gbk").'
    ),
    by=By.ERROR,
    read="12_client#codec-mismatch-loud",
)
def codec_mismatch_loud(case: Case) -> Fit:
    codec = codec_of(case)
    if case.raised("UnicodeDecodeError") is None or codec in GB_FAMILY:
        return False
    asked = case.finding.about.get("encoding", "gbk")
    return {"encoding": codec} if asked == "gbk" and (meant(case) or "data" in case.finding.about) else False


@mistake(
    N_("The two sides use different encodings, and nothing fails"),
    N_(
        "One side used GBK and yours {encoding}. The same text has other bytes there, and often these bytes are some "
        'text in GBK too, so that no error comes, only wrong characters. Try: name the encoding, "gbk", in encode() '
        "and in decode()."
    ),
    by=By.WIRE,
    read="08_encode_decode#codec-mismatch-silent",
)
def codec_mismatch_silent(case: Case) -> Fit:
    about = case.finding.about
    if about.get("encoding", "gbk") != "gbk":
        return False
    if case.kind in OTHER_BYTES:
        if _is_utf8(got(case)):
            return {"encoding": "UTF-8"}
        for codec in OTHERS:
            if any(_same(text, codec, got(case)) for text in (case.finding.about.get("text", ""), *constants(case))):
                return {"encoding": codec.upper()}
    if case.kind in NOT_SHOWN:
        for codec in (*OTHERS, *ONE_BYTE):
            if read_as(case, (codec,)):
                return {"encoding": codec.upper()}
    return False


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are a Chinese text in UTF-8: hardly any text in GBK is that by chance."""
    try:
        letters = [letter for letter in data.decode("utf-8") if letter > "\x7f"]
    except UnicodeDecodeError:
        return False
    common = [letter for letter in letters if "\u2000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"]
    return bool(letters) and common == letters


def _same(text: str, codec: str, data: bytes) -> bool:
    """Whether a text in an encoding is just these bytes, and not ASCII in both."""
    try:
        return text.encode(codec) == data and text.encode("gbk") != data
    except UnicodeEncodeError:
        return False


@mistake(
    N_("This encoding has no characters for the text"),
    N_(
        "{encoding} has only some of the characters that people write. Where one is missing, Python raises an error, "
        'or puts a ? if you told it to. Try: "gbk", which the other side reads.'
    ),
    by=By.ERROR,
    read="08_encode_decode#codec-too-small",
)
def codec_too_small(case: Case) -> Fit:
    codec = codec_of(case)
    if case.raised("UnicodeEncodeError") is not None and not codec.startswith("utf"):
        return {"encoding": codec.upper()}
    if case.raised("UnicodeDecodeError") is not None and codec == "gb2312" and meant(case):
        return {"encoding": codec.upper()}
    if case.kind not in OTHER_BYTES:
        return False
    texts = {case.finding.about.get("text", ""), *constants(case)}
    for small in SMALL:
        for errors in ("replace", "ignore", "xmlcharrefreplace", "backslashreplace", "namereplace"):
            for text in texts:
                if not _fits_into(small, text) and text.encode(small, errors) == got(case):
                    return {"encoding": small.upper()}
    return False


def constants(case: Case) -> set[str]:
    """The texts that stand in the learner's file."""
    found = (node.value for node in case.source.nodes if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str) and value}


def _fits_into(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@mistake(
    N_("Bytes that are no text are left out in silence"),
    N_(
        'You decode with errors="ignore". Each byte that does not fit the encoding vanishes, and some of the other '
        "side's words with it, without anybody being told. Try: leave errors out, and name the right encoding."
    ),
    by=By.CALL,
    read="08_encode_decode#decode-errors-ignore",
)
def decode_errors_ignore(case: Case) -> Fit:
    given = errors_given(case)
    return "ignore" in given and loses(case, given["ignore"])


@mistake(
    N_("Bytes that are no text are replaced in silence"),
    N_(
        "You decode with an errors= that puts a substitute in the place of each byte that does not fit. The error is "
        "gone, and so are the words. Try: leave errors out, and name the right encoding."
    ),
    by=By.CALL,
    read="08_encode_decode#decode-errors-ignore",
)
def decode_errors_replace(case: Case) -> Fit:
    given = errors_given(case)
    return any(how in given and loses(case, given[how]) for how in ("replace", "backslashreplace", "surrogateescape"))


@mistake(
    N_("str() describes the bytes, it does not decode them"),
    N_(
        "You turned bytes into text with str() alone. That gives their description, with the letter b, the quotes and "
        '\\x escapes, and not the text that they stand for. Try: data.decode("gbk").'
    ),
    by=By.CALL,
    read="08_encode_decode#str-of-bytes",
    over=("send-str",),
)
def str_of_bytes(case: Case) -> Fit:
    if case.kind in OTHER_BYTES and got(case).startswith((b"b'", b'b"')):
        return True
    if handed_back(case).startswith(("\"b'", "'b\"")):
        return True
    quoted = "b'" in shown(case) or 'b"' in shown(case)
    return shows_bytes(case) and quoted and bool(described(case)) and not case.source.thrown_away("decode")


@mistake(
    N_("The description of the bytes was cut, not decoded"),
    N_(
        "You made str() of the bytes and cut the b and the quotes off. What is left is still a description, with a \\x "
        'escape in the place of each byte of a Chinese character. Try: data.decode("gbk").'
    ),
    by=By.CALL,
    read="08_encode_decode#str-of-bytes",
)
def str_of_bytes_cut(case: Case) -> Fit:
    if not described(case):
        return False
    if case.kind in OTHER_BYTES:
        return ESCAPES.search(got(case).decode("ascii", "replace")) is not None and not got(case).startswith(b"b")
    return shows_bytes(case) and "b'" not in shown(case) and 'b"' not in shown(case)


@mistake(
    N_("The result of decode() was thrown away"),
    N_(
        "You called decode(), but you did not keep what it gave back. Bytes never change: decode() makes a new text "
        'and leaves the bytes as they are. Try: text = data.decode("gbk"), and use text.'
    ),
    by=By.CALL,
    read="08_encode_decode#encode-not-assigned",
    over=("return-missing",),
)
def decode_not_assigned(case: Case) -> Fit:
    if not case.source.thrown_away("decode"):
        return False
    return shows_bytes(case) or handed_back(case).startswith(("b'", 'b"'))


@mistake(
    N_("The bytes are printed, not the text"),
    N_(
        "You printed what recv() gave, and that is bytes: Python shows them with a b, quotes and \\x escapes. Nobody "
        'has decoded them yet. Try: print(data.decode("gbk")).'
    ),
    by=By.CALL,
    read="08_encode_decode#str-of-bytes",
)
def print_bytes(case: Case) -> Fit:
    quoted = "b'" in shown(case) or 'b"' in shown(case)
    named = described(case) or case.source.thrown_away("decode") or case.steps
    return shows_bytes(case) and quoted and not named


@mistake(
    N_("The bytes went to the terminal as they came"),
    N_(
        "You wrote the received bytes to the terminal without decoding them. A terminal reads UTF-8 or whatever it is "
        'set to, and these bytes are GBK. Try: print(data.decode("gbk")).'
    ),
    by=By.CALL,
    read="08_encode_decode#codec-mismatch-silent",
)
def bytes_to_terminal(case: Case) -> Fit:
    if case.kind not in NOT_SHOWN or not receipts(case) or not size_of(receipts(case)[-1]):
        return False
    values = Values(case.source)
    raw = [call for call in case.source.calls("write") if call.args and values.is_bytes(call.args[0])]
    return bool(raw) and case.source.mentions("stdout", "fdopen", "stderr") and "\\x" not in case.output


@mistake(
    N_("Bytes are compared with text"),
    N_(
        "You compare bytes with a str. Python does not complain, but the two are never equal, not even when both are "
        'empty, so the answer is always False. Try: data == b"", or better: len(data) == 0.'
    ),
    by=By.CALL,
    read="07_recv#compare-bytes-str",
    over=(
        "recv-eof-unchecked",
        "recv-eof-continue",
        "recv-until-data",
        "recv-eof-not-needed-one-shot",
        "recv-waits-for-mark",
    ),
)
def compare_bytes_str(case: Case) -> Fit:
    return compared_in_vain(case) and (case.kind == "end_not_seen" or spins(case) or case.kind == "stuck")


def spins(case: Case) -> bool:
    """Whether the end of the stream was received, and then received again."""
    last = receipts(case)[-2:]
    return len(last) == 2 and all(size_of(call) == 0 for call in last)


def compared_in_vain(case: Case) -> bool:
    """Whether bytes are compared with a text anywhere; in a step the parameter `data` is bytes."""
    values = Values(case.source)
    step = case.source.function("has_left") if case.kind == "end_not_seen" else None
    given = {argument.arg for argument in step.args.args} if step is not None else set()
    for node in case.source.nodes:
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                pairs = [(left, right), (right, left)]
            case ast.Compare(
                left=left, ops=[ast.In() | ast.NotIn()], comparators=[ast.Tuple(elts=many) | ast.List(elts=many)]
            ):
                pairs = [(left, each) for each in many]
            case _:
                continue
        for one, other in pairs:
            if values.is_text(other) and (values.is_bytes(one) or name_of(one) in given):
                return True
    return False


@mistake(
    N_("What came over the network is run as Python"),
    N_(
        "You gave received text to {call}(). It does not read data, it runs it as a program: whoever connects can do "
        "on your machine whatever you can do, and plain words end in {kind}. Try: use the text as text; int(text) "
        "makes a number of it."
    ),
    by=By.ERROR,
    over=("name-typo", "recv-eof-decoded-first"),
    read="13_server",
)
def eval_received(case: Case) -> Fit:
    error = case.error
    for node in case.at_error():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            return {"call": node.func.id, "kind": error.kind if error is not None else ""} if receipts(case) else False
    return False


@mistake(
    N_("encode was named and not called"),
    N_(
        "You gave {call}() the method encode itself, not what it gives. A method does its work only when parentheses "
        'follow its name. Try: text.encode("gbk").'
    ),
    by=By.ERROR,
    read="08_encode_decode#encode-not-assigned",
)
def encode_no_parens(case: Case) -> Fit:
    call = case.raised_by(*SENDS)
    if call is None or not call.error.startswith("TypeError") or not call.arguments.startswith("<builtin_function_or"):
        return False
    return {"call": call.call}
