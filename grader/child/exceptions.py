"""Inside the learner's process: what an exception tells about itself, and its traceback without the grader's frames.

`folder` is where the learner's files lie, with a separator at its end.
"""

from __future__ import annotations

import sys


def describe(error: BaseException, folder: str) -> tuple[str, str, int, str, str, str]:
    """Its class, the learner's file and line, what it says, what it knows of its cause, the line as it stands there.

    The cause is NAME=VALUE between semicolons. File, line and its text are empty, 0 and empty where no frame of the
    learner's is in the traceback.
    """
    file, line = "", 0
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(folder):
        file, line = error.filename[len(folder) :], error.lineno or 0
    step = error.__traceback__
    innermost = ""
    flawed = bool(file)  # a module that does not compile: its own line, not the one that imports it
    while step is not None:
        innermost = step.tb_frame.f_code.co_filename
        if innermost.startswith(folder) and not flawed:
            file, line = innermost[len(folder) :], step.tb_lineno
        step = step.tb_next
    # "Not started" is said only of a stub's own raise, at the innermost line.
    kind = type(error).__name__
    if kind == "NotImplementedError" and not innermost.startswith(folder):
        kind = "NotImplementedError (raised elsewhere)"
    text = text_of(error)
    detail = ";".join(f"{name}={value}" for name, value in cause(error).items())
    return kind, file, line, text[:400], detail[:200], source_line(folder, file, line)[:200]


def cause(error: BaseException) -> dict[str, object]:
    """What an exception itself knows of its cause: the name that is missing, the error number, the encoding."""
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
    """What an exception says; a SyntaxError without the place, which `describe` gives."""
    try:
        return (error.msg or "") if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""


def source_line(folder: str, file: str, line: int) -> str:
    """A line of the learner's file; empty where it is not known."""
    if not file or not line:
        return ""
    try:
        with open(folder + file, "rb") as opened:
            lines = opened.read().splitlines()
        return lines[line - 1].decode("utf-8", "replace").strip()
    except (OSError, IndexError):
        return ""


def print_traceback(error: BaseException, folder: str) -> None:
    """Print it as Python would, without the frames that are the grader's."""
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
            pass  # the program closed it or put something else in its place
