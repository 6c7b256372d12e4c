"""The catalogues: find every text of the grader, keep what is translated, compile.

`python -m tests.catalogues` (or `nox -s texts`) brings them up to date; the tests hold them against the code.
"""

import datetime
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

GRADER = Path(__file__).parents[1] / "grader"
PO = GRADER / "texts" / "locale" / "zh_CN" / "LC_MESSAGES" / "grader.po"
MO = PO.with_suffix(".mo")
DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # the same bytes for the same texts
WHO = "the socket course contributors"
READERS = [("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]  # how texts are found in each kind of file
HEADER = "# The texts of the socket course in Simplified Chinese."


def texts() -> set[str]:
    """Every text that the grader's code marks."""
    found = extract_from_dir(GRADER, READERS, keywords={"_": None, "N_": None})
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


def catalogue() -> Catalog:
    """The Chinese catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file)


def compiled(made: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    data = io.BytesIO()
    write_mo(data, made)
    return data.getvalue()


def main() -> None:
    """Add what is new, drop what is gone, and compile; say what is still to be translated."""
    old, wanted = catalogue(), texts()
    made = Catalog(
        locale="zh_CN",
        header_comment=HEADER,
        project="socket course",
        version="1",
        msgid_bugs_address="CONTRIBUTING.md",
        creation_date=DATE,
        revision_date=DATE,
        last_translator=WHO,
        language_team=WHO,
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
