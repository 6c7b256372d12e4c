"""Update the translation catalogues: collect the grader's texts, keep their translations, compile.

`python -m tests.catalogues` (or `nox -s texts`) updates the files; tests/test_language.py compares them with the code.
"""

import ast
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.advice.rule import sentences_of

GRADER = Path(__file__).parents[1] / "grader"
PO = GRADER / "texts" / "locale" / "zh_CN" / "LC_MESSAGES" / "grader.po"
MO = PO.with_suffix(".mo")
DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # fixed, so that the same texts give the same bytes
AUTHORS = "the socket course contributors"
RULES = [*GRADER.glob("advice/mistakes/*.py"), *GRADER.glob("suites/*/mistakes.py")]
EXTRACTORS = [("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]  # Babel's extractor for each kind of file
HEADER = "# The texts of the socket course in Simplified Chinese."


def texts() -> set[str]:
    """Every text that is marked with `_`, `N_` or `M_` in the grader's code and templates, and the texts of all rules."""
    found = extract_from_dir(GRADER, EXTRACTORS, keywords={"_": None, "N_": None, "M_": None})
    marked = {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}
    return marked | {text for path in RULES for text in texts_of_rules(path)}


def texts_of_rules(path: Path) -> Iterator[str]:
    """The titles and texts of the rules in a file: they are the docstrings (grader/advice/rule.py)."""
    for node in ast.parse(path.read_bytes()).body:
        decorators = [ast.unparse(each) for each in getattr(node, "decorator_list", [])]
        if isinstance(node, ast.FunctionDef) and any(each.startswith("mistake(") for each in decorators):
            yield from sentences_of(ast.get_docstring(node) or "")


def catalogue() -> Catalog:
    """The Chinese catalogue."""
    with PO.open("rb") as file:
        return read_po(file)


def compiled(messages: Catalog) -> bytes:
    """The catalogue in gettext's binary format (.mo)."""
    data = io.BytesIO()
    write_mo(data, messages)
    return data.getvalue()


def main() -> None:
    """Add new texts, remove unused ones, compile; print the texts without a translation."""
    old, wanted = catalogue(), texts()
    made = Catalog(
        locale="zh_CN",
        header_comment=HEADER,
        project="socket course",
        version="1",
        msgid_bugs_address="CONTRIBUTING.md",
        creation_date=DATE,
        revision_date=DATE,
        last_translator=AUTHORS,
        language_team=AUTHORS,
        charset="utf-8",
        fuzzy=False,
    )
    for text in sorted(wanted):
        known = old.get(text)
        made.add(text, string=known.string if known is not None else "")
    with PO.open("wb") as file:
        write_po(file, made, width=0, omit_header=False, sort_output=True, include_lineno=False)
    MO.write_bytes(compiled(made))
    left = [message.id for message in made if message.id and not message.string]
    print(f"{len(wanted)} texts, {len(left)} to be translated")
    for each in left:
        print(f"  {each}")


if __name__ == "__main__":
    main()
