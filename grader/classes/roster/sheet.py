"""Read a school's CSV file: bytes -> rows of cells, each with its line number.

It may be UTF-8 with or without a byte-order mark, UTF-16 with one, or GB18030 as Chinese spreadsheets save it, and
separated by commas, semicolons or tabs. Errors are one line that names file and line.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.model.errors import UsageError
from grader.texts.language import _

AT_MOST = 8 << 20  # bytes; more than the largest roster
TITLES_AT_MOST = 10  # rows above the header, such as titles
SEPARATORS = ",;\t，"
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# The first bytes of workbooks: zip (xlsx, ods) and OLE2 (xls).
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class SheetRow:
    """The stripped cells of one row, and the line where it begins."""

    line: int
    cells: tuple[str, ...]


def read_sheet(path: Path, known: Callable[[str], bool]) -> list[SheetRow]:
    """Read all rows except blank ones. `known` recognizes names of columns, by which the separator is found."""
    return _rows(_text_of(_bytes_of(path), path.name), path.name, known)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UsageError(_("{path} is no file; name the file with the roster").format(path=path))
        with path.open("rb") as file:
            data = file.read(AT_MOST + 1)
    except OSError as error:
        raise UsageError(_("{path} cannot be read: {why}").format(path=path, why=error.strerror or error)) from error
    if len(data) > AT_MOST:
        raise UsageError(_("{path} is larger than {most} MB; that is no roster").format(path=path, most=AT_MOST >> 20))
    return data


def _text_of(data: bytes, name: str) -> str:
    if data.startswith(WORKBOOKS):
        raise UsageError(_('{name} is a workbook, not a table: save it as "CSV UTF-8" first').format(name=name))
    mark = next((each for each in MARKS if data.startswith(each)), b"")
    if b"\0" in data and "16" not in MARKS.get(mark, ""):
        raise UsageError(_("{name} is no text file; a roster is a table saved as CSV").format(name=name))
    text = _decoded(data.removeprefix(mark), MARKS.get(mark, ""), name)
    for place, letter in enumerate(text):
        if letter < " " and letter not in "\t\r\n":
            said = _("{name}:{line}: the character U+{code:04X} is no part of a text; is this a roster?")
            raise UsageError(said.format(name=name, line=text.count("\n", 0, place) + 1, code=ord(letter)))
    if not text.strip():
        raise UsageError(_("{name} is empty").format(name=name))
    return text


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if not encoding and (text := _chinese(data)) is not None:
            return text
        said = _("{name}:{line}: the byte {byte} is not {encoding}; save the file as UTF-8")
        used = encoding or "utf-8"
        line = data[: error.start].decode(used, "ignore").count("\n") + 1
        byte, shown = f"0x{data[error.start]:02x}", used[:6].upper()
        raise UsageError(said.format(name=name, line=line, byte=byte, encoding=shown)) from error


def _chinese(data: bytes) -> str | None:
    """Decode GB18030; None where the bytes are more likely another encoding, or UTF-8 with wrong bytes.

    Almost any bytes are valid GB18030. But most letters of a real Chinese text are in GB2312, and UTF-8 with a wrong
    byte is valid UTF-8 everywhere else.
    """
    shown = data.decode("utf-8", "replace")
    wrong = shown.count("\ufffd")
    if sum(not letter.isascii() for letter in shown) - wrong >= wrong:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    letters = [letter for letter in text if not letter.isascii()]
    common = sum(_is_common(letter) for letter in letters)
    return text if common > len(letters) - common else None


def _is_common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _rows(text: str, name: str, known: Callable[[str], bool]) -> list[SheetRow]:
    first, _end, rest = text.partition("\n")
    skipped = 0
    separator = ""
    # A line before the header in which a spreadsheet names the separator.
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        separator, text, skipped = first.strip()[4:] or "\t", rest, 1
    separator = separator or _separator(text, known)
    return _parsed(text, separator, name, skipped)


def _separator(text: str, known: Callable[[str], bool]) -> str:
    """The separator that gives one of the first rows the most known columns, else the most columns."""

    def worth(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            rows = list(itertools.islice(filter(any, reader), TITLES_AT_MOST))
        except csv.Error:
            return 0, 0
        return max(((sum(map(known, cells)), len(cells)) for cells in rows), default=(0, 0))

    return max(SEPARATORS, key=worth)


def _parsed(text: str, separator: str, name: str, skipped: int) -> list[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                rows.append(SheetRow(begins + skipped, stripped))
            begins = reader.line_num + 1
    except csv.Error as error:
        read = itertools.islice(io.StringIO(text, newline=""), begins - 1, reader.line_num)
        if _is_too_long(read, separator):
            said = _("{name}:{line}: a cell has more than {most} letters; shorten it, or close a quotation mark in it")
        else:
            said = _("{name}:{line}: a quotation mark is not closed, or stands inside a cell without being doubled")
        most = csv.field_size_limit()
        raise UsageError(said.format(name=name, line=begins + skipped, most=most)) from error
    return rows


def _is_too_long(lines: Iterable[str], separator: str) -> bool:
    """Whether a cell exceeds the csv module's limit: the only error of a reader that is not strict."""
    try:
        list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return True
    return False
