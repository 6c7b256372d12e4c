"""The people of a class: a roster's file -> people.

These files are recognized by their columns:

    Classroom 50        username,first_name,last_name,email,section,github_id,role
    GitHub Classroom    "identifier","github_username","github_id","name"
    Canvas              the gradebook as Canvas exports it: Student,ID,SIS User ID,SIS Login ID,Section,...
    Moodle              the grading worksheet of an assignment: Identifier,Full name,Email address,Status,Grade,...
    any other           columns such as name, email, username, id, in English or Chinese; or user names, one per line

A column `GitHub` or `username` may be added to any of them. Staff are kept apart from learners.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from grader.classes.roster import sheet
from grader.classes.roster.csv_cells import one_line, unguarded
from grader.model.errors import UsageError
from grader.texts.language import N_, _
from grader.texts.wording import shorten

# Names of columns, without blanks and signs, in lower case. The first name that a file has counts.
COLUMNS: Mapping[str, Sequence[str]] = {
    "username": (
        "githubusername github githubuser githublogin github用户名 github账号 github帐号 "
        "username user login account 用户名 账号 帐号 githubid"
    ).split(),
    "name": "name fullname student studentname learner 姓名 全名 名字 学生 学生姓名".split(),
    "first": "firstname givenname 名".split(),
    "last": "lastname surname familyname 姓".split(),
    "email": "emailaddress email mail 邮箱 电子邮箱 电子邮件 邮件 邮箱地址 电子邮件地址 email地址 邮件地址".split(),
    "id": "identifier studentid studentnumber studentno idnumber id number 学号 学生编号 编号 学籍号".split(),
    "section": "section class group 班级 班 行政班 组 小组".split(),
    "role": "role 角色 身份".split(),
    "sis_user_id": ["sisuserid"],
    "sis_login_id": ["sisloginid"],
}
WORKSHEET: Mapping[str, Sequence[str]] = {
    "identifier": ("identifier", "识别码", "标识符", "编号"),
    "grade": ("grade", "成绩"),
    "modified": ("lastmodifiedgrade", "最后修改教师", "最后修改成绩", "上次修改成绩"),
    "most": ("maximumgrade", "最高成绩", "最高分", "最高分数"),
    "open": ("gradecanbechanged", "允许更改成绩", "成绩可以更改", "可以更改成绩"),
    "feedback": ("feedbackcomments", "反馈评论", "反馈意见", "评语", "反馈"),
}
STAFF = {"teacher", "ta", "instructor", "assistant", "staff", "owner", "admin", "教师", "老师", "助教", "管理员"}
KEYS = ("username", "email", "id", "canvas_id", "sis_user_id", "sis_login_id", "moodle_identifier")
_USER_NAME = re.compile(r"[\w.+@-]+")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One learner, with the keys that the exports need; unknown ones are empty.

    `id` is the school's number or the roster's own identifier; `sortable` is "Last, First" where both are known;
    `moodle_identifier` and `row` are those of a Moodle worksheet. `line` is where the roster names the person.
    """

    username: str = ""
    name: str = ""
    sortable: str = ""
    email: str = ""
    id: str = ""
    section: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    moodle_identifier: str = ""
    row: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def known_as(self) -> str:
        """The person's name, else the first key that is known."""
        return self.name or next((value for key in KEYS if (value := getattr(self, key))), "")


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The learners of a class in the file's order, and its staff. `worksheet` is the header of a Moodle worksheet."""

    people: tuple[Person, ...] = ()
    staff: tuple[Person, ...] = ()
    worksheet: tuple[str, ...] = ()


def column_key(header: str) -> str:
    """A column's name without blanks and signs, in lower case: `Email address` and `email_address` are equal."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


_NAMES = {each for names in (*COLUMNS.values(), *WORKSHEET.values()) for each in names}


def known(header: str) -> bool:
    """Whether a cell is the name of a known column."""
    return column_key(header) in _NAMES


def column(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The place of the first of these columns that the header has."""
    shown = [column_key(each) for each in header]
    return next((shown.index(each) for each in names if each in shown), None)


@dataclass(frozen=True)
class _Columns:
    """The indexes of a file's columns, and whether it is a Canvas export or a Moodle worksheet."""

    header: tuple[str, ...]
    places: Mapping[str, int]

    @classmethod
    def of(cls, header: tuple[str, ...]) -> "_Columns":
        return cls(header, {key: at for key, names in COLUMNS.items() if (at := column(header, names)) is not None})

    @property
    def canvas_id(self) -> int | None:
        """The index of Canvas's own ids; None for other files, whose ID may mean another person in Canvas."""
        place = column(self.header, ["id"])
        ours = "sis_login_id" in self.places and column(self.header, ["student", "lastname"]) == 0
        return place if ours else None

    @property
    def worksheet(self) -> bool:
        return all(column(self.header, WORKSHEET[each]) is not None for each in ("identifier", "grade", "modified"))


def read_roster(path: Path) -> Roster:
    """Read a roster. UsageError, which names the file and if possible the line, where it is not valid."""
    rows = sheet.read_sheet(path, known)
    at = _header(rows)
    if at is None:
        return _user_names(rows, path.name)
    columns = _Columns.of(rows[at].cells)
    if not columns.worksheet and not columns.places.keys() & {"username", "id", "email", "sis_user_id", "sis_login_id"}:
        said = _("{name}:{line}: no column tells people apart; add one of username, email or id")
        raise UsageError(said.format(name=path.name, line=rows[at].line))
    there = [row for row in rows[at + 1 :] if columns.canvas_id is None or not _is_without_person(row)]
    people = [_person(row, columns) for row in there]
    return _checked(
        Roster(
            people=tuple(each for each, staff in people if not staff),
            staff=tuple(each for each, staff in people if staff),
            worksheet=columns.header if columns.worksheet else (),
        ),
        path.name,
    )


def _header(rows: Sequence[sheet.SheetRow]) -> int | None:
    """The index of the header: the first row with two or more known columns, else row 0 if it has one, else None."""
    names = [sum(map(known, row.cells)) for row in rows[: sheet.TITLES_AT_MOST]]
    return next((at for at, count in enumerate(names) if count > 1), 0 if names[0] else None)


def _user_names(rows: Sequence[sheet.SheetRow], name: str) -> Roster:
    """A roster without a header: user names, one per line."""
    for row in rows:
        cells = [cell for cell in row.cells if cell]
        if len(cells) != 1 or not _USER_NAME.fullmatch(cells[0]):
            said = _("{name}:{line}: no known column; name the columns in the first line, as in name,email,username,id")
            raise UsageError(said.format(name=name, line=rows[0].line))
    people = (Person(username=next(filter(None, row.cells)), line=row.line) for row in rows)
    return _checked(Roster(people=tuple(people)), name)


def _is_without_person(row: sheet.SheetRow) -> bool:
    """Whether a row of Canvas describes the assignments or Canvas's test student, or has no name and no id."""
    first, second, third = (*row.cells, "", "", "")[:3]
    return (
        "Points Possible" in first
        or (first == "Student, Test" and not third)
        or (first, second) == ("Student", "Test")
        or not (first or second)
    )


def _person(row: sheet.SheetRow, columns: _Columns) -> tuple[Person, bool]:
    """The person of a row, and whether they are staff."""

    def cell(place: int | None) -> str:
        return one_line(unguarded(row.cells[place])) if place is not None and place < len(row.cells) else ""

    def of(key: str) -> str:
        return cell(columns.places.get(key))

    first, last, canvas = of("first"), of("last"), columns.canvas_id
    name = of("name") or full_name(first, last)
    identifier = column(columns.header, WORKSHEET["identifier"]) if columns.worksheet else None
    number = "" if columns.places.get("id") in (canvas, identifier) else of("id")
    person = Person(
        username=of("username"),
        name=name,
        sortable=f"{last}, {first}" if first and last and name == f"{first} {last}" else name,
        email=of("email") or (number if "@" in number else ""),
        id=number,
        section=of("section"),
        canvas_id=cell(canvas),
        sis_user_id=of("sis_user_id"),
        sis_login_id=of("sis_login_id"),
        moodle_identifier=cell(identifier),
        row=(*row.cells, *("" for _each in columns.header))[: len(columns.header)] if columns.worksheet else (),
        line=row.line,
    )
    return person, of("role").casefold() in STAFF


def full_name(first: str, last: str) -> str:
    """First and last name in the order of their language: Chinese names begin with the family name."""
    if not (first + last).isascii() and all("\u3400" <= letter <= "\u9fff" for letter in first + last):
        return last + first
    return f"{first} {last}".strip()


def _checked(roster: Roster, name: str) -> Roster:
    """The roster. UsageError where two people share a key."""
    if not roster.people and not roster.staff:
        raise UsageError(_("{name} names no person").format(name=name))
    seen: dict[tuple[str, str], Person] = {}
    for each in sorted((*roster.people, *roster.staff), key=lambda each: each.line):
        for kind, value in (*_keys_everywhere(each), *_keys_of_schools(each)):
            other = seen.setdefault((kind, value.casefold()), each)
            if other is not each:
                said = _(TWICE.get(kind, TWICE["id"]))
                raise UsageError(said.format(name=name, line=each.line, value=shorten(value), other=other.line))
    return roster


TWICE: Mapping[str, str] = {
    "user": N_("{name}:{line}: the user name {value} stands in line {other} already"),
    "email": N_("{name}:{line}: the e-mail address {value} stands in line {other} already"),
    "id": N_("{name}:{line}: the id {value} stands in line {other} already"),
}


def _keys_everywhere(person: Person) -> Iterator[tuple[str, str]]:
    """The keys of a person that mean the same in every roster, each with its kind."""
    keys = (("user", person.username), ("id", person.id), ("id", person.sis_user_id))
    yield from ((kind, value) for kind, value in keys if value)
    # An id and a login may be e-mail addresses.
    yield from (("email", value) for value in (person.email, person.id, person.sis_login_id) if "@" in value)


def _keys_of_schools(person: Person) -> Iterator[tuple[str, str]]:
    """The keys of a person in one program of a school; elsewhere the same number may mean another person."""
    keys = (("canvas", person.canvas_id), ("login", person.sis_login_id), ("moodle", person.moodle_identifier))
    yield from ((kind, value) for kind, value in keys if value)


# Several rosters ---------------------------------------------------------------------------------------------------


def merge(rosters: Sequence[Roster]) -> Roster:
    """Merge rosters, such as GitHub's user names and Moodle's worksheet: rows with a common key are one person.

    Keys are user name, e-mail address and the school's number. Where two rosters differ, the first counts.
    UsageError where one person of a roster matches two of another, or two match one.
    """
    people: list[Person] = []
    for roster in rosters:
        earlier = tuple(people)
        before = [_keys(each) for each in earlier]
        merged: dict[int, Person] = {}
        for each in roster.people:
            mine = _keys(each)
            same = [place for place, keys in enumerate(before) if keys & mine]
            if len(same) > 1:
                said = _("{who} would be both {first} and {second} of another roster; mend one of them")
                first, second = (earlier[place].known_as for place in same[:2])
                raise UsageError(said.format(who=each.known_as, first=first, second=second))
            if same and (other := merged.setdefault(same[0], each)) is not each:
                said = _("{first} and {second} would both be {who} of another roster; mend one of them")
                who = earlier[same[0]].known_as
                raise UsageError(said.format(first=other.known_as, second=each.known_as, who=who))
            if same:
                known_before = people[same[0]]
                joined = {
                    one.name: getattr(known_before, one.name) or getattr(each, one.name) for one in fields(Person)
                }
                people[same[0]] = Person(**joined)
            else:
                people.append(each)
    staff = tuple(each for roster in rosters for each in roster.staff)
    worksheet = next((roster.worksheet for roster in rosters if roster.worksheet), ())
    return Roster(people=tuple(people), staff=staff, worksheet=worksheet)


def _keys(person: Person) -> set[tuple[str, str]]:
    return {(kind, value.casefold()) for kind, value in _keys_everywhere(person)}
