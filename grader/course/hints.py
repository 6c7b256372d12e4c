"""The hints of a suite, in order: from a first clue to nearly the answer.

A suite's `hints.md` and `hints.zh-CN.md` hold them, each below its own heading:

    ## 1

    A question.

    ## 2

    The name of the call.
"""

import contextlib
import re
from pathlib import Path

FILES = {"en": "hints.md", "zh": "hints.zh-CN.md"}
HEADING = re.compile(r"^## +\d+ *$", re.MULTILINE)
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```[^\n]*$", re.MULTILINE | re.DOTALL)


def load_hints(folder: Path, lang: str) -> list[str]:
    """The hints of a suite as plain text: those in `lang`, else the English ones, else an empty list."""
    for name in (FILES.get(lang, FILES["en"]), FILES["en"]):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return parse_hints((folder / name).read_text(encoding="utf-8"))
    return []


def parse_hints(text: str) -> list[str]:
    """The texts below the headings. Fenced blocks of code become indented ones."""
    return [FENCED.sub(_indented, part).strip("\n ") for part in HEADING.split(text)[1:]]


def _indented(block: re.Match[str]) -> str:
    return "\n".join(f"    {line}".rstrip() for line in block[1].splitlines())
