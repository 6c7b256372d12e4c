"""Texts in the cells of a table: what a spreadsheet would take for a formula is marked as a text.

A spreadsheet calculates a cell that begins with `=`, `+`, `-` or `@`, with their full-width forms in some languages,
after blanks, too, and in older ones with a tab or the end of a line. An apostrophe before it makes it a text. A cell
of a table with commas may be cut at `;` or at a tab by a spreadsheet that separates by them, so what follows these is
marked in the same way. Quoting alone helps against none of this.

Real numbers and a sign alone stay as they are: they calculate nothing.
"""

import re
import unicodedata

_BLANK = r"[^\S\t\r\n]*[\u200b-\u200f\u2060\ufeff]*[^\S\t\r\n]*"
_STARTS = r"[=+\-@＝＋－﹣−＠﹢﹦﹫]"
# What is already marked gets one mark more, so that unmarking gives back what was there.
_BEFORE = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = re.compile(rf"{_BEFORE}(?='*{_BLANK}{_STARTS})|^(?='*[\t\r\n])")
_MARKED = re.compile(rf"{_BEFORE}'(?='*{_BLANK}{_STARTS})|^'(?='*[\t\r\n])")
_HARMLESS = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?)?")
# Letters, digits and signs that can neither call a function nor start a program, which take `(`, `!` or `|`.
_PLAIN_KEY = re.compile(r"[\w.+@~-]+")


def guarded(text: str) -> str:
    """The text as no spreadsheet will calculate it: with an apostrophe where a formula would begin."""
    if _HARMLESS.fullmatch(text):
        return text
    return _FORMULA.sub("'", text)


def unguarded(text: str) -> str:
    """What `guarded` was given. Other texts stay as they are."""
    return _MARKED.sub("", text)


def key(text: str) -> str:
    """A key as it must stand, letter by letter, for another program to know the person by it; empty if unsafe.

    E-mail addresses and user names may begin with `+` or `-`, and an apostrophe would make them another's. They are
    given as they are where they hold nothing that a formula needs to do harm.
    """
    return text if guarded(text) == text or _PLAIN_KEY.fullmatch(text) else ""


def one_line(text: str) -> str:
    """The text in one line: blanks and ends of lines become one space; control characters and what is unseen go.

    Unseen characters turn the letters around them into another order, or make two names look like one.
    """
    return " ".join("".join(each for each in text if each.isspace() or not _is_unseen(each)).split())


def _is_unseen(letter: str) -> bool:
    """Whether a letter is a control or a format character; the joiners are letters of names in Persian and Hindi."""
    return unicodedata.category(letter) in ("Cc", "Cf") and letter not in "\u200c\u200d"
