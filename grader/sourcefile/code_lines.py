"""The code of a program without comments, strings that do nothing (docstrings) and blank lines. It is never run.

Two lines count as equal if they differ only in layout, quotes or type annotations.
"""

import ast
import io
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tokenize import TokenInfo

from grader.sourcefile.encodings import is_for_programs

LAYOUT = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE, tokenize.ENDMARKER)
MAIN = "__name__"
BRANCHES = ("else", "elif")


@dataclass(frozen=True)
class CodeLine:
    """A logical line: its lines in the file, its depth in blocks, its words, and a key that is equal for equal code."""

    text: tuple[str, ...]
    depth: int
    words: tuple[str, ...]
    key: str


def code_lines(data: bytes, with_main: bool = True) -> list[CodeLine]:
    """The logical lines of a program; without its `if __name__ == "__main__":` if `with_main` is false.

    A file that cannot be tokenized is returned line by line.
    """
    text = text_of(data)
    rows = text.split("\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, tokenize.TokenError):
        return [CodeLine((row.rstrip(),), 0, (), row.strip()) for row in rows if row.strip()]
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row, column = token.start
            rows[row - 1] = rows[row - 1][:column]
    keys = statement_keys(text)
    lines = [code_line(rows, depth, code, keys) for depth, code in logical_lines(tokens)]
    return lines if with_main else list(without_main(lines))


def text_of(data: bytes) -> str:
    """A program as text, in the encoding that it names (PEP 263; default UTF-8), with LF line ends."""
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8"
    if not is_for_programs(encoding):
        encoding = "utf-8"
    return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


def logical_lines(tokens: Iterable[TokenInfo]) -> Iterator[tuple[int, list[TokenInfo]]]:
    """The depth and the tokens of each logical line that does something; comments are left out."""
    depth, code = 0, list[TokenInfo]()
    for token in tokens:
        depth += (token.type == tokenize.INDENT) - (token.type == tokenize.DEDENT)
        if token.type not in LAYOUT:
            code.append(token)
        elif token.type in (tokenize.NEWLINE, tokenize.ENDMARKER) and code:
            if any(each.type != tokenize.STRING for each in code):
                yield depth, code
            code = []


def code_line(rows: Sequence[str], depth: int, code: Sequence[TokenInfo], keys: dict[int, str]) -> CodeLine:
    """One logical line, from the file's lines without comments."""
    # Inside brackets, a line that is blank or only a comment has no code token, and is left out.
    used = sorted({row for token in code for row in range(token.start[0], token.end[0] + 1)})
    text = tuple(rows[row - 1].rstrip() for row in used)
    words = tuple(token.string for token in code)
    return CodeLine(text, depth, words, f"{depth} {keys.get(code[0].start[0]) or ' '.join(map(word_key, code))}")


def word_key(token: TokenInfo) -> str:
    """A token's text; a string with the quotes that Python prefers."""
    if token.type == tokenize.STRING:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return repr(ast.literal_eval(token.string))
        except (SyntaxError, ValueError):  # an f-string, before Python 3.12
            pass
    return token.string


def statement_keys(text: str) -> dict[int, str]:
    """A key for each line in which a single statement without a block, or a `def`, begins; annotations are left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # for example about an invalid escape
            tree = ast.parse(text)
        statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        begun = Counter(node.lineno for node in statements)
        return {node.lineno: statement_key(node) for node in statements if begun[node.lineno] == 1}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def statement_key(node: ast.stmt) -> str:
    """A key that is equal for equal statements; empty for a statement with a block other than `def`."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for each in ast.walk(node.args):
            if isinstance(each, ast.arg):
                each.annotation = None
        node.returns, node.body, node.decorator_list = None, [], []
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        return f"{ast.unparse(node.target)} = {ast.unparse(node.value)}"
    elif hasattr(node, "body") or hasattr(node, "cases"):
        return ""
    return ast.unparse(node).strip()


def without_main(lines: Iterable[CodeLine]) -> Iterator[CodeLine]:
    """The lines without the top-level `if __name__ == "__main__":` and its branches."""
    inside = False
    for line in lines:
        if line.depth == 0:
            begins = line.words[:1] == ("if",) and MAIN in line.words
            inside = begins or (inside and line.words[:1] != () and line.words[0] in BRANCHES)
        if not inside:
            yield line
