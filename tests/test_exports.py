"""Exports for other programs are complete, delete no grade, mix up no points, and contain no formula."""

import csv
import io
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.classes import results, summary
from grader.classes.collect.entry import Entry, Override
from grader.classes.exports.comment import comment
from grader.classes.exports.exports import EXPORTS, ExportedFile, LeftOut
from grader.classes.exports.standings import ExportOptions
from grader.classes.results import Written
from grader.classes.roster.csv_cells import guarded, key, one_line, unguarded
from grader.classes.roster.join import Joined, join, without_roster
from grader.classes.roster.roster import Person, Roster, merge, read_roster
from grader.model.errors import UsageError
from grader.result.scorecard import Advice, CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts import language

WORKSHEET = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
)  # fmt: skip
NAMES = [
    'Jane "JD" Doe',
    "Doe, Jane",
    "张三",
    "O'Neil; so",
    "=cmd|' /C calc'!A0",
    " =1+1",
    "\t=1+1",
    "＝1+1",
    "\u200b=1+1",
    "@SUM(A1)",
    "-2+3+cmd|' /C calc'!D2",
    "+1",
    "'=already",
    "''@x",
    "a;=1+1",
    "two\nlines",
    "cr\rlf",
    "x\n=1+1",
    "back\\",
    'back\\"',
    "Points Possible",
    "",
    "-",
    "0",
]


def mistake(name: str) -> Advice:
    return Advice(id=name, title=f"The {name} is wrong", text="", exercise="03_bind", anchor="")


def card(score: int = 65, most: int = 100, *mistakes: str, own_trouble: bool = False) -> Scorecard:
    checks = [
        CheckResult(id=f"c{at}", promise="", status=CheckStatus.FAILED, points=0, max=1, advice=mistake(each))
        for at, each in enumerate(mistakes)
    ]
    status = ExerciseStatus.ERROR if own_trouble else ExerciseStatus.FAILED
    exercises = [
        ExerciseResult(
            id="03_bind", file="bind.py", status=status, score=score, max=most, checks=checks, own_trouble=own_trouble
        ),
    ]
    return Scorecard(score=score, max=most, hidden=0, seconds=1.0, box="", python="", platform="", exercises=exercises)


def entry(name: str, graded: Scorecard | None = None, trouble: str = "", by_hand: int | None = None) -> Entry:
    override = None if by_hand is None else Override(points=by_hand, reason="=my own reason", at="2026-03-02T10:00:00Z")
    return Entry(
        name=name, place=f"x/{name}", graded="2026-03-02T10:00:00Z", card=graded, trouble=trouble, override=override
    )


def person(user: str, **facts: str) -> Person:
    """A person with a key for every system."""
    given = {"name": user.title(), "sortable": user.title(), "email": f"{user}@example.org", "id": f"n-{user}"} | facts
    plain = Person(username=user, **given)  # type: ignore[arg-type]
    row = (f"Participant {len(user)}", plain.name, plain.email, "Submitted", "", "100.00", "Yes", "-", "-", "old")
    return replace(plain, moodle_identifier=row[0], row=row)


def joined(*pairs: tuple[Person, Entry | None]) -> Joined:
    roster = Roster(people=tuple(each for each, _entry in pairs), worksheet=WORKSHEET)
    return join(roster, [each for _person, each in pairs if each is not None])


CLASS = joined(
    (person("ann"), entry("ann", card(65))),
    (person("bert"), entry("bert", card(40), by_hand=70)),
    (person("carla"), None),
    (person("dora"), entry("dora", None, trouble="cannot be read")),
    (person("emilia"), entry("emilia", card(12, own_trouble=True))),
    (person("florian"), entry("florian", card(0))),
)
IMPORTS = ("canvas", "moodle", "moodle-worksheet")


def export(kind: str, class_: Joined = CLASS, **options: object) -> ExportedFile:
    return EXPORTS[kind].make(class_, ExportOptions(**options))  # type: ignore[arg-type]


def rows(file: ExportedFile) -> list[list[str]]:
    """The rows that the csv module reads, which must have one length."""
    read_back = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in read_back} == {len(read_back[0])}
    return read_back


def points(file: ExportedFile, kind: str) -> dict[str, str]:
    """The points of each name in a file."""
    table = rows(file)
    name, grade = {"canvas": (0, 5), "moodle": (0, 3), "moodle-worksheet": (1, 4), "plain": (0, 5)}[kind]
    return {row[name]: row[grade] for row in table[2 if kind == "canvas" else 1 :]}


# Points --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", IMPORTS)
def test_an_import_contains_only_rows_with_points(kind: str) -> None:
    assert points(export(kind), kind) == {"Ann": "65", "Bert": "70", "Florian": "0"}


@pytest.mark.parametrize("kind", EXPORTS)
def test_people_left_out_are_listed_with_the_reason(kind: str) -> None:
    assert [(each.who, each.why) for each in export(kind).left_out] == [
        ("Carla", "no submission"),
        ("Dora", "not graded: cannot be read"),
        ("Emilia", "the grader itself failed at 03_bind; grade it again"),
    ]


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_missing_submission_gets_0_points_only_on_request_and_an_error_never_does(kind: str) -> None:
    given = points(export(kind, missing_as_zero=True), kind)
    assert given["Carla"] == "0"
    assert given.get("Dora", "") == given.get("Emilia", "") == ""


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("stray", ["mallory", "ann-bert"])
def test_a_person_gets_no_0_if_a_submission_without_an_owner_may_be_theirs(kind: str, stray: str) -> None:
    people = (person("ann"), person("bert", id="ann-bert"), person("carla", id="ann-bert"), person("dora"))
    class_ = join(Roster(people=people, worksheet=WORKSHEET), [entry("ann", card(65)), entry(stray, card(3))])
    file = export(kind, class_, missing_as_zero=True)
    given = points(file, kind)
    assert (given["Ann"], given.get("Dora", "")) == ("65", "")
    why = "no submission that is surely theirs (without an owner so far: 1); complete the roster first"
    assert ("Dora", why) in [(each.who, each.why) for each in file.left_out]


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_submission_with_a_known_owner_does_not_prevent_a_0(kind: str) -> None:
    roster = Roster(people=(person("ann"), person("bert")), staff=(person("prof"),), worksheet=WORKSHEET)
    class_ = join(roster, [entry("ann", card(65)), entry("tcp-ann", card(60)), entry("prof", card(1))])
    assert points(export(kind, class_, missing_as_zero=True), kind)["Bert"] == "0"


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_person_with_two_submissions_has_no_points(kind: str) -> None:
    class_ = join(
        Roster(people=(person("ann"), person("bert")), worksheet=WORKSHEET),
        [entry("ann", card(65)), entry("tcp-ann", card(60)), entry("bert", card(1))],
    )
    file = export(kind, class_, missing_as_zero=True)
    assert points(file, kind).get("Ann", "") == ""
    assert file.left_out[0].why == "several submissions: x/ann, x/tcp-ann"
    assert [each.who for each in file.left_out] == ["Ann"]


@pytest.mark.parametrize("kind", EXPORTS)
def test_points_with_another_maximum_are_left_out(kind: str) -> None:
    class_ = joined((person("ann"), entry("ann", card(65))), (person("bert"), entry("bert", card(65, 79))))
    file = export(kind, class_)
    assert points(file, kind).get("Bert", "") == ""
    assert [each.why for each in file.left_out] == ["graded out of 79 points instead of 100; grade it again"]


@pytest.mark.parametrize("kind", IMPORTS)
def test_an_import_without_a_graded_submission_is_refused(kind: str) -> None:
    with pytest.raises(UsageError, match="nothing is graded yet"):
        export(kind, joined((person("ann"), None)))


def test_the_plain_table_exists_before_the_first_grading() -> None:
    assert points(export("plain", joined((person("ann"), None))), "plain") == {"Ann": ""}


@pytest.mark.parametrize("kind", EXPORTS)
def test_points_by_hand_override_any_error(kind: str) -> None:
    class_ = joined(
        (person("ann"), entry("ann", None, trouble="cannot be read", by_hand=50)),
        (person("bert"), entry("bert", card(40, own_trouble=True), by_hand=60)),
        (person("carla"), entry("carla", card(40, 79), by_hand=70)),
    )
    file = export(kind, class_, most=100)
    assert points(file, kind) == {"Ann": "50", "Bert": "60", "Carla": "70"}
    assert file.left_out == ()


# Canvas --------------------------------------------------------------------------------------------------------------


def test_canvas_gets_its_columns_its_points_row_and_no_byte_order_mark() -> None:
    file = export("canvas", assignment="Socket course (1234)")
    head, most, ann = rows(file)[:3]
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Socket course (1234)"]
    assert most == ["    Points Possible", "", "", "", "", "100"]
    assert ann == ["Ann", "", "n-ann", "ann@example.org", "", "65"]
    assert file.data.startswith(b"Student,ID,")
    assert EXPORTS["canvas"].file == "canvas.csv"


def test_the_ids_of_canvas_are_exported_again(tmp_path: Path) -> None:
    path = tmp_path / "canvas.csv"
    path.write_text('Student,ID,SIS User ID,SIS Login ID,Section,GitHub\n"Doe, Ann",1001,S1,adoe,"Net, 101",ann\n')
    file = export("canvas", join(read_roster(path), [entry("tcp-ann", card(65))]))
    assert rows(file)[2] == ["Doe, Ann", "1001", "S1", "adoe", "Net, 101", "65"]


def test_canvas_gets_no_name_that_it_treats_as_its_points_row() -> None:
    file = export("canvas", joined((person("ann", sortable="Points Possible"), entry("ann", card(65)))))
    assert [row[0] for row in rows(file)] == ["Student", "    Points Possible", ""]


def test_a_person_without_a_canvas_key_is_left_out() -> None:
    file = export("canvas", without_roster([entry("ann", card(65))]))
    assert len(rows(file)) == 2
    assert [(each.who, each.why) for each in file.left_out] == [
        ("ann", "no name, id or login by which Canvas knows them")
    ]


# Moodle --------------------------------------------------------------------------------------------------------------


def test_moodle_identifies_people_by_their_email_address() -> None:
    head, ann = rows(export("moodle"))[:2]
    assert head == ["Full name", "ID number", "Email address", "Socket course", "Feedback"]
    assert ann == ["Ann", "n-ann", "ann@example.org", "65", "03 65/100"]


def test_a_person_without_an_address_does_not_abort_the_moodle_import() -> None:
    file = export(
        "moodle", joined((person("ann"), entry("ann", card(65))), (person("bert", email=""), entry("bert", card(1))))
    )
    assert points(file, "moodle") == {"Ann": "65"}
    assert [each.why for each in file.left_out] == ["no e-mail address or ID number by which Moodle knows them"]


def test_without_any_address_the_id_number_identifies_people() -> None:
    file = export("moodle", joined((person("ann", email=""), entry("ann", card(65)))))
    assert points(file, "moodle") == {"Ann": "65"}


@pytest.mark.parametrize("kind", ["moodle", "moodle-worksheet"])
def test_more_points_than_moodle_accepts_are_reported_and_left_out(kind: str) -> None:
    class_ = joined((person("ann"), entry("ann", card(65), by_hand=105)), (person("bert"), entry("bert", card(1))))
    file = export(kind, class_)
    assert points(file, kind) == {"Bert": "1"}
    assert [each.why for each in file.left_out] == ["105 points, which Moodle refuses for 0 to 100"]


def test_the_worksheet_changes_only_in_grade_and_feedback() -> None:
    head, ann, _bert, florian = rows(export("moodle-worksheet"))
    assert head == list(WORKSHEET)
    assert ann == ["Participant 3", "Ann", "ann@example.org", "Submitted", "65", "100.00", "Yes", "-", "-", "03 65/100"]
    assert florian[4] == "0"


def test_a_chinese_worksheet_keeps_the_headings_that_moodle_expects(tmp_path: Path) -> None:
    head = "识别码,姓名,Email地址,状态,成绩,最高成绩,允许更改成绩,最后修改（学生）,最后修改（教师）,反馈评论"
    path = tmp_path / "worksheet.csv"
    path.write_text(f"{head}\n参与者123,张三,z@example.org,已提交,,100.00,是,-,-,\n", encoding="gbk")
    github = Roster(people=(Person(username="zhang3", email="z@example.org"),))
    table = rows(export("moodle-worksheet", join(merge([github, read_roster(path)]), [entry("tcp-zhang3", card(65))])))
    assert table[0] == head.split(",")
    assert table[1][0] == "参与者123"
    assert table[1][4] == "65"


def test_another_maximum_in_moodle_is_refused() -> None:
    ann = person("ann")
    class_ = joined((replace(ann, row=(*ann.row[:5], "10,00", *ann.row[6:])), entry("ann", card(7))))
    with pytest.raises(UsageError, match="in Moodle has 10 points, and the course 100"):
        export("moodle-worksheet", class_)


def test_a_grade_locked_by_moodle_is_reported() -> None:
    ann = person("ann")
    file = export(
        "moodle-worksheet", joined((replace(ann, row=(*ann.row[:6], "No", *ann.row[7:])), entry("ann", card(7))))
    )
    assert [each.why for each in file.left_out] == ["Moodle has locked this grade"]
    assert len(rows(file)) == 1


def test_a_worksheet_export_without_a_worksheet_is_refused() -> None:
    with pytest.raises(UsageError, match="download it from Moodle"):
        export("moodle-worksheet", without_roster([entry("ann", card(65))]))


# Plain ---------------------------------------------------------------------------------------------------------------


def test_the_plain_table_lists_every_person_and_all_facts() -> None:
    class_ = joined(
        (person("ann"), entry("ann", card(65, 100, "bind", "port", "port"))),
        (person("bert"), entry("bert", card(40), by_hand=70)),
    )
    stray = entry("mallory", card(3))
    file = export("plain", replace(class_, strays=join(Roster(), [stray]).strays))
    assert file.data.startswith(b"\xef\xbb\xbfName,")
    head, ann, bert, mallory = rows(file)
    row = dict(zip(head, ann, strict=True))
    assert (row["Points"], row["Out of"], row["Status"], row["03_bind"]) == ("65", "100", "graded", "65")
    assert (row["A mistake to begin with"], row["Folder"], row["User name"]) == ("The port is wrong", "x/ann", "ann")
    row = dict(zip(head, bert, strict=True))
    assert (row["Points"], row["Status"], row["By hand because"]) == ("70", "by hand", "'=my own reason")
    row = dict(zip(head, mallory, strict=True))
    found = (row["Name"], row["Points"], row["Status"], row["Folder"])
    assert found == ("", "3", "not in the roster", "x/mallory")


def test_a_submission_without_an_owner_shows_its_points_only_if_they_are_reliable() -> None:
    strays = [entry("mallory", card(3, own_trouble=True)), entry("trudy", None, "cannot be read"), entry("x", card(5))]
    table = rows(export("plain", join(Roster(people=(person("ann"),)), [entry("ann", card(65)), *strays])))
    assert [row[5] for row in table[1:]] == ["65", "", "", "5"]
    assert table[2][7] == "not in the roster; the grader itself failed at 03_bind; grade it again"
    assert table[3][7] == "not in the roster; not graded: cannot be read"


def test_the_plain_table_can_be_read_as_a_roster(tmp_path: Path) -> None:
    people = [person("ann", name='=Ann "the, one"', id="-1"), person("bert", name="@张三")]
    for tongue in ("en", "zh"):
        try:
            language.choose(tongue)
            file = export("plain", joined(*((each, entry(each.username, card())) for each in people)))
        finally:
            language.choose("en")
        (tmp_path / "grades.csv").write_bytes(file.data)
        again = read_roster(tmp_path / "grades.csv").people
        kept = [(each.username, each.name, each.id, each.email) for each in people]
        assert [(each.username, each.name, each.id, each.email) for each in again] == kept


# The summary in the terminal -----------------------------------------------------------------------------------------


def left_out(*who: str, why: str = "no submission") -> tuple[LeftOut, ...]:
    return tuple(LeftOut(each, why) for each in who)


def summary_of(*files: Written) -> list[str]:
    return list(summary.of_files(files, [], "utf-8"))[1:]


MANY = left_out("Ann", "Bert", "Carla", "Dora")
ALL_PEOPLE = Written(Path("grades.csv"), left_out=MANY, everybody=True)


def test_many_people_left_out_are_listed_only_in_the_table() -> None:
    assert summary_of(Written(Path("grades-canvas.csv"), left_out=MANY), ALL_PEOPLE) == [
        "grades-canvas.csv leaves out 4 (see the column Status of grades.csv)",
        "grades.csv has no points for 4 (see the column Status of grades.csv)",
    ]


def test_people_left_out_of_only_one_file_are_listed_with_the_reason() -> None:
    more = left_out("Emil", "Flora", why="no e-mail address")
    assert summary_of(Written(Path("grades-moodle.csv"), left_out=(*MANY, *more)), ALL_PEOPLE)[0] == (
        "grades-moodle.csv leaves out 6 (Emil, Flora: no e-mail address; "
        "for the others see the column Status of grades.csv)"
    )


def test_few_people_left_out_are_listed() -> None:
    few = Written(Path("grades.csv"), left_out=(*left_out("Ann", "Bert"), *left_out("Emil", why="x")), everybody=True)
    assert summary_of(few) == ["grades.csv has no points for 3 (Ann, Bert: no submission; Emil: x)"]


def test_the_summary_does_not_refer_to_a_table_that_was_not_written() -> None:
    said = summary_of(
        Written(Path("grades-canvas.csv"), left_out=MANY), Written(Path("grades.csv"), "full", everybody=True)
    )
    assert said == [
        "grades-canvas.csv leaves out 4 (Ann, Bert, Carla, Dora: no submission)",
        "grades.csv was not written: full",
    ]


def test_a_file_of_an_earlier_run_is_reported_and_left_unchanged(tmp_path: Path) -> None:
    ann = person("ann")
    class_ = join(Roster(people=(ann,), worksheet=WORKSHEET), [entry("ann", card(65))])
    first = list(results.write_exports(class_, True, ExportOptions(), tmp_path))
    assert results.left_over(first, tmp_path) == []
    kept = (tmp_path / "grades-canvas.csv").read_bytes()
    second = list(results.write_exports(without_roster([entry("ann", card(70))]), False, ExportOptions(), tmp_path))
    said = list(summary.of_files(second, results.left_over(second, tmp_path), "utf-8"))
    assert said == [
        "grades.csv",
        *(
            f"grades-{name}.csv is from an earlier run and may be out of date: give --roster again, or delete it"
            for name in IMPORTS
        ),
    ]
    assert (tmp_path / "grades-canvas.csv").read_bytes() == kept


def test_an_earlier_file_is_reported_if_the_new_one_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "grades-canvas.csv").write_text("of long ago")
    files = list(results.write_exports(joined((person("ann"), None)), True, ExportOptions(), tmp_path))
    said = list(summary.of_files(files, results.left_over(files, tmp_path), "utf-8"))
    assert "grades-canvas.csv was not written: nothing is graded yet, so there are no points to export" in said
    assert said[-1] == "the grades-canvas.csv that lies there is from an earlier run and may be out of date"


# Hostile texts -------------------------------------------------------------------------------------------------------


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may treat a cell as a formula: the rules of OWASP, and a few stricter ones."""
    if re.fullmatch(r"[+-]?(\d+([.,]\d+)?)?", cell):
        return False
    seen = cell.lstrip(" \xa0\u3000\u200b\ufeff")
    return cell[:1] in ("\t", "\r", "\n") or seen[:1] in tuple("=+-@＝＋－＠")


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_back_unchanged_and_is_not_a_formula(kind: str, name: str) -> None:
    ann = person("ann", name=name, sortable=name, section=name)
    table = rows(export(kind, joined((ann, entry("ann", card(65))), (person("bert"), entry("bert", card(1))))))
    cells = [cell for row in table for cell in row]
    assert [cell for cell in cells if is_formula(cell)] == []
    # A spreadsheet that separates cells by semicolons or tabs splits a cell there, quoted or not.
    assert [part for cell in cells for part in re.split("[;\t\r\n]", cell) if is_formula(part)] == []
    shown = table[2 if kind == "canvas" else 1][1 if kind == "moodle-worksheet" else 0]
    wanted = {"canvas": "" if name == "Points Possible" else name, "plain": name}
    assert unguarded(shown) == wanted.get(kind, name.replace("\\", "/"))
    assert len(table) == (4 if kind == "canvas" else 3)


def test_guarding_and_unguarding_returns_any_text_and_leaves_no_formula() -> None:
    chance = random.Random(80)
    letters = ["=", "+", "-", "@", "'", ";", ",", "\t", "\r", "\n", " ", "\u200b", "＝", "a", "1", "张", '"', "."]
    for _round in range(20_000):
        text = "".join(chance.choices(letters, k=chance.randint(0, 6)))
        assert unguarded(guarded(text)) == text
        assert not is_formula(guarded(text)), repr(text)
        assert not any(is_formula(part) for part in re.split("[;\t\r\n]", guarded(text))), repr(text)


@pytest.mark.parametrize(
    "text", ["-5", "+49123", "0", "-1.5", "12", "alice", "张三", "Doe, Jane", "it's", "a-b=c", "-"]
)
def test_numbers_and_harmless_texts_are_unchanged(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("known", ["-jo@example.org", "+jo_1@example.org", "jo", "20260101", "@jo", "jo@a;b", ""])
def test_a_harmless_key_is_unchanged(known: str) -> None:
    assert key(known) == known


@pytest.mark.parametrize(
    "hostile", ["=1+1", "=cmd|x!A0", "-cmd|' /C calc'!A0", "+SUM(A1)", "@SUM(1)", "-a!b@c.d", "\t-a"]
)
def test_a_harmful_key_is_left_empty(hostile: str) -> None:
    assert key(hostile) == ""


def test_a_person_with_only_a_harmful_key_is_left_out_and_listed() -> None:
    class_ = joined(
        (person("ann", email="=HYPERLINK(1)@x.y"), entry("ann", card(65))), (person("bert"), entry("bert", card(1)))
    )
    file = export("moodle", class_)
    assert points(file, "moodle") == {"Bert": "1"}
    assert [each.who for each in file.left_out] == ["Ann"]


# The comment ---------------------------------------------------------------------------------------------------------


def test_the_comment_is_one_line_with_points_and_the_commonest_mistake() -> None:
    assert comment(entry("ann", card(6, 8, "bind", "port", "port"))) == "03 6/8; most often: The port is wrong"
    assert comment(None) == "no submission"


def test_the_comment_does_not_call_the_first_of_equally_frequent_mistakes_the_commonest() -> None:
    for mistakes in (("bind",), ("port", "bind"), ("port", "port", "bind", "bind")):
        assert "most often" not in comment(entry("ann", card(6, 8, *mistakes)))
        assert "; to begin with: " in comment(entry("ann", card(6, 8, *mistakes)))


def test_the_reason_for_points_by_hand_is_not_exported() -> None:
    line = comment(entry("ann", card(6, 8), by_hand=7))
    assert line == "points given by hand; 03 6/8"
    assert b"my own reason" not in export("moodle").data


def test_a_comment_stays_short_and_in_one_line() -> None:
    line = comment(entry("ann", card(6, 8, "x\n" * 1000)))
    assert len(line) == 400
    assert line.isprintable()


# One line ------------------------------------------------------------------------------------------------------------


BIDIRECTIONAL = "".join(map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


@pytest.mark.parametrize("letter", [*BIDIRECTIONAL, "\u200b", "\ufeff", "\xad", "\0", "\x1b", "\x7f", "\x9b"])
def test_a_line_contains_no_bidirectional_or_invisible_character(letter: str) -> None:
    assert one_line(f"{letter}gnp{letter}.exe{letter}") == "gnp.exe"


@pytest.mark.parametrize("name", ["مهدی\u200cنژاد", "ක්\u200dරිස්", "Zoë O'Neil", "王芳"])
def test_a_line_keeps_the_characters_that_names_need(name: str) -> None:
    assert one_line(f" {name} \u202e\n") == name


def test_an_export_contains_no_bidirectional_character_of_a_name(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(f"username,name\nalice,{BIDIRECTIONAL}Alice\nbob,Bob\n", encoding="utf-8")
    entry = Entry(name="alice", place=f"{BIDIRECTIONAL}gnp.exe", graded="", trouble=f"{BIDIRECTIONAL}x")
    other = Entry(name="nobody", place=f"{BIDIRECTIONAL}gnp.exe", graded="", trouble=f"{BIDIRECTIONAL}x")
    file = EXPORTS["plain"].make(join(read_roster(roster), [entry, other]), ExportOptions())
    texts = file.data.decode("utf-8-sig") + "".join(each.who + each.why for each in file.left_out)
    assert "gnp.exe" in texts
    assert set(BIDIRECTIONAL).isdisjoint(texts)
