"""Rosters are read in every format and encoding, and each submission is assigned to at most one person."""

import random
from pathlib import Path

import pytest

from grader.classes.collect.entry import Entry
from grader.classes.roster.join import Joined, join, without_roster
from grader.classes.roster.roster import Person, Roster, merge, read_roster
from grader.model.errors import UsageError

CLASSROOM_50 = (
    "username,first_name,last_name,email,section,github_id,role\n"
    "alice,Alice,Doe,alice@example.org,A,4711,student\n"
    "zhang3,三,张,zhang3@example.org,B,4712,student\n"
    "prof,Pia,Prof,pia@example.org,A,4713,teacher\n"
    "helper,Tom,Aid,tom@example.org,A,4714,ta\n"
)
GITHUB = '"identifier","github_username","github_id","name"\n"20260101","alice","4711","Alice Doe"\n"bob@example.org","","",""\n'
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,GitHub,Lab 1 (77),Current Score\n"
    ",,,,,,Manual Posting,\n"
    "    Points Possible,,,,,,10.00,(read only)\n"
    '"Doe, Alice",1001,S1,adoe,Net 101,alice,9,90\n'
    '"Student, Test",1009,,bbbc6740f0b946af,Net 101,,,\n'
)
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 123","Alice Doe",alice@example.org,"Submitted for grading",,100.00,Yes,'
    '"Monday, 2 March 2026, 10:00 AM",-,\n'
)
MOODLE_CHINESE = (
    "识别码,姓名,Email地址,状态,成绩,最高成绩,允许更改成绩,最后修改（学生）,最后修改（教师）,反馈评论\n"
    "参与者123,张三,zhang3@example.org,已提交,,100.00,是,-,-,\n"
)


def roster_of(tmp_path: Path, data: str | bytes, encoding: str = "utf-8") -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return read_roster(path)


def refusal_of(tmp_path: Path, data: str | bytes) -> str:
    """Read a file that must be refused. Return the message, which must be one line."""
    with pytest.raises(UsageError) as caught:
        roster_of(tmp_path, data)
    line = str(caught.value)
    assert line.isprintable()
    assert "roster.csv" in line
    return line


def outcome(tmp_path: Path, data: bytes) -> str:
    """The outcome of reading a file: "read", or "refused" with one printable line."""
    try:
        roster_of(tmp_path, data)
    except UsageError as error:
        return "refused" if str(error).isprintable() else str(error)
    return "read"


def users(roster: Roster) -> list[str]:
    return [each.username for each in roster.people]


def entry(name: str, place: str = "") -> Entry:
    return Entry(name=name, place=place or name, graded="2026-03-02T10:00:00Z")


def owner(roster: Roster, name: str, place: str = "") -> str | None:
    """The user name (or the id, or the name) of the person to whom a submission is assigned, or None."""
    joined = join(roster, [entry(name, place)])
    found = [each.person for each in joined.pairs if each.entry is not None]
    assert len(found) + len(joined.strays) == 1
    return (found[0].username or found[0].id or found[0].name) if found else None


def class_of(*names: str) -> Roster:
    return Roster(people=tuple(Person(username=each) for each in names))


# Kinds of files ----------------------------------------------------------------------------------------------------


def test_a_roster_of_classroom_50_has_learners_and_staff(tmp_path: Path) -> None:
    roster = roster_of(tmp_path, CLASSROOM_50)
    assert roster.people == (
        Person(username="alice", name="Alice Doe", sortable="Doe, Alice", email="alice@example.org", section="A"),
        Person(username="zhang3", name="张三", sortable="张三", email="zhang3@example.org", section="B"),
    )
    assert [each.username for each in roster.staff] == ["prof", "helper"]


def test_the_identifier_in_a_roster_of_github_classroom_may_be_an_address(tmp_path: Path) -> None:
    alice, bob = roster_of(tmp_path, GITHUB).people
    assert (alice.username, alice.id, alice.name) == ("alice", "20260101", "Alice Doe")
    assert (bob.username, bob.id, bob.email) == ("", "bob@example.org", "bob@example.org")


def test_only_the_rows_of_people_in_a_gradebook_of_canvas_are_read(tmp_path: Path) -> None:
    (alice,) = roster_of(tmp_path, CANVAS).people
    assert (alice.name, alice.username, alice.section) == ("Doe, Alice", "alice", "Net 101")
    assert (alice.canvas_id, alice.sis_user_id, alice.sis_login_id, alice.id) == ("1001", "S1", "adoe", "")


def test_the_id_of_the_school_is_not_mistaken_for_the_id_of_canvas(tmp_path: Path) -> None:
    (alice,) = roster_of(tmp_path, "name,id,SIS Login ID\nAlice,1001,adoe\n").people
    assert (alice.canvas_id, alice.id) == ("", "1001")


def test_a_worksheet_of_moodle_is_read_with_its_identifiers_and_rows(tmp_path: Path) -> None:
    roster = roster_of(tmp_path, WORKSHEET)
    (alice,) = roster.people
    assert (alice.moodle_identifier, alice.id, alice.name) == ("Participant 123", "", "Alice Doe")
    assert roster.worksheet[0] == "Identifier"
    assert alice.row[:4] == ("Participant 123", "Alice Doe", "alice@example.org", "Submitted for grading")
    assert len(alice.row) == len(roster.worksheet)


def test_a_worksheet_of_a_chinese_moodle_is_recognised(tmp_path: Path) -> None:
    roster = roster_of(tmp_path, MOODLE_CHINESE)
    assert roster.worksheet
    assert (roster.people[0].moodle_identifier, roster.people[0].name) == ("参与者123", "张三")


@pytest.mark.parametrize(
    "header", ["姓名,学号,邮箱,GitHub", "学生姓名;学号;电子邮箱;GitHub 用户名", "Name\tStudent ID\tE-Mail\tuser name"]
)
def test_usual_headers_are_understood_in_two_languages(tmp_path: Path, header: str) -> None:
    separator = next(each for each in ",;\t" if each in header)
    row = separator.join(("张三", "20260101", "z@example.org", "zhang3"))
    (person,) = roster_of(tmp_path, f"{header}\n{row}\n").people
    assert (person.name, person.id, person.email, person.username) == ("张三", "20260101", "z@example.org", "zhang3")


def test_the_column_github_is_preferred_to_the_user_name_of_another_system(tmp_path: Path) -> None:
    (person,) = roster_of(tmp_path, "username,GitHub,email\nu123,alice,a@example.org\n").people
    assert person.username == "alice"


def test_a_file_without_a_header_is_a_list_of_user_names(tmp_path: Path) -> None:
    assert users(roster_of(tmp_path, "alice\nbob\n\njim-bob\n")) == ["alice", "bob", "jim-bob"]


def test_a_title_above_the_header_is_skipped(tmp_path: Path) -> None:
    assert users(roster_of(tmp_path, "网络 2026 级 1 班,,\n\n姓名,学号,GitHub\n张三,1,zhang3\n")) == ["zhang3"]


# Encodings and separators ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_chinese_table_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (person,) = roster_of(tmp_path, "姓名,学号,GitHub\r\n朱镕基,20260101,zhu\r\n", encoding).people
    assert (person.name, person.username) == ("朱镕基", "zhu")


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_the_separator_is_recognised(tmp_path: Path, separator: str) -> None:
    text = separator.join(("name", "username")) + "\n" + separator.join(('"Doe, Jane; or \t so"', "jane")) + "\n"
    (person,) = roster_of(tmp_path, text).people
    assert (person.username, person.name) == ("jane", "Doe, Jane; or so")


def test_blank_lines_trailing_commas_and_quoted_line_ends_are_accepted(tmp_path: Path) -> None:
    text = "sep=,\r\n" + '\r\nname,username,,\r\n,,,\r\n"Jane\r\nDoe", jane ,,\r\n\r\nBob,bob\r\n'
    people = roster_of(tmp_path, text).people
    assert [(each.name, each.username) for each in people] == [("Jane Doe", "jane"), ("Bob", "bob")]


# Refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "roster.csv is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "roster.csv is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text file"),
        (b"PK\x03\x04\x14\0", "is a workbook"),
        (b"name,username\nAlice,al\x1bice\n", "roster.csv:2: the character U+001B"),
        ("name,username\nAnne,anne\nM\u00fcller,mue\n".encode("latin-1"), "roster.csv:3: the byte 0xfc is not UTF-8"),
        (
            "姓名,GitHub\n张三,zhang\n李四,li\n".encode().replace("四".encode(), b"\xe5\x9b"),
            "roster.csv:3: the byte 0xe5",
        ),
        ("\ufeffname,username\nAlice,alice\n".encode() + b"\xff,x\n", "roster.csv:3: the byte 0xff is not UTF-8"),
        ("姓名,GitHub\n张三,zhang\n".encode("utf-16") + b"\x00", "roster.csv:3: the byte 0x00 is not UTF-16"),
        # These bytes are common characters in GB18030.
        ("姓名,GitHub\n高峰,u0\n何平,u1\n朱红,u2\n".encode().replace(b"\xb0", b"\xf3"), "roster.csv:2: the byte 0xe5"),
        (b"Farbe,Form\nrot,rund\n", "roster.csv:1: no known column"),
        (b"These are\nno user names\n", "roster.csv:1: no known column"),
        (b"name,section\nAlice,A\n", "roster.csv:1: no column tells people apart"),
        (b"name,username\n", "names no person"),
        (b"name,username\nA,alice\n\nB,bob\nC,Alice\n", "roster.csv:5: the user name Alice stands in line 2 already"),
        (b'name,username\n"A\nB",alice\nC,Alice\n', "roster.csv:4: the user name Alice stands in line 2 already"),
        (b"username,email\nalice,a@x\nbob,A@x\n", "roster.csv:3: the e-mail address A@x stands in line 2 already"),
        (b"username,id\nalice,7\nbob,8\ncarl,7\n", "roster.csv:4: the id 7 stands in line 2 already"),
        (b"id,email\na@x,\n8,a@x\n", "roster.csv:3: the e-mail address a@x stands in line 2 already"),
        (b"username,email,role\nalice,a@x,student\nbob,a@x,ta\n", "roster.csv:3: the e-mail address a@x"),
        (CANVAS.encode() + b'"Doe, Bob",1001,S2,bdoe,,bob,,\n', "roster.csv:6: the id 1001 stands in line 4 already"),
        (CANVAS.encode() + b'"Doe, Bob",1002,S1,bdoe,,bob,,\n', "roster.csv:6: the id S1 stands in line 4 already"),
        (CANVAS.encode() + b'"Doe, Bob",1002,S2,ADoe,,bob,,\n', "roster.csv:6: the id ADoe stands in line 4 already"),
        (
            (WORKSHEET + WORKSHEET.splitlines()[1].replace("alice", "bob")).encode(),
            "roster.csv:3: the id Participant 123",
        ),
        (b"sep=;\nname;username\nA;alice\nB;Alice\n", "roster.csv:4: the user name Alice stands in line 3 already"),
        (b'name,username\n"A\nA",alice\n"B,bob\n', "roster.csv:4: a quotation mark is not closed"),
        (b'sep=,\nname,username\n"B,bob\n', "roster.csv:3: a quotation mark is not closed"),
        (b'name,username\nA,alice\n"B,bob\nC,carl\n', "roster.csv:3: a quotation mark is not closed"),
        (b'name,username\nA,alice\n"B"x,bob\n', "roster.csv:3: a quotation mark"),
        (b'name,username\n"B,bob\n' + b"x" * 200_000, "roster.csv:2: a cell has more than 131072 letters"),
        (b"name,username\nA,alice\n" + b"x" * 1_000_000 + b",b\n", "roster.csv:3: a cell has more than 131072 letters"),
        (b'sep=,\nname,username\n"' + b"x" * 1_000_000 + b'",b\n', "roster.csv:3: a cell has more than 131072 letters"),
        (b'name,username\n"B"x,b\nA,' + b"x" * 200_000, "roster.csv:2: a quotation mark"),
    ],
)
def test_a_file_that_is_not_a_roster_is_refused_in_one_clear_line(tmp_path: Path, data: bytes, says: str) -> None:
    assert says in refusal_of(tmp_path, data)


def test_a_folder_a_missing_file_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no file"):
        read_roster(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "nowhere.csv")
    (tmp_path / "roster.csv").write_bytes(b"a" * (9 << 20))
    with pytest.raises(UsageError, match="larger than 8 MB"):
        read_roster(tmp_path / "roster.csv")


def test_a_file_with_random_changes_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    chance = random.Random(8989)
    seeds = [each.encode() for each in (CLASSROOM_50, GITHUB, CANVAS, WORKSHEET)]
    seeds += [MOODLE_CHINESE.encode("gbk"), MOODLE_CHINESE.encode("utf-16")]
    outcomes = set()
    for _round in range(400):
        data = bytearray(chance.choice(seeds))
        for _change in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        outcomes.add(outcome(tmp_path, bytes(data)))
    assert {"read", "refused"} <= outcomes <= {"read", "refused"}


# Owners ------------------------------------------------------------------------------------------------------------


def test_a_user_name_matches_in_lower_and_upper_case() -> None:
    assert owner(class_of("Alice", "bob"), "aLICE") == "Alice"


def test_an_id_a_login_or_an_address_matches_the_whole_name_of_a_folder() -> None:
    person = Person(name="Jane", id="20260101", email="jane@example.org", sis_login_id="jd1")
    for name in ("20260101", "Jane@Example.org", "JD1"):
        assert owner(Roster(people=(person, Person(username="bob"))), name) == "20260101"


@pytest.mark.parametrize("folder", ["tcp-jim-bob", "net/tcp-jim-bob", "tcp-submissions/lab-jim-bob/"])
def test_the_longest_user_name_at_the_end_of_a_folder_name_wins(folder: str) -> None:
    assert owner(class_of("bob", "jim-bob"), "tcp-jim-bob", folder) == "jim-bob"
    assert owner(class_of("jim-bob", "bob"), Path(folder).name, folder) == "jim-bob"


def test_after_the_name_of_the_classroom_the_rest_is_the_whole_user_name() -> None:
    assert owner(class_of("jim-bob", "bob"), "bob", "tcp-jim-submissions/tcp-jim-bob") == "bob"
    assert owner(class_of("bob"), "jim-bob", "tcp-submissions/tcp-jim-bob") is None
    assert owner(class_of("bob"), "jim-bob", "tcp-submissions/tcp-jim-bob.zip") is None


def test_a_part_of_a_word_does_not_match_a_user_name() -> None:
    assert owner(class_of("bob", "e"), "tcp-jimbob") is None
    assert owner(class_of("tcp"), "tcp-alice") is None
    assert owner(Roster(people=(Person(id="2"),)), "lab-2") is None
    assert owner(Roster(people=(Person(email="alice@example.org"),)), "alice") is None


def test_an_id_with_a_name_in_the_name_of_a_folder_matches() -> None:
    person = Person(id="20260101", name="张三")
    for name in ("20260101-张三", "张三_20260101", "网络-20260101 张三"):
        assert owner(Roster(people=(person, Person(id="20260102", name="张三"))), name) == "20260101"
    for name in ("20260102-张三", "20260101-lab", "20260101-李四"):
        assert owner(Roster(people=(person,)), name) is None


def test_a_folder_made_by_moodle_matches_by_its_number() -> None:
    people = (
        Person(name="Jo", moodle_identifier="Participant 12"),
        Person(name="Al", moodle_identifier="Participant 2"),
    )
    assert owner(Roster(people=people), "Jo Doe_12_assignsubmission_file_") == "Jo"
    assert owner(Roster(people=people), "Jo Doe_1_assignsubmission_file_") is None


def test_missing_submissions_and_unknown_submissions_are_listed() -> None:
    joined = join(class_of("alice", "bob"), [entry("bob"), entry("mallory")])
    assert [each.username for each in joined.missing] == ["alice"]
    assert [(each.entry.name, each.why) for each in joined.strays] == [("mallory", "not in the roster")]
    assert [each.entry.name for each in joined.pairs if each.entry] == ["bob"]


def test_a_submission_of_the_staff_is_listed_as_such() -> None:
    joined = join(Roster(people=(Person(username="alice"),), staff=(Person(username="prof"),)), [entry("tcp-prof")])
    assert [each.why for each in joined.strays] == ["staff"]


def test_a_submission_that_matches_two_people_is_listed_and_assigned_to_neither() -> None:
    roster = Roster(people=(Person(username="u1", id="7"), Person(username="7")))
    joined = join(roster, [entry("7")])
    assert [each.why for each in joined.strays] == ["it may be any of these: u1, 7"]
    assert joined.missing == []
    assert [each.doubt for each in joined.doubtful] == ["may be 7", "may be 7"]


def test_two_submissions_of_one_person_are_listed_and_do_not_count() -> None:
    joined = join(
        class_of("alice", "bob"), [entry("alice", "a/alice"), entry("tcp-alice", "b/tcp-alice"), entry("bob")]
    )
    assert [each.doubt for each in joined.doubtful] == ["several submissions: a/alice, b/tcp-alice"]
    assert [each.entry.place for each in joined.strays] == ["a/alice", "b/tcp-alice"]
    assert joined.missing == []


def test_every_person_and_every_submission_is_listed_exactly_once() -> None:
    chance = random.Random(3)
    words = ["bob", "jim", "jim-bob", "tcp", "tcp-bob", "lee", "7", "tcp-7", "ann-lee"]
    for _round in range(300):
        people = [Person(username=each) for each in chance.sample(words, 4)]
        entries = [entry(each, f"x/{each}") for each in chance.sample(words, 4)]
        joined = join(Roster(people=tuple(people)), entries)
        assert [each.person for each in joined.pairs] == people
        given = [each.entry for each in joined.pairs if each.entry is not None] + [each.entry for each in joined.strays]
        assert sorted(each.name for each in given) == sorted(each.name for each in entries)
        for each in joined.pairs:
            if each.entry is not None:
                assert each.entry.name == each.person.username or each.entry.name.endswith(f"-{each.person.username}")


def test_without_a_roster_every_submission_has_its_own_person() -> None:
    joined: Joined = without_roster([entry("alice"), entry("bob")])
    assert [each.person.username for each in joined.pairs] == ["alice", "bob"]
    assert joined.strays == ()


# Several rosters ---------------------------------------------------------------------------------------------------


def test_two_rosters_with_user_names_and_ids_are_merged(tmp_path: Path) -> None:
    merged = merge([roster_of(tmp_path, CLASSROOM_50), roster_of(tmp_path, WORKSHEET)])
    alice = merged.people[0]
    assert (alice.username, alice.moodle_identifier) == ("alice", "Participant 123")
    assert len(merged.people) == 2
    assert merged.worksheet
    assert alice.row


def test_a_person_who_matches_two_people_of_another_roster_is_refused() -> None:
    two = Roster(people=(Person(username="alice"), Person(email="a@example.org")))
    with pytest.raises(UsageError, match=r"would be both alice and a@example\.org"):
        merge([two, Roster(people=(Person(username="alice", email="a@example.org"),))])


def test_a_submission_whose_user_name_only_ends_in_a_learners_is_not_in_the_roster() -> None:
    named = {"alice": "tcp-submissions/tcp-alice", "zed-alice": "tcp-submissions/tcp-zed-alice"}
    entries = [Entry(name=name, place=place, graded="") for name, place in named.items()]
    joined = join(Roster(people=(Person(username="alice"),)), entries)
    assert [each.entry and each.entry.name for each in joined.pairs] == ["alice"]
    assert [(each.entry.name, each.why) for each in joined.strays] == [("zed-alice", "not in the roster")]


def test_two_people_who_match_one_person_of_another_roster_are_refused() -> None:
    one = Roster(people=(Person(username="alice", email="a@x", id="7"), Person(username="bob")))
    two = Roster(people=(Person(name="Ann", email="A@x"), Person(username="bob"), Person(name="Carol", id="7")))
    with pytest.raises(UsageError, match="Ann and Carol would both be alice of another roster"):
        merge([one, two])
