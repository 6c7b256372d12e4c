"""Guard the cells of a CSV file: mark as text what a spreadsheet would evaluate as a formula.

A spreadsheet evaluates a cell that begins with `=`, `+`, `-` or `@`: in some languages also their full-width forms,
also after blanks, and in older programs after a tab or a line end. A leading apostrophe makes it text. A spreadsheet
that separates by `;` or tab splits a cell there, so what follows these is marked too. Quoting prevents none of this.
Source: OWASP, "CSV Injection".

Numbers and a single sign are harmless and stay unchanged.
"""

import re
import unicodedata

_BLANK = r"[^\S\t\r\n]*[\u200b-\u200f\u2060\ufeff]*[^\S\t\r\n]*"
_STARTS = r"[=+\-@＝＋－﹣−＠﹢﹦﹫]"
# Text that is marked already gets one more mark, so that unguarded() is the exact inverse.
_BEFORE = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = re.compile(rf"{_BEFORE}(?='*{_BLANK}{_STARTS})|^(?='*[\t\r\n])")
_MARKED = re.compile(rf"{_BEFORE}'(?='*{_BLANK}{_STARTS})|^'(?='*[\t\r\n])")
_HARMLESS = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?)?")
# Only letters, digits and signs: calling a function or starting a program needs `(`, `!` or `|`.
_PLAIN_KEY = re.compile(r"[\w.+@~-]+")


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would see a formula."""
    if _HARMLESS.fullmatch(text):
        return text
    return _FORMULA.sub("'", text)


def unguarded(text: str) -> str:
    """The inverse of `guarded`. Other texts stay unchanged."""
    return _MARKED.sub("", text)


def key(text: str) -> str:
    """A key by which another program identifies a person, unchanged; empty where it is not safe in a spreadsheet.

    E-mail addresses and user names may begin with `+` or `-`; an apostrophe would make them another key. They are safe
    where they lack the characters that a harmful formula needs.
    """
    return text if guarded(text) == text or _PLAIN_KEY.fullmatch(text) else ""


def one_line(text: str) -> str:
    """The text in one line: white space becomes single spaces; control and invisible characters are removed.

    Invisible characters can reverse the order of letters or make two names look equal.
    """
    return " ".join("".join(each for each in text if each.isspace() or not _is_unseen(each)).split())


def _is_unseen(letter: str) -> bool:
    """Whether it is a control or format character. The joiners stay: names in Persian and Hindi need them."""
    return unicodedata.category(letter) in ("Cc", "Cf") and letter not in "\u200c\u200d"
