"""Files that do not compile: the characters, quotes and indentation where Python reports the error."""

import ast
import re
import unicodedata

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, Words, mistake
from grader.model.events import UNCOMPILED
from grader.sourcefile.merge_markers import first_conflict_marker

FULL_WIDTH = re.compile("[\u2018-\u201f\u3000-\u303f\uff01-\uffee]")
CLOSED_FULL_WIDTH = re.compile(r"[\u2018-\u201f\uff02\uff07]\s*(?:[)\],.:}]|$)")
BYTES_OF_OTHER_LETTERS = re.compile(r"""(?<![0-9A-Za-z_])(?:b|br|rb)(["'])(?:(?!\1).)*[^\x00-\x7f]""", re.IGNORECASE)
HALF_WIDTH = {"“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "。": ".", "【": "[", "】": "]", "《": "<", "》": ">"}
OUT_OF_PLACE = (ast.Return, ast.Break, ast.Continue)


def flawed(case: Case, *kinds: str) -> tuple[int, str, str] | None:
    """The syntax error: the number of its line, that line, and the rest of the line from the error on."""
    error, flaw = case.raised(*kinds or UNCOMPILED), case.source.flaw
    if error is None or error.file != case.file or flaw is None or not flaw.lineno:
        return None
    lines = case.source.text.splitlines()
    line = lines[flaw.lineno - 1] if flaw.lineno <= len(lines) else ""
    return flaw.lineno, line, line[max(0, (flaw.offset or 1) - 1) :]


@mistake(By.FILE, "03_bind#syntax-fullwidth")
def syntax_fullwidth(case: Case) -> Fit:
    """A full-width character stands in the code.

    In line {line} you typed “{letter}”, probably with a Chinese input method. It looks like “{half}”, but for Python it
    is another character, allowed only in strings and comments. Try: switch to English input and type the character
    again.
    """
    found = flawed(case)
    if found is None:
        return False
    number, _line, rest = found
    letter = FULL_WIDTH.match(rest) or (CLOSED_FULL_WIDTH.search(rest) if rest[:1] in ("'", '"') else None)
    return full_width(number, letter[0][0]) if letter else False


def full_width(line: int, letter: str) -> Words:
    """The words for a full-width character: the character, and the half-width one in its place."""
    return {"line": line, "letter": letter, "half": HALF_WIDTH.get(letter) or unicodedata.normalize("NFKC", letter)}


@mistake(By.FILE, "09_send#send-str", over=("syntax-fullwidth",))
def bytes_literal_cjk(case: Case) -> Fit:
    """Chinese characters in a b'...' literal.

    The b before the quotes in line {line} means: these are bytes already, written in ASCII letters. Chinese characters
    first have to be turned into bytes, and how depends on the encoding. Try: leave out the b and write
    "...".encode("gbk").
    """
    found = flawed(case)
    if found is None:
        return False
    number, line, rest = found
    triple = re.match(r"""(?:b|br|rb)(?:'''|\"\"\")""", rest, re.IGNORECASE)
    return {"line": number} if triple or BYTES_OF_OTHER_LETTERS.search(line) else False


@mistake(By.FILE, "03_bind#syntax-indent")
def syntax_indent(case: Case) -> Fit:
    """The indentation does not fit.

    Python sees by the indentation which lines belong together, and line {line} does not fit. There may be a space too
    many or too few, a tab among spaces, or an empty block before it. Try: give all lines of one block the same four
    spaces.
    """
    found = flawed(case, "IndentationError", "TabError")
    if found is not None:
        return {"line": found[0]}
    error = case.raised("SyntaxError")  # the file parses, but has for example a `return` outside of a function
    if error is None or case.source.flaw is not None:
        return False
    statement = next(iter(case.at_error()), None)
    return {"line": error.line} if isinstance(statement, OUT_OF_PLACE) else False


@mistake(By.FILE, "03_bind", over=("syntax-fullwidth", "bytes-literal-cjk", "syntax-indent"))
def syntax_merge_conflict(case: Case) -> Fit:
    """A merge conflict is not resolved.

    Line {line} of {file} is a mark that git left: two versions of these lines stand one after the other, and git asks
    you which of them is to stay. Try: delete the version that you do not want, and the lines with <<<<<<<, ======= and
    >>>>>>>.
    """
    error = case.raised(*UNCOMPILED)
    mark = first_conflict_marker((case.files or {}).get(error.file, b"")) if error is not None else None
    return {"line": mark.line, "file": error.file} if error is not None and mark is not None else False
