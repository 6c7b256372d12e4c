"""The language of all texts: gettext catalogues in `locale/`; the default is English.

`_` translates a text now; `N_` only marks a text that is translated later, when it is shown.
"""

import contextlib
import functools
import gettext
import locale
import os
from collections.abc import Iterator
from pathlib import Path

DOMAIN = "grader"
FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
SAMPLES = {"en": "passed", "zh": "通过"}  # a text in each language


class _Chosen:
    """The current catalogue: one for the process, chosen once by the command line."""

    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    name: str = "en"


def choose(language: str | None) -> str:
    """Use `en` or `zh`; with None, the language of the environment (POSIX locale variables, else the system)."""
    chosen = language or from_environment()
    _Chosen.catalogue = _catalogue(chosen)
    _Chosen.name = chosen
    return chosen


def can_be_shown(language: str, encoding: str) -> bool:
    """Whether an encoding has the characters of a language; False for an encoding that Python does not know."""
    try:
        SAMPLES[language].encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextlib.contextmanager
def for_encoding(encoding: str) -> Iterator[None]:
    """Use English inside a `with` block if the encoding of the output lacks the characters of the current language."""
    before = current()
    if not can_be_shown(before, encoding):
        choose("en")
    try:
        yield
    finally:
        choose(before)


def translated(text: str, language: str) -> str:
    """The text in `en` or `zh`, whatever the current language is; the empty text stays empty, as in `_`."""
    return _catalogue(language).gettext(text) if text else ""


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, ["zh_CN"] if language == "zh" else ["en"], fallback=True)


def current() -> str:
    """The current language: `en` or `zh`."""
    return _Chosen.name


def from_environment() -> str:
    """`zh` if the environment or the system is set to Chinese, else `en`."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith(("zh", "chinese")) else "en"
    try:
        system = locale.getlocale()[0] or ""
    except ValueError:
        system = ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


def _(text: str) -> str:
    """The text in the current language. The empty text stays empty: in a catalogue it is the key of the header."""
    return _Chosen.catalogue.gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for a marked text)
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text
