"""The submissions of a class: found in every layout, and read as data even if they are hostile."""

import binascii
import datetime
import os
import shutil
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.classes import summary
from grader.classes.collect import deadline, handed_in, history, zips
from grader.classes.collect.entry import Entry
from grader.classes.collect.found import class_in, find
from grader.classes.collect.handed_in import HandedIn
from grader.classes.grading import job
from grader.classes.roster.join import join
from grader.classes.roster.present import present
from grader.classes.roster.roster import Person, Roster
from grader.course import catalogue
from grader.model.errors import UsageError
from grader.submission.reader import FILE_AT_MOST, Unreadable
from grader.submission.work import Work
from tests.make_class import commit, git
from tests.submitted import on_posix, put, solution

EXERCISES = catalogue.load()
IDS = [each.id for each in EXERCISES]
FILE = "03_bind/bind.py"
WORK = solution(FILE).encode()
TIMES = "2026-11-2{}T12:00:00+00:00"


def read_submission(path: Path, before: str | None = None) -> HandedIn | Unreadable:
    """Read the only submission in a folder."""
    [found] = find(path, IDS)
    return handed_in.read_handed_in(found, EXERCISES, None if before is None else deadline.parse_deadline(before))


def bind_of(read: HandedIn | Unreadable) -> dict[str, bytes]:
    """The files of exercise 03 that were read."""
    assert isinstance(read, HandedIn), read
    work = read.taken["03_bind"]
    assert isinstance(work, Work), work
    return work.files


def reason_of(read: HandedIn | Unreadable) -> str:
    """The reason why nothing is graded, which must be one line."""
    assert isinstance(read, Unreadable), read
    assert len(read.reason.splitlines()) == 1
    return read.reason


@on_posix
@pytest.mark.parametrize("name", [b"x\xff.py", b"pk\xfe/__init__.py", b"a-b.py", b"a b/__init__.py"])
def test_a_file_with_a_name_that_cannot_be_imported_is_ignored(tmp_path: Path, name: bytes) -> None:
    put(tmp_path / "ann", {FILE: WORK, "03_bind/helper.py": b"", "03_bind/pack/__init__.py": b""})
    path = os.path.join(os.fsencode(tmp_path), b"ann/03_bind", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb"):
        pass
    read = read_submission(tmp_path)
    assert set(bind_of(read)) == {"bind.py", "helper.py", "pack/__init__.py"}
    assert isinstance(read, HandedIn)
    assert job.encode_job(read, None, None)


# Layouts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["net-tcp_submissions_2026-11-22T10_00_00/net-tcp-ann", "net-tcp_submissions_2026-11-22T10_00_00/net-tcp-b-c"], ["ann", "b-c"]),
        (["tcp-submissions/tcp-ann", "tcp-submissions/tcp-bob", "tcp-submissions/tcp"], ["tcp", "ann", "bob"]),
        (["ann", "tcp-bob"], ["ann", "tcp-bob"]),
        (["ann", "ann.zip"], ["ann (ann)", "ann"]),
        (["tcp-submissions/tcp-ann.zip"], ["ann"]),
        (["a_submissions_1/a-ann", "a_submissions_2/a-ann"], ["ann (a_submissions_1/a-ann)", "ann"]),
        (["Jo Doe_123_assignsubmission_file", "张三", "=cmd()", "it's so"], ["=cmd()", "Jo Doe_123_assignsubmission_file", "it's so", "张三"]),
    ],
)  # fmt: skip
def test_a_submission_is_named_after_its_learner_if_the_layout_allows(
    tmp_path: Path, paths: list[str], names: list[str]
) -> None:
    for path in paths:
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        if path.endswith(".zip"):
            place.write_bytes(b"")
        else:
            place.mkdir()
    found = find(tmp_path, IDS)
    assert [each.name for each in found] == names
    assert [each.place for each in found] == sorted(paths)


def test_the_class_may_be_the_folder_that_a_tool_made(tmp_path: Path) -> None:
    put(tmp_path / "tcp-submissions", {"tcp-ann/README.md": ""})
    assert [each.name for each in find(tmp_path / "tcp-submissions", IDS)] == ["ann"]


DOWNLOADS = ("a_submissions_2026-11-01/a-ann", "a_submissions_2026-11-08/a-ann", "a_submissions_2026-11-01/a-bob")


def with_folders(folder: Path, *places: str) -> Path:
    """Make these folders in a folder and return it."""
    for each in places:
        (folder / each).mkdir(parents=True)
    return folder


def test_earlier_downloads_of_a_submission_are_marked(tmp_path: Path) -> None:
    first, second, only = DOWNLOADS
    found = find(with_folders(tmp_path, *DOWNLOADS), IDS)
    assert {each.place: each.later for each in found} == {first: second, second: "", only: ""}


@pytest.mark.parametrize("other", ["b_submissions_2026-11-08/b-ann", "a-submissions/a-ann", "ann", "z_submissions/ann"])
def test_a_possibly_different_submission_is_not_a_later_download(tmp_path: Path, other: str) -> None:
    found = find(with_folders(tmp_path, DOWNLOADS[0], other), IDS)
    assert [each.later for each in found] == ["", ""]


def test_only_the_newest_download_belongs_to_the_learner(tmp_path: Path) -> None:
    found = find(with_folders(tmp_path, *DOWNLOADS), IDS)
    entries = [Entry(name=each.name, place="where it lay before", graded="") for each in found]
    here = present(found, entries, [each.name for each in entries])
    joined = join(
        Roster(people=(Person(username="ann"), Person(username="bob"), Person(username="carl"))), here.entries
    )
    assert [each.entry and each.entry.place for each in joined.pairs] == [*DOWNLOADS[1:], None]
    assert [each.why for each in joined.strays] == [f"an earlier download; {DOWNLOADS[1]} counts"]
    assert (joined.doubtful, joined.unclaimed) == ([], [])
    lines = list(summary.of_roster(joined))
    assert lines == [
        "in the roster, without a submission (1): carl",
        "earlier downloads, of which a later one counts: 1",
    ]


def test_a_folder_named_like_a_download_is_one_submission_if_other_submissions_are_beside_it(tmp_path: Path) -> None:
    found = find(with_folders(tmp_path, "alice", "bob", "zed-submissions/zed-alice"), IDS)
    assert [each.name for each in found] == ["alice", "bob", "zed-submissions"]


@pytest.mark.parametrize("other", ["zed-submissions/.git", "zed-submissions/other", "zed-submissions/01_address"])
def test_a_folder_named_like_a_download_is_one_submission_if_it_has_other_contents(tmp_path: Path, other: str) -> None:
    found = find(with_folders(tmp_path, "zed-submissions/zed-alice", other), IDS)
    assert [each.name for each in found] == ["zed-submissions"]


def test_an_exact_name_wins_over_a_name_that_looks_the_same_and_the_second_is_reported(tmp_path: Path) -> None:
    put(tmp_path, {"alice/README.md": "", "alice .zip": "", "bob/README.md": ""})
    found = find(tmp_path, IDS)
    assert {each.name: each.place for each in found} == {
        "alice": "alice",
        "alice (alice .zip)": "alice .zip",
        "bob": "bob",
    }
    assert list(summary.of_namesakes(found)) == [
        "alice .zip is called alice (alice .zip) here, for alice has the same name"
    ]


@pytest.mark.parametrize("results", ["results", "results/of/today", "."])
def test_the_folder_for_the_results_is_not_a_submission(tmp_path: Path, results: str) -> None:
    with_folders(tmp_path, "alice", "results/of/today")
    assert [each.name for each in find(tmp_path, IDS, tmp_path / results)] == ["alice", "results"][
        : 1 + (results == ".")
    ]


def test_a_submission_without_a_folder_is_gone_and_a_submission_without_a_result_is_waiting(tmp_path: Path) -> None:
    found = find(with_folders(tmp_path, "ann", "bob"), IDS)
    entries = [Entry(name=name, place=f"old/{name}", graded="") for name in ("ann", "carl")]
    here = present(found, entries, ["ann", "carl"])
    assert [each.place for each in here.graded] == ["ann"]
    assert [(each.name, each.place, each.trouble) for each in here.waiting] == [("bob", "bob", "left out by --only")]
    assert (here.gone, [each.name for each in here.entries]) == (("carl",), ["ann", "bob"])


def test_a_class_is_named_after_its_folder_and_not_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = with_folders(tmp_path, "here/groupA") / "here" / "groupA"
    monkeypatch.chdir(folder)
    assert {class_in(each) for each in (folder, Path("."), Path("../groupA/"), tmp_path / "groupA")} == {"groupA"}
    assert class_in(tmp_path / "net-tcp_submissions_2026-11-08") == "net-tcp"


def test_hidden_and_other_files_are_ignored(tmp_path: Path) -> None:
    put(tmp_path, dict.fromkeys(("gradebook.sqlite", "roster.csv", ".git/HEAD", "__MACOSX/a", "ann/a", "b.rar"), ""))
    assert [each.place for each in find(tmp_path, IDS)] == ["ann", "b.rar"]


@on_posix
def test_a_name_with_line_breaks_or_undecodable_bytes_is_shown_in_one_line(tmp_path: Path) -> None:
    (tmp_path / '"eve"\n::error::').mkdir()
    os.mkdir(os.fsencode(tmp_path) + b"/\xff\xfe")
    assert sorted(each.name for each in find(tmp_path, IDS)) == ['"eve" ::error::', "\\xff\\xfe"]
    for each in find(tmp_path, IDS):
        each.place.encode()


@pytest.mark.parametrize("path", ["exercises/03_bind/bind.py", "03_bind/bind.py", "repo-main/exercises/03_bind/bind.py", "repo/03_bind/bind.py"])  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_the_exercises_are_found_at_the_top_or_one_level_deeper(tmp_path: Path, path: str, packed: bool) -> None:
    files = {path: WORK, "README.md": b"", "solutions/README.md": b"", "__MACOSX/03_bind/bind.py": b"no"}
    if packed:
        packed_as(tmp_path / "ann.zip", files)
    else:
        put(tmp_path / "ann", files)
    assert bind_of(read_submission(tmp_path)) == {"bind.py": WORK}


def test_the_same_work_has_the_same_digest_in_every_form(tmp_path: Path) -> None:
    files = {FILE: WORK, "03_bind/own.py": b"x = 1\n", "12_client/client.py": b"\xff\xfe"}
    packed_as(tmp_path / "a/ann.zip", files)
    commit(put(tmp_path / "b/ann", files))
    put(tmp_path / "c/deep/exercises", files)
    reads = [read_submission(tmp_path / name) for name in "abc"] + [read_submission(tmp_path / "b", "2030-01-01")]
    digests = {read.digest for read in reads if isinstance(read, HandedIn)}
    assert (len(reads), len(digests)) == (4, 1)
    put(tmp_path / "c/deep/exercises", {"03_bind/own.py": b"x = 2\n"})
    other = read_submission(tmp_path / "c")
    assert isinstance(other, HandedIn)
    assert other.digest not in digests


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "there is nothing in it"),
        ({"README.md": b""}, "holds no folder of an exercise"),
        ({"a/03_bind/bind.py": WORK, "b/03_bind/bind.py": WORK}, "in several folders (a, b)"),
        ({"inner.zip": b""}, "another zip file"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_submission_without_exercises_has_a_reason(
    tmp_path: Path, files: Mapping[str, bytes], reason: str, packed: bool
) -> None:
    if packed:
        packed_as(tmp_path / "ann.zip", files)
    else:
        put(tmp_path / "ann", files)
    assert reason in reason_of(read_submission(tmp_path))


def test_a_folder_that_is_not_a_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        find(tmp_path / "nowhere", IDS)
    with pytest.raises(UsageError, match="there is no submission in"):
        find(tmp_path, IDS)
    with pytest.raises(UsageError, match="is one submission"):
        find(put(tmp_path, {"exercises/03_bind/bind.py": WORK}), IDS)


@on_posix
def test_a_link_to_the_work_of_another_learner_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere/exercises", {FILE: WORK})
    (tmp_path / "class/ann").mkdir(parents=True)
    (tmp_path / "class/ann/exercises").symlink_to(tmp_path / "elsewhere/exercises")
    assert "holds no folder" in reason_of(read_submission(tmp_path / "class"))


# Zip files -----------------------------------------------------------------------------------------------------------


def packed_as(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write an ordinary zip file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return path


def member(name: bytes, data: bytes, flags: int = 0, method: int = 8, mode: int = 0o100644, size: int | None = None) -> tuple[bytes, bytes]:  # fmt: skip
    """A member of a zip file as in APPNOTE.TXT 4.3: its local header with its data, and its central directory header."""
    body = zlib.compress(data, 9)[2:-4] if method == 8 else data
    claim = len(data) if size is None else size
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, binascii.crc32(data), len(body), claim, len(name), 0)
    # Comment length, disk number, internal attributes, mode; the offset is always 0, the start of the file.
    line = b"PK\1\2" + struct.pack("<H", 3 << 8 | 20) + common + struct.pack("<HHHII", 0, 0, 0, mode << 16, 0) + name
    return b"PK\3\4" + common + name + body, line


def write_zip(path: Path, name: bytes, data: bytes = WORK, **how: Any) -> None:
    """Write a zip file with one member without the module zipfile, so that it may be invalid."""
    whole, line = member(name, data, **how)
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(line), len(whole), 0)
    path.write_bytes(whole + line + b"PK\5\6" + end)


@pytest.mark.parametrize(
    "name",
    [
        "作业/exercises/03_bind/bind.py".encode("gbk"),
        "作业/exercises/03_bind/bind.py".encode(),
        b"homework\\exercises\\03_bind\\bind.py",
        b"./exercises/03_bind/bind.py",
    ],
)
def test_names_written_by_other_systems_are_understood(tmp_path: Path, name: bytes) -> None:
    write_zip(tmp_path / "ann.zip", name)
    assert bind_of(read_submission(tmp_path)) == {"bind.py": WORK}


def test_a_module_with_a_chinese_name_is_read_from_a_zip_file_of_chinese_windows(tmp_path: Path) -> None:
    write_zip(tmp_path / "ann.zip", "03_bind/工具.py".encode("gbk"))
    read = zips.read_zip(tmp_path / "ann.zip", IDS)
    assert read == {"03_bind/工具.py": WORK}


@pytest.mark.parametrize("name", [b"../03_bind/bind.py", b"03_bind/../../bind.py", b"/03_bind/bind.py", b"C:\\03_bind\\bind.py", b"..\\03_bind\\bind.py"])  # fmt: skip
def test_a_path_that_leaves_the_zip_file_is_refused(tmp_path: Path, name: bytes) -> None:
    write_zip(tmp_path / "ann.zip", name)
    assert "a place outside itself" in reason_of(read_submission(tmp_path))


@on_posix
def test_a_link_in_a_zip_file_makes_its_exercise_unreadable(tmp_path: Path) -> None:
    write_zip(tmp_path / "ann.zip", FILE.encode(), b"/etc/passwd", mode=0o120777)
    read = read_submission(tmp_path)
    assert isinstance(read, HandedIn)
    found = read.taken["03_bind"]
    assert isinstance(found, Unreadable)
    assert "is a link" in found.reason


@pytest.mark.parametrize(
    ("how", "reason"),
    [({"flags": 1}, "a password"), ({"method": 12}, "an ordinary zip file"), ({"method": 99}, "an ordinary zip file")],
)
def test_a_zip_file_that_cannot_be_unpacked_safely_is_refused(
    tmp_path: Path, how: Mapping[str, Any], reason: str
) -> None:
    write_zip(tmp_path / "ann.zip", FILE.encode(), **how)
    assert reason in reason_of(read_submission(tmp_path))


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def garbled(whole: bytes) -> bytes:
    return whole.replace(zlib.compress(WORK, 9)[2:40], bytes(38))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "something else": lambda whole: b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "cut": cut,
    "garbled": garbled,
    "a wrong directory offset": lambda whole: whole[:-6] + b"\xff\xff\xff\x7f\0\0",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_zip_file_is_reported_in_one_line(tmp_path: Path, how: str) -> None:
    path = tmp_path / "ann.zip"
    write_zip(path, FILE.encode())
    path.write_bytes(BROKEN[how](path.read_bytes()))
    assert "it is no whole zip file" in reason_of(read_submission(tmp_path))


def test_another_archive_format_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ann.rar").write_bytes(b"Rar!")
    assert "it is no zip file" in reason_of(read_submission(tmp_path))


@pytest.mark.parametrize("claim", [None, 10])
def test_a_zip_bomb_is_refused_regardless_of_its_declared_size(tmp_path: Path, claim: int | None) -> None:
    how = {} if claim is None else {"size": claim}
    write_zip(tmp_path / "ann.zip", FILE.encode(), bytes(64 << 20), **how)
    assert (tmp_path / "ann.zip").stat().st_size < 1 << 18
    read = read_submission(tmp_path)
    if claim is None:
        assert isinstance(read, HandedIn)
        found = read.taken["03_bind"]
        assert isinstance(found, Unreadable)
        assert "larger than" in found.reason
    else:
        assert "no whole zip file" in reason_of(read)


def test_many_large_files_exceed_the_total_limit(tmp_path: Path) -> None:
    packed_as(tmp_path / "ann.zip", {f"03_bind/m{number}.py": bytes(FILE_AT_MOST) for number in range(40)})
    assert "more than 2000 files or 8 MB" in reason_of(read_submission(tmp_path))


def test_a_zip_file_with_a_huge_directory_is_refused_before_the_directory_is_read(tmp_path: Path) -> None:
    whole, line = member(FILE.encode(), WORK)
    lines = line * (zips.DIRECTORY_AT_MOST // len(line) + 1)
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(lines), len(whole), 0)
    (tmp_path / "ann.zip").write_bytes(whole + lines + b"PK\5\6" + end)
    assert "too long to be a submission" in reason_of(read_submission(tmp_path))


# Clones --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with three commits, one a day."""
    folder = tmp_path_factory.mktemp("original")
    for day in (1, 2, 3):
        put(folder / "exercises", {FILE: b"day = %d\n" % day})
        commit(folder, TIMES.format(day))
    return folder


@pytest.fixture
def clone(tmp_path: Path, original: Path) -> Path:
    """A copy of the clone `original`, as the only submission of a class."""
    return Path(shutil.copytree(original, tmp_path / "class/ann"))


def test_the_commit_is_recorded_if_it_contains_the_graded_work(clone: Path, tmp_path: Path) -> None:
    folder = clone
    read = read_submission(folder.parent)
    assert isinstance(read, HandedIn)
    assert (len(read.commit), read.committed) == (40, "2026-11-23T12:00:00Z")
    put(folder / "exercises", {FILE: b"day = 3\r\n"})
    assert read_submission(folder.parent).commit == read.commit  # type: ignore[union-attr]
    put(folder / "exercises", {FILE: b"day = 4\n"})
    changed = read_submission(folder.parent)
    assert bind_of(changed) == {"bind.py": b"day = 4\n"}
    assert (changed.commit, changed.committed) == ("", "")  # type: ignore[union-attr]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-11-22T12:00:00Z", 2),
        ("2026-11-23T11:59:59+00:00", 2),
        ("2026-11-23T20:00:00+08:00", 3),
        ("2030-01-01", 3),
    ],
)
def test_the_last_commit_before_the_deadline_counts(clone: Path, when: str, day: int, packed: bool) -> None:
    folder = clone
    put(folder / "exercises", {FILE: b"later"})
    if packed:
        git(folder, "gc", "-q")
    read = read_submission(folder.parent, when)
    assert bind_of(read) == {"bind.py": b"day = %d\n" % day}
    assert read.committed == f"2026-11-2{day}T12:00:00Z"  # type: ignore[union-attr]


def test_a_shallow_clone_and_a_detached_head_can_be_read(clone: Path, tmp_path: Path) -> None:
    folder = clone
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", str(tmp_path / "again/ann"))
    git(tmp_path / "again/ann", "checkout", "-q", "--detach")
    assert bind_of(read_submission(tmp_path / "again", "2030-01-01")) == {"bind.py": b"day = 3\n"}


@pytest.mark.parametrize("what", ["no git", "too early", "zip", "broken", "borrowed", "link"])
def test_a_submission_without_a_commit_before_the_deadline_has_a_reason(clone: Path, tmp_path: Path, what: str) -> None:
    folder = clone
    objects, head = folder / ".git/objects", folder / ".git/HEAD"
    if what == "no git":
        (folder / ".git").rename(tmp_path / "away")
    elif what == "zip":
        packed_as(folder.with_name("bob.zip"), {FILE: WORK})
        folder.rename(tmp_path / "ann")
    elif what == "broken":
        for each in objects.rglob("*"):
            if each.is_file():
                each.chmod(0o600)
                each.write_bytes(b"no object")
    elif what == "borrowed":
        put(objects / "info", {"alternates": str(tmp_path)})
    elif what == "link":
        head.write_text("ref: refs/heads/../../../../HEAD\n")
    when = "2026-11-01" if what == "too early" else "2030-01-01"
    assert "it has no commit from before" in reason_of(read_submission(folder.parent, when))


@on_posix
def test_programs_configured_in_the_repository_are_not_run(clone: Path, tmp_path: Path) -> None:
    folder = clone
    mark = tmp_path / "it was run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    program.chmod(0o755)
    for name in (
        "core.fsmonitor core.sshCommand core.pager core.editor gpg.program core.askPass credential.helper diff.external "
        "core.hooksPath pager.rev-list filter.x.smudge filter.x.clean diff.x.textconv uploadpack.packObjectsHook"
    ).split():
        git(folder, "config", name, str(program))
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "alias.rev-list", f"!{program}")
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "remote.origin.url", f"ext::{program}")
    git(folder, "config", "protocol.ext.allow", "always")
    put(folder / ".git", {"info/attributes": "* filter=x diff=x\n", "hooks/post-checkout": program.read_text()})
    put(folder, {".gitattributes": "* filter=x diff=x\n"})
    assert bind_of(read_submission(folder.parent, "2026-11-22T13:00:00Z")) == {"bind.py": b"day = 2\n"}
    assert isinstance(read_submission(folder.parent), HandedIn)
    for each in (folder / ".git/objects").glob("??/*"):  # git would fetch missing objects with that program
        if zlib.decompress(each.read_bytes()).startswith(b"blob"):
            each.unlink()
    read_submission(folder.parent, "2026-11-22T13:00:00Z")
    assert not mark.exists()


def test_a_repository_with_an_oversized_object_is_refused(clone: Path, tmp_path: Path) -> None:
    folder = clone
    put(folder / "exercises", {FILE: bytes(history.OBJECT_AT_MOST + 1)})
    commit(folder)
    assert "no history of git that can be read" in reason_of(read_submission(folder.parent, "2030-01-01"))


def test_a_tree_with_125000_entries_takes_less_than_two_seconds_of_processor_time() -> None:
    names = [f"{number:06}" for number in range(125_000)]
    data = b"".join(b"100644 " + name.encode() + b"\0" + bytes(20) for name in names)
    began = time.process_time()
    found = history.entries_of(data, 20)
    assert time.process_time() - began < 2
    assert list(found) == names
    assert found["000007"] == (b"100644", "00" * 20)


@pytest.mark.parametrize("cut", [0, 3, 8, 20])
def test_a_truncated_tree_has_the_entries_before_the_cut(cut: int) -> None:
    data = b"40000 a b\0" + b"\1" * 20 + (b"100644 c.py\0" + b"\2" * 20)[:cut]
    assert history.entries_of(data, 20)["a b"] == (b"40000", "01" * 20)
    assert history.entries_of(data, 20).keys() <= {"a b", "c.py"}


@pytest.mark.parametrize("text", ["tomorrow", "", "2026-13-01", "2026-11-22T25:00", "99999999"])
def test_a_deadline_that_is_not_a_time_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="is no time; write 2026-11-22"):
        deadline.parse_deadline(text)


@pytest.mark.parametrize("text", ["2026-11-22", "20261122", "2026-W47-7", "2026W477", " 20261122\n"])
def test_a_date_alone_includes_the_whole_day(text: str) -> None:
    end = deadline.parse_deadline(text)
    assert end.replace(tzinfo=None) == datetime.datetime(2026, 11, 22, 23, 59, 59)
    assert end.tzinfo is not None


def test_a_deadline_keeps_its_time_and_zone() -> None:
    assert deadline.parse_deadline("20261122T18").hour == 18
    assert deadline.parse_deadline("2026-11-22T18:00+08:00").astimezone(datetime.UTC).hour == 10


@on_posix
def test_a_history_with_linked_objects_is_not_read(clone: Path, tmp_path: Path) -> None:
    folder = clone
    other = tmp_path / "other"
    (folder / ".git/objects/pack").rename(other)
    (folder / ".git/objects/pack").symlink_to(other)
    assert "it has no commit from before" in reason_of(read_submission(folder.parent, "2030-01-01"))


@pytest.mark.parametrize("when", ["1960-01-01", "0026-11-22", "1969-12-31T00:00+00:00"])
def test_a_deadline_before_1970_is_refused(when: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        deadline.parse_deadline(when)
