"""The points of a class as files that other programs import. Each export is a pure function.

    canvas              Canvas, Grades, Import
    moodle              Moodle, Grades, Import, CSV file
    moodle-worksheet    Moodle, an assignment's grading worksheet, filled in
    plain               for spreadsheets: all people, and all unmatched submissions

A file for an import has no row without points: Canvas deletes the existing grade where a cell is empty, and Moodle does
so where there is feedback without a grade. People left out are listed for the teacher, with the reason.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.classes.collect.entry import Entry
from grader.classes.exports.comment import commonest
from grader.classes.exports.standings import ExportOptions, Standing, cards_of, most_of, standings_of, trouble_of
from grader.classes.roster.csv_cells import guarded, key, one_line
from grader.classes.roster.join import Joined, Stray
from grader.classes.roster.roster import WORKSHEET, Person, column
from grader.model.errors import UsageError
from grader.texts.language import _

Cell = str | int
Row = Sequence[Cell]
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class LeftOut:
    """A person whose points are not in the file, and why. The teacher must look at it."""

    who: str
    why: str


@dataclass(frozen=True)
class ExportedFile:
    """The bytes of a file, and the people whose points are not in it."""

    data: bytes
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Export:
    """A kind of export: the name of its file, and the function that makes it."""

    file: str
    make: Callable[[Joined, ExportOptions], ExportedFile]


def _file(rows: Iterable[Row], mark: str = "") -> bytes:
    made = io.StringIO()
    made.write(mark)
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    # Bytes of a folder's name that are not valid text become question marks.
    return made.getvalue().encode("utf-8", "replace")


def _exported(
    heads: Iterable[Row], standings: Iterable[Standing], row_of: Callable[[Standing, int], Row | str]
) -> ExportedFile:
    """A row for each person with points. `row_of` returns the row, or why the person is left out."""
    rows, left = [*heads], []
    for each in standings:
        row = each.why if each.points is None else row_of(each, each.points)
        if isinstance(row, str):
            left.append(LeftOut(each.person.known_as, row))
        else:
            rows.append(row)
    return ExportedFile(_file(rows), tuple(left))


def canvas(joined: Joined, options: ExportOptions) -> ExportedFile:
    """The gradebook as Canvas imports it.

    Canvas identifies people by its own ID, else by SIS User ID, SIS Login ID or name. The ID is written only where it
    comes from Canvas: another number could be another learner's.
    """
    most = most_of(joined, options)
    heads: list[Row] = [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", guarded(one_line(options.assignment))),
        ("    Points Possible", "", "", "", "", most),
    ]

    def row_of(standing: Standing, points: int) -> Row | str:
        cells = _canvas_person(standing.person)
        return (*cells, points) if any(cells[:4]) else _("no name, id or login by which Canvas knows them")

    return _exported(heads, standings_of(joined, options, most), row_of)


def _canvas_person(person: Person) -> tuple[str, str, str, str, str]:
    # A row whose first cell holds these words sets the points of the assignment.
    name = "" if "Points Possible" in person.sortable else person.sortable
    user = person.sis_user_id or person.id
    login = person.sis_login_id or person.email
    return guarded(name), key(person.canvas_id), key(user), key(login), guarded(person.section)


def moodle(joined: Joined, options: ExportOptions) -> ExportedFile:
    """Columns for Moodle's import of grades. People are matched by e-mail address, or by ID number if all lack it.

    One person unknown to Moodle, or with too many points, aborts the whole import.
    """
    most = most_of(joined, options)
    standings = standings_of(joined, options, most)
    by_email = any(each.person.email for each in standings)
    heads = ("Full name", "ID number", "Email address", guarded(one_line(options.assignment)), "Feedback")

    def row_of(standing: Standing, points: int) -> Row | str:
        person = standing.person
        number, email = key(person.id or person.sis_user_id), key(person.email)
        if not (email if by_email else number):
            return _("no e-mail address or ID number by which Moodle knows them")
        row = (_for_moodle(person.name), number, email, points, _for_moodle(standing.comment))
        return _out_of_range(points, most) or row

    return _exported([heads], standings, row_of)


def _for_moodle(text: str) -> str:
    # PHP reads a backslash before a quotation mark as an escape, which would shift the columns.
    return guarded(text.replace("\\", "/"))


def _out_of_range(points: int, most: int) -> str:
    """Why Moodle would refuse the points; empty where it accepts them."""
    said = _("{points} points, which Moodle refuses for 0 to {most}")
    return "" if 0 <= points <= most else said.format(points=points, most=most)


def worksheet(joined: Joined, options: ExportOptions) -> ExportedFile:
    """The grading worksheet that came as the roster, with grades and feedback filled in.

    All other cells keep Moodle's values: the headings, which it recognizes in its own language only, and the time of
    the last grade, by which Moodle protects a grade that was changed there since.
    """
    if not joined.worksheet:
        said = _("this needs the grading worksheet of the assignment as a roster: download it from Moodle in English")
        raise UsageError(said)
    most = most_of(joined, options)
    found = {each: column(joined.worksheet, names) for each, names in WORKSHEET.items()}
    places = {name: place for name, place in found.items() if place is not None}

    def row_of(standing: Standing, points: int) -> Row | str:
        row = standing.person.row
        why = _worksheet_trouble({name: row[place] for name, place in places.items() if row}, points, most)
        filled: list[Cell] = [_for_moodle(cell) for cell in row]  # guarded: Moodle ignores names on import
        for name, cell in (("grade", points), ("feedback", _for_moodle(standing.comment))):
            if name in places and not why:
                filled[places[name]] = cell
        return why or filled

    return _exported([joined.worksheet], standings_of(joined, options, most), row_of)


def _worksheet_trouble(cells: Mapping[str, str], points: int, most: int) -> str:
    """Why Moodle would not accept a row, else empty. UsageError where the assignment has another maximum."""
    if not cells.get("identifier"):
        return _("not in Moodle's worksheet")
    if cells.get("open", "").casefold() in ("no", "否"):
        return _("Moodle has locked this grade")
    try:
        there = float(cells.get("most", "").replace(",", "."))
    except ValueError:
        there = float(most)
    if not math.isclose(there, most):
        said = _("the assignment in Moodle has {there:g} points, and the course {most}: set its maximum to {most}")
        raise UsageError(said.format(there=there, most=most))
    return _out_of_range(points, most)


def plain(joined: Joined, options: ExportOptions) -> ExportedFile:
    """All people and all unmatched submissions, for a spreadsheet; headings in the current language.

    It begins with a byte-order mark: without one, Excel misreads Chinese. Keys are guarded like other texts; reading
    the file as a roster restores them.
    """
    cards = cards_of(joined)
    most = most_of(joined, options) if cards else options.most or 0
    standings = standings_of(joined, options, most)
    exercises = sorted({each.id for card in cards for each in card.exercises})
    heads = (
        *(_("Name"), _("User name"), _("ID"), _("E-mail"), _("Section"), _("Points"), _("Out of"), _("Status")),
        *exercises,
        *(_("A mistake to begin with"), _("By hand because"), _("Folder"), _("Commit"), _("Committed"), _("Graded")),
    )
    rows: list[Row] = [[guarded(head) for head in heads]]
    for each in standings:
        person = each.person
        who = (person.name, person.username, person.id or person.sis_user_id, person.email, person.section)
        points: Cell = "" if each.points is None else each.points
        rows.append(_plain_row(who, (points, most, each.why or _status(each.pair.entry)), each.pair.entry, exercises))
    for stray in joined.strays:
        rows.append(_plain_row(("", "", "", "", ""), _of_stray(stray, most), stray.entry, exercises))
    left = tuple(LeftOut(each.person.known_as, each.why) for each in standings if each.points is None)
    return ExportedFile(_file(rows, BYTE_ORDER_MARK), left)


def _of_stray(stray: Stray, most: int) -> tuple[Cell, int, str]:
    """The points of an unmatched submission, the maximum, and why a teacher must examine it."""
    trouble = trouble_of(stray.entry, most)
    if trouble or stray.entry.points is None:
        return "", most, "; ".join(filter(None, (stray.why, trouble)))
    return stray.entry.points, most, stray.why


def _status(entry: Entry | None) -> str:
    if entry is None:
        return _("no submission")
    return _("graded") if entry.override is None else _("by hand")


def _plain_row(
    who: Sequence[str], standing: Sequence[Cell], entry: Entry | None, exercises: Sequence[str]
) -> list[Cell]:
    scores = {each.id: each.score for each in entry.card.exercises} if entry and entry.card else {}
    by_exercise: list[Cell] = [scores.get(each, "") for each in exercises]
    mistake = commonest(entry.card) if entry and entry.card else ""
    reason = entry.override.reason if entry and entry.override else ""
    found = (entry.place, entry.commit, entry.committed, entry.graded) if entry else ("", "", "", "")
    cells: list[Cell] = [*who, *standing, *by_exercise, mistake, reason, *map(one_line, found)]
    return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]


EXPORTS: Mapping[str, Export] = {
    "canvas": Export("canvas.csv", canvas),
    "moodle": Export("moodle.csv", moodle),
    "moodle-worksheet": Export("moodle-worksheet.csv", worksheet),
    "plain": Export("grades.csv", plain),
}
