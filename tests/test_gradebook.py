"""The gradebook: confirmed attempts are durable, one grading writes at a time, and each problem is one line."""

import contextlib
import functools
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from grader.classes.gradebook.database import READ, engine_for, transaction
from grader.classes.gradebook.gradebook import WritableGradebook, open_gradebook, read_gradebook
from grader.classes.gradebook.migrate import MIGRATIONS, bring_up
from grader.classes.gradebook.tables import METADATA
from grader.classes.grading.attempt import Known
from grader.commands.points import number as number_of
from grader.model.errors import GraderError, UsageError
from grader.result.scorecard import CheckStatus, Scorecard
from tests.gradings import ADVICE, attempt, card, history
from tests.submitted import REPO, command, grade, on_posix, solution, unfolded

KILLS = 10
MANY = 8  # submissions in a good gradebook


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """The rows that any other program reads from a gradebook."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def change(path: Path, *statements: str) -> None:
    """Change a gradebook with another program."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)


def silent(scorecard: Scorecard, *but: CheckStatus) -> Scorecard:
    """A result without conversations, except those of checks with one of these states."""
    return msgspec.structs.replace(
        scorecard,
        exercises=[
            msgspec.structs.replace(
                exercise,
                checks=[
                    each if each.status in but else msgspec.structs.replace(each, transcript=[], output="")
                    for each in exercise.checks
                ],
            )
            for exercise in scorecard.exercises
        ],
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.sqlite"


@pytest.fixture
def book(path: Path) -> Iterator[WritableGradebook]:
    with open_gradebook(path, patience=0.05) as opened:
        yield opened


# Stored attempts -----------------------------------------------------------------------------------------------------


def test_an_added_attempt_is_read_back_complete(path: Path, book: WritableGradebook) -> None:
    given = attempt()
    book.add(given)
    with read_gradebook(path) as reading:
        (found,) = history(reading, "ada")
    assert found.card == given.card
    shared = ("name", "place", "graded", "commit", "committed", "trouble")
    assert [getattr(found, key) for key in shared] == [getattr(given, key) for key in shared]
    assert (found.override, found.points) == (None, 4)


def test_a_real_grading_is_read_back_complete(tmp_path: Path, book: WritableGradebook) -> None:
    wrong = solution("03_bind/bind.py").replace("(host, port)", "('', port)")
    graded = grade(tmp_path, {"03_bind/bind.py": wrong}, "03")
    result = msgspec.convert(graded.card, Scorecard)
    assert 0 < result.score < result.max
    book.add(attempt(result=result))
    (found,) = history(book, "ada")
    assert found.card == result


def test_the_latest_attempt_counts_and_the_earlier_ones_stay(path: Path, book: WritableGradebook) -> None:
    for seed in range(3):
        book.add(attempt(seed=seed))
    (entry,) = book.entries()
    assert entry.graded == attempt(seed=2).graded
    assert book.known("ada") == Known("digest 2", "1.0")
    assert rows(path, "SELECT digest FROM attempts ORDER BY id") == [("digest 0",), ("digest 1",), ("digest 2",)]
    assert [each.card for each in history(book, "ada")] == [card(seed) for seed in range(3)]


def test_entries_are_sorted_by_name_and_limited_to_the_requested_names(book: WritableGradebook) -> None:
    for name in ("linus", "ada", "王芳", "grace"):
        book.add(attempt(name))
    assert [each.name for each in book.entries()] == ["ada", "grace", "linus", "王芳"]
    assert [each.name for each in book.entries(["王芳", "ada", "nobody"])] == ["ada", "王芳"]
    assert book.entries([]) == []


def test_entries_contain_only_the_conversations_of_lost_checks(book: WritableGradebook) -> None:
    book.add(attempt("ada", 1))
    book.add(attempt("ada", 2))
    book.add(attempt("grace", 3))
    lost = (CheckStatus.FAILED, CheckStatus.WITHHELD)
    assert [each.card for each in book.entries()] == [silent(card(seed), *lost) for seed in (2, 3)]
    assert [each.card for each in book.entries(talks=False)] == [silent(card(seed)) for seed in (2, 3)]


def test_a_submission_without_a_result_has_a_reason(path: Path, book: WritableGradebook) -> None:
    book.add(attempt(trouble="the repository is empty"))
    (entry,) = book.entries()
    assert (entry.card, entry.trouble, entry.points) == (None, "the repository is empty", None)
    assert book.known("ada") == Known("digest 0", "1.0")
    assert rows(path, "SELECT score, result FROM attempts") == [(None, None)]


def test_an_empty_gradebook_has_no_entry(book: WritableGradebook) -> None:
    assert (book.known("ada"), history(book, "ada"), book.entries()) == (None, [], [])


def test_a_submission_may_move_to_another_folder(book: WritableGradebook) -> None:
    book.add(attempt())
    book.add(msgspec.structs.replace(attempt(seed=1), place="elsewhere/ada"))
    assert [each.place for each in book.entries()] == ["elsewhere/ada"]


def test_a_result_can_be_queried_in_sql(path: Path, book: WritableGradebook) -> None:
    book.add(attempt())
    assert rows(path, "SELECT score, max, hidden, box, python, commit_id FROM attempts") == [
        (4, 12, 3, "limits", "3.11", "0123abcd")
    ]
    query = "SELECT check_id, promise, status, points, max, hidden, mistake_id, line, seconds FROM checks "
    assert rows(path, query + "WHERE exercise_id = '03_bind' ORDER BY check_id") == [
        ("first", "first holds", "passed", 2, 2, 0, None, None, 0.25),
        ("second", "second holds", "failed", 0, 2, 0, "wrong-port", 14, 0.25),
        ("third", "third holds", "withheld", 0, 2, 0, None, 14, 0.25),
    ]
    wanted = [(name, "second", "wrong-port", ADVICE.title) for name in ("03_bind", "05_listen")]
    assert rows(path, "SELECT exercise_id, check_id, mistake_id, title FROM mistakes ORDER BY 1") == wanted
    assert rows(path, "SELECT count(*) FROM conversations") == [(6,)]


@pytest.mark.parametrize("name", ["", "a'b\"c;--", "a\nb", "nul\0nul", "😀", "x" * 5000, "%", "{name}"])
def test_a_submission_may_have_any_name(name: str, book: WritableGradebook) -> None:
    book.add(attempt(name))
    book.override(name, 3, "{reason}")
    assert [(each.name, each.points) for each in book.entries([name])] == [(name, 3)]


def test_an_undecodable_name_is_stored_readably(book: WritableGradebook) -> None:
    name = os.fsdecode(b"\xff\xe5") if os.name == "posix" else "\udcff\udce5"
    (exercise, *others) = card().exercises
    unprintable = msgspec.structs.replace(exercise, file=f"{name}/03_bind/bind.py")
    book.add(attempt(name, result=msgspec.structs.replace(card(), exercises=[unprintable, *others])))
    (entry,) = book.entries([name])
    assert entry.name == r"\udcff\udce5"
    assert entry.card is not None
    assert entry.card.exercises[0].file == "??/03_bind/bind.py"
    assert book.known(name) == Known("digest 0", "1.0")


def test_a_damaged_result_is_reported_with_its_name_and_can_be_graded_again(
    path: Path, book: WritableGradebook
) -> None:
    book.add(attempt("ada"))
    book.add(attempt("grace", 1))
    other = zlib.compress(msgspec.json.encode({"schema": "socket-course/result/v0"})).hex()
    cut = zlib.compress(msgspec.json.encode(card())[:100]).hex()
    for result, why in (("00ff", "cannot be read"), (cut, "cannot be read"), (other, r"\(socket-course/result/v0\)")):
        change(path, f"UPDATE attempts SET result = x'{result}' WHERE digest = 'digest 1'")
        (entry,) = book.entries(["grace"])
        assert (entry.card, entry.lost, entry.trouble.isprintable()) == (None, True, True)
        assert re.search(f'{why}.*: grade it again with --again --only "grace"$', entry.trouble)
        assert [each.lost for each in book.entries()] == [False, True]
        assert [each.trouble for each in history(book, "grace")] == [entry.trouble]
        assert book.known("grace") is None  # so that it is graded again
        assert book.known("ada") is not None
    book.add(attempt("grace", 2))
    assert [each.lost for each in book.entries()] == [False, False]
    assert book.known("grace") == Known("digest 2", "1.0")


def test_a_damaged_conversation_is_reported_only_if_it_is_read(path: Path, book: WritableGradebook) -> None:
    book.add(attempt("ada"))
    change(path, "UPDATE conversations SET conversation = x'00' WHERE check_id = 'second'")
    assert [each.lost for each in book.entries()] == [True]
    assert [each.lost for each in book.entries(talks=False)] == [False]
    assert book.known("ada") is None
    assert book.override("ada", 3, "shown in person").points == 3


# Points by hand ------------------------------------------------------------------------------------------------------


def test_points_by_hand_override_every_grading_until_they_are_taken_back(path: Path, book: WritableGradebook) -> None:
    book.add(attempt())
    book.override("ada", 7, "too strict")
    book.override("ada", 9, "shown in class")
    book.add(attempt(seed=1))
    (entry,) = book.entries()
    assert entry.override is not None
    assert (entry.points, entry.override.reason) == (9, "shown in class")
    assert datetime.fromisoformat(entry.override.at).utcoffset() is not None
    assert history(book, "ada")[-1] == msgspec.structs.replace(entry, card=card(1))
    book.take_back("ada")
    assert [(each.points, each.override) for each in book.entries()] == [(4, None)]
    kept = [(7, "too strict"), (9, "shown in class"), (None, "")]
    assert rows(path, "SELECT points, reason FROM overrides ORDER BY id") == kept


def test_zero_points_by_hand_are_points(book: WritableGradebook) -> None:
    book.add(attempt())
    book.override("ada", 0, "copied")
    assert [each.points for each in book.entries()] == [0]


def test_points_that_were_not_given_cannot_be_taken_back(book: WritableGradebook) -> None:
    book.add(attempt())
    with pytest.raises(UsageError, match="ada was given no points by hand"):
        book.take_back("ada")


def test_an_unknown_name_is_refused_with_similar_names(path: Path, book: WritableGradebook) -> None:
    for name in ("Ada Lovelace", "grace"):
        book.add(attempt(name))
    for ask in (lambda: book.override("ada lovelac", 3, "x"), lambda: book.take_back("ada lovelac")):
        with pytest.raises(UsageError, match=r"no submission ada lovelac in .*; did you mean Ada Lovelace?"):
            ask()
    with pytest.raises(UsageError, match=r"no submission zzz in [^;]*$"):
        book.override("zzz", 3, "x")
    assert rows(path, "SELECT * FROM overrides") == []


def test_a_name_matches_in_every_unicode_normal_form(book: WritableGradebook) -> None:
    book.add(attempt("Jose\u0301"))
    book.override("jos\u00e9", 3, "x")
    assert [(each.name, each.points) for each in book.entries()] == [("Jose\u0301", 3)]


# One at a time -------------------------------------------------------------------------------------------------------


def start_child(source: str, *words: object, under: tuple[str, ...] = ()) -> "subprocess.Popen[bytes]":
    """Start a Python process that runs a program with these arguments."""
    before = """
        import subprocess, sys
        from pathlib import Path
        from grader.classes.gradebook.gradebook import open_gradebook, read_gradebook
        from grader.model.errors import GraderError, UsageError
        from tests.gradings import attempt, card
    """
    return subprocess.Popen(
        [*under, sys.executable, "-c", textwrap.dedent(before) + textwrap.dedent(source), *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


HOLDS = """
    with open_gradebook(Path(sys.argv[1])) as book:
        book.add(attempt("ada"))
        print("opened", flush=True)
        sys.stdin.readline()
"""


def test_a_second_grading_is_refused_with_the_owner_and_a_killed_one_releases_the_lock(path: Path) -> None:
    with start_child(HOLDS, path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"opened\n" or os.name == "nt"
        said = rf"{path.name} is being written by process {process.pid} on .+, since 20.+; wait until it ends$"
        with pytest.raises(UsageError, match=said), open_gradebook(path, patience=0.05):
            pass
        with read_gradebook(path) as reading:
            assert [each.name for each in reading.entries()] == ["ada"]
        process.kill()
    with open_gradebook(path, patience=0.05) as book:
        book.add(attempt("grace"))
        assert [each.name for each in book.entries()] == ["ada", "grace"]


def test_a_second_grading_in_the_same_process_is_refused(path: Path, book: WritableGradebook) -> None:
    with pytest.raises(UsageError, match=r"is in use|is being written"), open_gradebook(path, patience=0.05):
        pass
    book.add(attempt())


@on_posix
def test_a_link_to_a_gradebook_has_the_same_lock(path: Path, book: WritableGradebook) -> None:
    link = path.with_name("link.sqlite")
    link.symlink_to(path.name)
    with pytest.raises(UsageError, match=r"link\.sqlite is"), open_gradebook(link, patience=0.05):
        pass


def test_a_gradebook_may_be_opened_repeatedly(path: Path) -> None:
    for seed in range(3):
        with open_gradebook(path, patience=0.05) as book:
            book.add(attempt(seed=seed))
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, f"{path.name}.lock"]


@contextlib.contextmanager
def open_reader(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is reading the gradebook."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM submissions").fetchall()
        yield connection


def test_a_writer_waits_for_a_reader(path: Path) -> None:
    with open_gradebook(path, patience=20) as book, open_reader(path) as report:
        adding = threading.Thread(target=book.add, args=(attempt(),))
        adding.start()
        adding.join(0.1)
        assert adding.is_alive()
        report.execute("COMMIT")
        adding.join()
        assert [each.name for each in book.entries()] == ["ada"]


def test_a_reader_works_during_an_uncommitted_change(path: Path, book: WritableGradebook) -> None:
    book.add(attempt("ada"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("DELETE FROM checks")
        with read_gradebook(path, patience=0.05) as report:
            assert report.entries()[0].card is not None
        writing.execute("ROLLBACK")


def test_several_threads_may_add_attempts(book: WritableGradebook, path: Path) -> None:
    with open_gradebook(path.with_name("other.sqlite")) as shared:
        threads = [threading.Thread(target=shared.add, args=(attempt(str(n)),)) for n in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert shared.names() == [str(n) for n in range(8)]


# Killed processes ----------------------------------------------------------------------------------------------------

ADDS = """
    sys.stdin.readline()
    path, which = Path(sys.argv[1]), int(sys.argv[2])
    with open_gradebook(path) as book:
        for number in range(10_000):
            book.add(attempt(f"{which} {number}", number, card(number, talk=3000)))
            print(which, number, flush=True)
"""


@pytest.mark.system
def test_every_confirmed_attempt_survives_a_kill_at_any_moment(path: Path) -> None:
    chance = random.Random(11)
    children = [start_child(ADDS, path, number) for number in range(KILLS)]
    confirmed: list[str] = []
    for number, each in enumerate(children):
        assert each.stdin is not None
        assert each.stdout is not None
        each.stdin.write(b"\n")
        each.stdin.flush()
        if number:  # the first child may also be killed while it creates the tables
            confirmed.append(each.stdout.readline().decode())
        time.sleep(chance.uniform(0.0, 0.15))  # the moment of the kill, not a wait for a condition
        each.kill()
        confirmed += each.communicate()[0].decode().splitlines(keepends=True)
        assert rows(path, "PRAGMA integrity_check") == [("ok",)] or not path.exists()
    assert len(confirmed) >= KILLS - 1
    names = {line.strip() for line in confirmed if line.endswith("\n")}
    with open_gradebook(path) as book:
        found = {each.name: each for each in book.entries()}
        assert names <= set(found)
        assert len(found) <= len(names) + KILLS  # each child may have stored one attempt without confirming it
        for name in found:
            (whole,) = history(book, name)
            assert whole.card == card(int(name.split()[1]), talk=3000)
    assert rows(path, "SELECT count(*) FROM checks") == [(6 * len(found),)]
    assert rows(path, "SELECT count(*) FROM mistakes") == [(2 * len(found),)]


def test_an_attempt_that_fails_halfway_leaves_nothing(path: Path, book: WritableGradebook) -> None:
    (exercise, *_) = card().exercises
    twice = msgspec.structs.replace(card(), exercises=[exercise, exercise])  # two rows with the same key
    with pytest.raises(GraderError, match="UNIQUE"):
        book.add(attempt("grace", result=twice))
    assert [rows(path, f"SELECT count(*) FROM {name}") for name in ("submissions", "attempts", "checks")] == [
        [(0,)],
        [(0,)],
        [(0,)],
    ]
    book.add(attempt("ada"))
    assert book.names() == ["ada"]


def test_a_confirmed_change_is_durable(book: WritableGradebook) -> None:
    with book._transaction() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "fullfsync")
        }
        assert settings == {"synchronous": 3, "fullfsync": 1}
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_reader_cannot_write(path: Path, book: WritableGradebook) -> None:
    with pytest.raises(UsageError, match="read-only"), transaction(engine_for(path, 0.05, READ), path) as connection:
        connection.exec_driver_sql("DELETE FROM submissions")


def test_a_gradebook_that_is_moved_away_is_an_error(path: Path, book: WritableGradebook) -> None:
    book.add(attempt("ada"))
    path.rename(path.with_name("moved.sqlite"))
    with pytest.raises(UsageError, match="there is no gradebook"):
        book.add(attempt("grace"))
    assert not path.exists()
    with read_gradebook(path.with_name("moved.sqlite")) as moved:
        assert moved.names() == ["ada"]


# Files that are not a good gradebook ---------------------------------------------------------------------------------


@functools.cache
def good_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.sqlite"
        with open_gradebook(path) as book:
            for number in range(MANY):
                book.add(attempt(str(number), number, card(number, talk=3000)))
        return path.read_bytes()


def write_good(path: Path) -> Path:
    path.write_bytes(good_bytes())
    return path


def a_folder(path: Path) -> None:
    path.mkdir()


def a_text(path: Path) -> None:
    path.write_text("name,points\nada,3\n" * 100)


def a_short_text(path: Path) -> None:
    path.write_text("ada")


def a_database_of_another_program(path: Path) -> None:
    change(path, "CREATE TABLE bookmarks (address TEXT)")


def a_cut_gradebook(path: Path) -> None:
    data = write_good(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def a_gradebook_with_a_bad_page(path: Path) -> None:
    data = write_good(path).read_bytes()
    path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 8192) + data[-4096:])


def a_newer_gradebook(path: Path) -> None:
    change(write_good(path), "UPDATE alembic_version SET version_num = '9999'")


def a_gradebook_without_a_form(path: Path) -> None:
    change(write_good(path), "DROP TABLE alembic_version")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


BAD: dict[Callable[[Path], None], str] = {
    a_folder: "is a folder; name a file",
    a_text: "is no gradebook",
    a_short_text: "is no gradebook",
    a_database_of_another_program: "is no gradebook",
    a_cut_gradebook: "is damaged",
    a_gradebook_with_a_bad_page: "is damaged",
    a_newer_gradebook: "was written by a newer grader (form 9999)",
    a_gradebook_without_a_form: "is no gradebook",
}
BAD_ON_POSIX: dict[Callable[[Path], None], str] = {a_pipe: "", a_link_to_itself: ""}


@pytest.mark.parametrize(
    "make", [*BAD, *(pytest.param(each, marks=on_posix) for each in BAD_ON_POSIX)], ids=lambda make: make.__name__
)
@pytest.mark.parametrize("way", [open_gradebook, read_gradebook], ids=["open", "read"])
def test_another_kind_of_file_is_refused_in_one_line_and_left_unchanged(
    make: Callable[[Path], None], way: Callable[..., contextlib.AbstractContextManager[object]], path: Path
) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UsageError) as error, way(path, patience=0.05) as opened:
        opened.entries()  # type: ignore[attr-defined]
    message = str(error.value)
    assert (BAD | BAD_ON_POSIX)[make] in message
    assert path.name in message
    assert "\n" not in message
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_damaged_gradebook_is_refused_before_anything_is_graded(path: Path) -> None:
    write_good(path)
    ((page,),) = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'conversations'")
    data = path.read_bytes()
    assert isinstance(page, int)
    damaged = data[: 4096 * (page - 1)] + bytes(4096) + data[4096 * page :]
    path.write_bytes(damaged)
    with pytest.raises(UsageError, match="is damaged"), open_gradebook(path):
        pytest.fail("it was opened")
    assert path.read_bytes() == damaged
    with read_gradebook(path) as book:  # undamaged tables can still be read
        assert len(book.entries(talks=False)) == MANY


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"), open_gradebook(tmp_path / "no" / "book.sqlite"):
        pass


def test_reading_a_missing_gradebook_creates_no_file(path: Path) -> None:
    with pytest.raises(UsageError, match="there is no gradebook"), read_gradebook(path):
        pass
    assert list(path.parent.iterdir()) == []


def test_another_file_in_place_of_the_lock_is_refused(path: Path) -> None:
    lock = path.with_name(f"{path.name}.lock")
    lock.write_text("locked by me\n" * 100)
    with pytest.raises(UsageError, match=r"\.lock is no lock of a gradebook; remove it"), open_gradebook(path):
        pass
    assert not path.exists()


def test_a_gradebook_locked_by_another_program_is_refused(path: Path, book: WritableGradebook) -> None:
    book.add(attempt("ada"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UsageError, match="in use by another program"):
            book.add(attempt("grace"))
        with pytest.raises(UsageError, match="in use by another program"), read_gradebook(path, patience=0.05):
            pass
    book.add(attempt("grace"))
    assert book.names() == ["ada", "grace"]


# How to mount a private file system: as root, or as another user in a user namespace, if the system allows that.
MOUNT_COMMANDS = [("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")]
MOUNT = 'import subprocess, sys; subprocess.run(["mount", "-t", "tmpfs", "none", sys.argv[1]], check=True)'


def mount_command(folder: Path) -> tuple[str, ...]:
    """The command prefix of a process that may mount a private file system."""
    for words in MOUNT_COMMANDS if shutil.which("unshare") else []:
        if subprocess.run([*words, sys.executable, "-c", MOUNT, folder], capture_output=True).returncode == 0:
            return words
    pytest.skip("no file system can be mounted here")


def lines_of(process: "subprocess.Popen[bytes]") -> list[str]:
    out, _err = process.communicate(timeout=60)
    assert process.returncode == 0
    return out.decode().splitlines()


FILLS = """
    path = Path(sys.argv[1]) / "book.sqlite"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", path.parent], check=True)
    kept = []
    try:
        with open_gradebook(path) as book:
            for number in range(1000):
                book.add(attempt(f"{number:03}", number, card(number, talk=3000)))
                kept.append(f"{number:03}")
    except GraderError as error:
        print(error)
    with read_gradebook(path) as reading:
        print(len(kept) > 5, reading.names() == kept, [each.card is None for each in reading.entries()].count(True))
    try:
        with open_gradebook(path.with_name("new.sqlite")):
            print("opened")
    except (UsageError, GraderError) as error:
        print(error)
"""


def test_a_full_disk_is_reported_and_earlier_attempts_can_be_read(tmp_path: Path) -> None:
    said, kept, another = lines_of(start_child(FILLS, tmp_path, under=mount_command(tmp_path)))
    assert "book.sqlite: the disk is full; what was written before is kept" in said
    assert kept == "True True 0"
    assert another.endswith(
        ("the disk is full; what was written before is kept. Make room, and start again", "left on device")
    )


READS_ONLY = """
    path = Path(sys.argv[1]) / "book.sqlite"
    subprocess.run(["mount", "-t", "tmpfs", "none", path.parent], check=True)
    with open_gradebook(path) as book:
        book.add(attempt("ada"))
    subprocess.run(["mount", "-o", "bind,ro", path, path], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", path, path], check=True)
    for whole in (False, True):
        if whole:
            subprocess.run(["mount", "-o", "remount,bind,ro", path.parent], check=True)
        try:
            with open_gradebook(path):
                print("opened")
        except UsageError as error:
            print(error)
        with read_gradebook(path) as reading:
            print(reading.names())
"""


def test_a_read_only_gradebook_can_be_read_but_not_written(tmp_path: Path) -> None:
    file, read, folder, read_again = lines_of(start_child(READS_ONLY, tmp_path, under=mount_command(tmp_path)))
    assert "book.sqlite is read-only: nothing can be written into it" in file
    assert "book.sqlite cannot be written" in folder
    assert read == read_again == "['ada']"


# Older and newer forms -----------------------------------------------------------------------------------------------

NEXT_MIGRATION = """
    revision = "0004"
    down_revision = "0003"

    def upgrade():
        from alembic import op
        import sqlalchemy

        with op.batch_alter_table("submissions") as table:
            table.add_column(sqlalchemy.Column("email", sqlalchemy.Text()))
        op.execute("UPDATE submissions SET email = name || '@example.org'")
"""


def add_migration(folder: Path, source: str) -> Path:
    """A folder with the migrations and one more."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v0004.py").write_text(textwrap.dedent(source))
    return folder


def test_the_migrations_create_the_tables_that_the_code_uses(path: Path, book: WritableGradebook) -> None:
    with engine_for(path, 1.0, READ).begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    names = {index.name for table in METADATA.tables.values() for index in table.indexes}
    assert {name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'index'")} >= names
    for table in METADATA.tables.values():
        keys = {(key[3], key[2], key[4]) for key in rows(path, f"PRAGMA foreign_key_list({table.name})")}
        wanted = {(key.parent.name, key.column.table.name, key.column.name) for key in table.foreign_keys}
        assert keys == wanted


@pytest.mark.parametrize("way", [open_gradebook, read_gradebook], ids=["open", "read"])
def test_an_older_gradebook_is_migrated_and_a_backup_is_kept(
    way: Callable[..., contextlib.AbstractContextManager[WritableGradebook]], tmp_path: Path
) -> None:
    path = write_good(tmp_path / "class book.sqlite")
    before = rows(path, "SELECT * FROM attempts")
    newer = add_migration(tmp_path / "100% more", NEXT_MIGRATION)
    with way(path, migrations=newer) as book:
        assert len(book.entries()) == MANY
    backup = tmp_path / "class book.before-0004.sqlite"
    assert rows(path, "SELECT email FROM submissions WHERE name = '7'") == [("7@example.org",)]
    assert rows(path, "SELECT * FROM attempts") == before == rows(backup, "SELECT * FROM attempts")
    assert rows(path, "PRAGMA foreign_key_check") == []
    with read_gradebook(backup) as old:
        assert len(old.entries()) == MANY
    kept = backup.read_bytes()
    with way(path, migrations=newer):
        pass
    assert backup.read_bytes() == kept
    assert not (tmp_path / "class book.before-0004.2.sqlite").exists()


def older_gradebook(folder: Path, *without: str) -> Path:
    """A gradebook made without some migrations, with one submission that could not be graded."""
    path, migrations = folder / "gradebook.sqlite", folder / "before"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__", *without))
    bring_up(path, 1.0, migrations)
    columns = "submission_id, digest, version, graded, seconds, commit_id, committed, trouble"
    change(
        path,
        "INSERT INTO submissions (name, place) VALUES ('ada', 'class/ada')",
        f"INSERT INTO attempts ({columns}) VALUES (1, 'd', 'v', '', 1, '', '', 'empty')",
    )
    return path


def test_a_gradebook_without_languages_is_migrated_with_empty_languages(tmp_path: Path) -> None:
    path = older_gradebook(tmp_path, "v0003*")
    with open_gradebook(path) as book:
        assert [(each.name, each.trouble, each.language) for each in book.entries()] == [("ada", "empty", "")]
        book.add(msgspec.structs.replace(attempt("ada"), language="zh"))
        assert [each.language for each in history(book, "ada")] == ["", "zh"]
        assert [each.language for each in book.entries()] == ["zh"]


def test_a_gradebook_without_a_class_is_migrated_and_takes_the_first_class(tmp_path: Path) -> None:
    path = older_gradebook(tmp_path, "v0002*", "v0003*")
    change(path, "INSERT INTO overrides (submission_id, points, reason, at) VALUES (1, 9, 'shown in person', '')")
    with open_gradebook(path) as book:
        assert [(each.name, each.trouble, each.points) for each in book.entries()] == [("ada", "empty", 9)]
        book.belong_to("class of spring")
        with pytest.raises(UsageError, match="holds the class class of spring; for autumn"):
            book.belong_to("autumn")
    assert (tmp_path / "gradebook.before-0003.sqlite").is_file()


BREAKS = NEXT_MIGRATION + "    raise OSError('half way')\n"
FORGETS = NEXT_MIGRATION + "        op.execute(\"DELETE FROM submissions WHERE name = '7'\")\n"


@pytest.mark.parametrize(("source", "said"), [(BREAKS, "half way"), (FORGETS, "break references")])
def test_a_migration_that_fails_halfway_changes_nothing(source: str, said: str, path: Path) -> None:
    before = write_good(path).read_bytes()
    with (
        pytest.raises((OSError, GraderError), match=said),
        open_gradebook(
            path, migrations=add_migration(path.with_name("later"), source.replace("    raise", "        raise"))
        ),
    ):
        pass
    assert path.read_bytes() == before
    with open_gradebook(path) as book:
        assert len(book.entries()) == MANY


def test_a_backup_is_not_overwritten(path: Path) -> None:
    write_good(path)
    older = path.with_name("gradebook.before-0004.sqlite")
    older.write_text("a backup of long ago")
    with open_gradebook(path, migrations=add_migration(path.with_name("later"), NEXT_MIGRATION)):
        pass
    assert older.read_text() == "a backup of long ago"
    assert rows(path.with_name("gradebook.before-0004.2.sqlite"), "SELECT count(*) FROM attempts") == [(MANY,)]
    assert not list(path.parent.glob("*.tmp*"))


def test_a_grader_installed_anywhere_creates_a_gradebook_without_a_warning(tmp_path: Path) -> None:
    place = tmp_path / "100% pure, site-packages"
    shutil.copytree(REPO / "grader", place / "grader", ignore=shutil.ignore_patterns("__pycache__", "suites"))
    source = """
        from pathlib import Path
        import grader, grader.classes.gradebook.gradebook as code
        assert str(Path(grader.__file__)).startswith(str(Path.cwd() / "100% pure"))
        with code.open_gradebook(Path("book.sqlite")) as book:
            assert book.names() == []
    """
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(source)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


# The class of a gradebook --------------------------------------------------------------------------------------------


def test_a_gradebook_belongs_to_one_class_and_refuses_another_in_one_line(path: Path, book: WritableGradebook) -> None:
    book.belong_to("groupA")
    with pytest.raises(UsageError) as caught:
        book.belong_to("group\nB")
    assert str(caught.value) == f"{path} holds the class groupA; for group B give another place with --out"
    book.belong_to("groupA")
    assert rows(path, "SELECT name FROM classes") == [("groupA",)]


def test_a_class_name_matches_in_every_unicode_normal_form(path: Path, book: WritableGradebook) -> None:
    book.belong_to("classe d'e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}")
    book.belong_to("classe d'été")
    assert rows(path, "SELECT count(*) FROM classes") == [(1,)]


# The command ---------------------------------------------------------------------------------------------------------


AGAIN = "; run class again to write it into the page and the files\n"


def test_the_command_gives_points_and_takes_them_back(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.sqlite"
    with open_gradebook(path) as book:
        book.add(attempt("ada"))
        book.add(attempt("grace", trouble="no folder"))
    scratch = tmp_path / "scratch"
    ended = command(scratch, "points", "ada", "9", "--reason", "shown\n in class ", cwd=tmp_path)
    assert (ended.status, ended.out, ended.err) == (0, f"ada: 9 points by hand count now; graded: 4{AGAIN}", "")
    ended = command(scratch, "points", "grace", "0", "--reason", "none", "--gradebook", path)
    assert (ended.status, ended.out) == (0, f"grace: 0 points by hand count now; graded: no result{AGAIN}")
    with read_gradebook(path) as book:
        overrides = [each.override for each in book.entries()]
    assert [each and (each.points, each.reason) for each in overrides] == [(9, "shown in class"), (0, "none")]
    ended = command(scratch, "points", "ada", "--take-back", "--gradebook", path)
    assert (ended.status, ended.out) == (0, f"ada: the grading counts again (4){AGAIN}")


WHOLE = "grader: points are whole numbers, from 0 to 100\n"
NUMBERS = ("101", "87.5", "-3", "-0.5", "-87,5", "+5", "1e1", "many", "", "9" * 5000)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["adda", "9", "--reason", "x"], "did you mean ada?"),
        *((["ada", typed, "--reason", "x"], WHOLE) for typed in NUMBERS),
        (["--reason", "-1", "ada", "-3"], WHOLE),
        (["ada", "-3", "--reason", "-1"], WHOLE),
        (["ada", "9"], "say why: --reason TEXT. It stands on the class's page and in grades.csv"),
        (["ada", "9", "--reason", " "], "say why: --reason TEXT. It stands on the class's page and in grades.csv"),
        (["ada"], "give either POINTS or --take-back"),
        (["ada", "9", "--take-back"], "give either POINTS or --take-back"),
        (["ada", "--take-back"], "ada was given no points by hand"),
        (["ada", "9", "--reason", "x", "--gradebook", "no.sqlite"], "there is no gradebook no.sqlite"),
        (["ada", "9", "--reason", "x", "--gradebook", "."], "is a folder"),
    ],
)
def test_the_command_refuses_bad_arguments_in_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        book.add(attempt("ada"))
    ended = command(tmp_path / "scratch", "points", *words, cwd=tmp_path)
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    assert said in ended.err
    assert ended.err.startswith("grader: ")
    assert len(ended.err.splitlines()) == 1
    assert not (tmp_path / "no.sqlite").exists()
    assert rows(tmp_path / "gradebook.sqlite", "SELECT * FROM overrides") == []


@pytest.mark.parametrize(
    "words", [("9", "--reasn", "x"), ("-3", "--reasn", "x"), ("--reason", "-1", "-x"), ("-3", "-4")]
)
def test_an_unknown_option_is_reported_as_such(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "points", "ada", *words, "--lang", "en", cwd=tmp_path)
    assert (ended.status, ended.out) == (2, "")
    assert "No such option" in ended.err


def test_full_width_digits_and_a_leading_zero_are_points() -> None:
    assert [number_of(text, 100) for text in ("0", "08", "100", "８０")] == [0, 8, 100, 80]


def test_the_command_is_available_in_chinese(tmp_path: Path) -> None:
    with open_gradebook(tmp_path / "gradebook.sqlite") as book:
        book.add(attempt("王芳"))
    ended = command(tmp_path / "scratch", "points", "王", "9", "--reason", "x", "--lang", "zh", cwd=tmp_path)
    assert "没有" in unfolded(ended.err)
    ended = command(tmp_path / "scratch", "points", "王芳", "9", "--reason", "x", "--lang", "zh", cwd=tmp_path)
    assert "手动" in ended.out


def test_a_missing_package_is_named_with_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "gradebook.sqlite").touch()
    source = "import sys; sys.modules['sqlalchemy'] = None; from grader.cli import entry; sys.argv[1:] = {!r}; entry()"
    for words, status, said in (
        (["points", "ada", "9", "--reason", "x"], 2, "grader: this command needs sqlalchemy: start it with nox"),
        (["points", "--help"], 0, ""),
        (["class", "."], 2, "grader: this command needs sqlalchemy: start it with nox"),
        (["class", "--help"], 0, ""),
        (["--help"], 0, ""),
    ):
        ended = subprocess.run(
            [sys.executable, "-c", source.format(words)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPO), "LANG": "C.UTF-8", "LANGUAGE": "en"},
            capture_output=True,
            text=True,
        )
        assert (ended.returncode, ended.stderr.startswith(said), ended.stderr.count("\n")) == (status, True, bool(said))
