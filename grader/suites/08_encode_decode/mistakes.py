"""08: mistakes with the encoding, both the requested one and the one that was used."""

import ast
import codecs

from grader.advice.evidence import Case, decoded
from grader.advice.mistakes.codec import errors_given
from grader.advice.receiving import GB_FAMILY, codec_of
from grader.advice.rule import By, Fit, mistake
from grader.advice.text_on_the_wire import tried_encoding, tried_step, tried_text
from grader.model.values import NO_VALUE
from grader.result.finding import BytesDiffer, BytesTried, FindingKind, LengthDiffers, StepAnswered, TextTried
from grader.sourcefile.tree import name_of, names_in

Function = ast.FunctionDef | ast.AsyncFunctionDef
USED_INSTEAD = ("gbk", "utf-8", "gb18030", "ascii", "big5", "latin-1", "gb2312")


def step(case: Case) -> Function | None:
    """The function of the step that was tried; None where it is not in the file."""
    return case.source.function(tried_step(case))


def asked(case: Case) -> str:
    """The encoding that the caller named; empty where it gave no name."""
    tried = case.tried(TextTried)
    return tried.encoding if tried is not None and tried.named else ""


def other_than(case: Case, wanted: str) -> str:
    """The encoding used instead of `wanted`; empty where `wanted` was used or is empty, or the encoding is unknown."""
    if not wanted:
        return ""
    failed = codec_of(case)
    if failed:
        return failed if failed != wanted else ""
    text, got = tried_text(case), case.got if case.about(BytesDiffer) is not None else None
    for codec in USED_INSTEAD:
        try:
            if got == text.encode(codec) or decoded_text(case) == text.encode(wanted).decode(codec):
                return codec if codec != wanted else ""
        except UnicodeError:
            continue
    return ""


def decoded_text(case: Case) -> str | None:
    """The text that decode_bytes() returned instead of the expected one; None where there is no such answer."""
    answered = case.about(StepAnswered)
    return answered.answer if answered is not None else None


def chooses(case: Case) -> bool:
    """Whether the step chooses an encoding by its name: with an `if`, a `match` or a table."""
    function = step(case)
    if function is None or len(function.args.args) < 2:
        return False
    name = function.args.args[1].arg
    chosen_by: list[ast.AST] = []
    for node in ast.walk(function):
        match node:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.Match(subject=test) | ast.Subscript(slice=test):
                chosen_by.append(test)
            case ast.Call(func=called, args=given) if name_of(called) == "get":
                chosen_by += given
    return any(name in names_in(each) for each in chosen_by)


@mistake(
    By.CALL,
    "08_encode_decode#codec-hard-coded",
    over=("codec-mismatch-silent", "codec-mismatch-loud", "codec-too-small"),
)
def codec_hard_coded(case: Case) -> Fit:
    """The encoding that the caller names is ignored.

    The caller asked for {asked}, and {step}() used {used}. A default counts only where the caller names nothing. Try:
    give encode() and decode() the parameter encoding, without quotes.
    """
    used = other_than(case, asked(case))
    if not used or chooses(case):
        return False
    return {"asked": asked(case), "step": tried_step(case), "used": used}


@mistake(
    By.CALL,
    "08_encode_decode#codec-hard-coded",
    over=("codec-mismatch-silent", "codec-mismatch-loud", "codec-too-small"),
)
def codec_only_two(case: Case) -> Fit:
    """Only some encodings are known.

    Your function knows a few encodings by name and takes {used} for any other, here for {asked}. Python knows about a
    hundred; you need not list them. Try: text.encode(encoding).
    """
    used = other_than(case, asked(case))
    return {"asked": asked(case), "used": used} if used and chooses(case) else False


@mistake(
    By.CALL,
    "08_encode_decode#codec-mismatch-silent",
    over=("codec-mismatch-silent", "codec-mismatch-loud", "codec-too-small"),
)
def default_not_gbk(case: Case) -> Fit:
    """The default is not GBK.

    Where the caller names no encoding, your function uses {default!r}. The customers of this help desk write in GBK.
    Try: encoding="gbk" in the line that begins with def.
    """
    function = step(case)
    tried = case.tried(TextTried)
    if tried is None or tried.named or function is None or not function.args.defaults:
        return False
    kinds = (FindingKind.OTHER_BYTES, FindingKind.OTHER_TEXT, FindingKind.OTHER_LENGTH, FindingKind.RAISED)
    if case.kind not in kinds or not passes_encoding_on(function):
        return False
    default = case.source.value(function.args.defaults[-1]) or stands_in(case)
    try:
        fits = isinstance(default, str) and codecs.lookup(default).name not in GB_FAMILY
    except LookupError:
        return False
    return {"default": default} if fits else False


def stands_in(case: Case) -> str:
    """The encoding that a step with the default None uses, found from its result; empty where it is unknown."""
    used = other_than(case, "gbk")
    if used or case.kind is not FindingKind.OTHER_LENGTH:
        return used
    text, differs = tried_text(case), case.about(LengthDiffers)
    announced = differs.announced if differs is not None else None
    return next((codec for codec in ("utf-8", "utf-16") if len(text.encode(codec)) == announced), "")


def passes_encoding_on(function: Function) -> bool:
    """Whether a step passes its last parameter to a call, so that the default matters."""
    name = function.args.args[-1].arg if function.args.args else ""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(name in names_in(each) for call in calls for each in (*call.args, *call.keywords))


@mistake(By.WIRE)
def text_stripped(case: Case) -> Fit:
    """The spaces at the ends of the text are lost.

    You took spaces and line ends off the text. Somebody wrote them, and the other side should read just what was
    written. Try: leave strip() out.
    """
    text, came = tried_text(case), decoded_text(case)
    if came is None:
        came = decoded(case.got, tried_encoding(case))
    return bool(came) and came != text and came in (text.strip(), text.lstrip(), text.rstrip(), "".join(text.split()))


def handler(case: Case) -> ast.ExceptHandler | None:
    """The first `except` of the file that catches what decode() raises; None where there is none."""
    caught = case.source.handlers("UnicodeDecodeError", "UnicodeError", "ValueError", "Exception", "BaseException")
    return caught[0] if caught else None


def wrong_answer(case: Case) -> str:
    """The result of decode_bytes() for invalid bytes; empty where the finding is about something else."""
    return (decoded_text(case) or "") if case.kind is FindingKind.WRONG_TEXT else ""


@mistake(By.CALL, "08_encode_decode#decode-errors-ignore", over=("return-missing",))
def decode_error_swallowed(case: Case) -> Fit:
    """The error is swallowed.

    You caught the UnicodeDecodeError and gave back something else. The caller takes that for what the customer wrote,
    and nobody learns that words were lost. Try: let the error through, without try.
    """
    return bool(wrong_answer(case)) and handler(case) is not None and not guessed(case) and not errors_given(case)


def guessed(case: Case) -> str:
    """The encoding in which bytes that are invalid in GBK were decoded instead; empty where none gives this answer."""
    tried = case.tried(BytesTried)
    data = tried.data if tried is not None else b""
    for codec in ("utf-8", "latin-1", "cp1252", "big5", "utf-16", "utf-16-le", "shift_jis", "gb18030"):
        text = decoded(data, codec)
        if text and wrong_answer(case).startswith(f"returned {text[:60]!r}"):
            return codec
    return ""


@mistake(By.WIRE, "08_encode_decode#codec-mismatch-silent", over=("decode-error-swallowed", "codec-mismatch-silent"))
def decode_guessed_utf8(case: Case) -> Fit:
    """What is not GBK is guessed to be UTF-8.

    Where GBK does not fit, your function tries UTF-8. Often both fit, so that a guess is right today and wrong
    tomorrow, without an error. Which encoding it is must be agreed. Try: decode in the one encoding that was named.
    """
    return guessed(case) == "utf-8"


@mistake(By.WIRE, "08_encode_decode#codec-mismatch-silent", over=("decode-error-swallowed", "codec-mismatch-silent"))
def decode_guessed(case: Case) -> Fit:
    """Another encoding is tried until one raises no error.

    Where the encoding does not fit, your function tries {codec}. Some encodings accept any bytes whatever, so that the
    result is a text, and the wrong one. Try: decode in the one encoding that was named.
    """
    codec = guessed(case)
    return {"codec": codec} if codec not in ("", "utf-8") else False


@mistake(By.ERROR, "08_encode_decode#decode-errors-ignore")
def error_renamed(case: Case) -> Fit:
    """The error was given another name.

    You caught the UnicodeDecodeError and raised {kind}. The caller waits for the first one and does not know yours.
    Try: a raise alone, which hands on the same error.
    """
    error = case.error
    if error is None or error.file != case.file or case.tried(BytesTried) is None or handler(case) is None:
        return False
    return {"kind": error.kind} if case.has_raise_at_error() else False


@mistake(By.CALL, over=("return-missing",))
def encode_nothing(case: Case) -> Fit:
    """The function does nothing yet.

    {step}() has no encode() or decode() in it, so it gives back None. Try: text has a method that gives bytes, and
    bytes have one that gives text; return what it gives.
    """
    came, function = case.misreturned, step(case)
    idle = function is not None and not any(isinstance(node, ast.Call) for node in ast.walk(function))
    return {"step": came.step} if came is not None and came.value == NO_VALUE and idle else False


@mistake(By.CALL, "08_encode_decode#codec-mismatch-silent", over=("codec-mismatch-silent", "codec-hard-coded"))
def bytes_to_chr(case: Case) -> Fit:
    """Each byte is taken for a character of its own.

    You made one character of each byte with chr(). A Chinese character takes two bytes in GBK and three in UTF-8, so
    each becomes two or three wrong letters. Try: data.decode(encoding).
    """
    if case.kind is not FindingKind.OTHER_TEXT or not case.source.mentions("chr"):
        return False
    return decoded_text(case) == tried_text(case).encode(tried_encoding(case)).decode("latin-1")
