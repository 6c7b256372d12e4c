"""Inside the learner's process: describe an exception, and print its traceback without the grader's frames.

`folder` is the folder of the learner's files, with a separator at its end.
"""

from __future__ import annotations

import sys


def describe(error: BaseException, folder: str) -> tuple[str, str, int, str, str, str]:
    """The class of an exception, the learner's file and line, its message, its cause, the source of that line.

    The cause is NAME=VALUE between semicolons. If the traceback has no frame in the learner's files, the file and the
    source are empty and the line is 0.
    """
    file, line = "", 0
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(folder):
        file, line = error.filename[len(folder) :], error.lineno or 0
    step = error.__traceback__
    innermost = ""
    flawed = bool(file)  # a module that does not compile: report its line, not the import statement
    while step is not None:
        innermost = step.tb_frame.f_code.co_filename
        if innermost.startswith(folder) and not flawed:
            file, line = innermost[len(folder) :], step.tb_lineno
        step = step.tb_next
    # Only a raise in the stub itself, in the innermost frame, means "not started".
    kind = type(error).__name__
    if kind == "NotImplementedError" and not innermost.startswith(folder):
        kind = "NotImplementedError (raised elsewhere)"
    text = text_of(error)
    detail = ";".join(f"{name}={value}" for name, value in cause(error).items())
    return kind, file, line, text[:400], detail[:200], source_line(folder, file, line)[:200]


def cause(error: BaseException) -> dict[str, object]:
    """The attributes of an exception that explain it: the missing name, the error number, the encoding."""
    known: dict[str, object] = {}
    for name in ("name", "errno", "encoding", "start"):
        value = getattr(error, name, None)
        if type(value) in (str, int):
            known[name] = str(value).replace(";", " ")
    if isinstance(error, AttributeError):
        owner = getattr(error, "obj", None)
        known["of"] = type(owner).__name__
        if isinstance(owner, (type, type(sys))):
            known["of"] = f"{type(owner).__name__} {owner.__name__}"
    return known


def text_of(error: BaseException) -> str:
    """The message of an exception; for a SyntaxError without the position, which `describe` returns."""
    try:
        return (error.msg or "") if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""


def source_line(folder: str, file: str, line: int) -> str:
    """A line of the learner's file; empty if it is unknown."""
    if not file or not line:
        return ""
    try:
        with open(folder + file, "rb") as opened:
            lines = opened.read().splitlines()
        return lines[line - 1].decode("utf-8", "replace").strip()
    except (OSError, IndexError):
        return ""


def print_traceback(error: BaseException, folder: str) -> None:
    """Print the traceback as Python does, without the grader's frames."""
    import traceback

    shown = traceback.TracebackException.from_exception(error)
    part: object = shown
    seen = 0
    while isinstance(part, traceback.TracebackException) and seen < 10:
        kept = [frame for frame in part.stack if frame.filename.startswith(folder)]
        part.stack = traceback.StackSummary.from_list(kept)
        part = part.__cause__ or part.__context__
        seen += 1
    for stream, said in ((sys.stdout, ""), (sys.stderr, "".join(shown.format()))):
        try:
            stream.write(said)
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # the program closed or replaced the stream
