"""Files are written whole or not at all, and learners' files are read up to a limit."""

import os
import stat
import threading
from pathlib import Path

import pytest

from grader.storage import atomic
from grader.storage.bounded import NotRegularError, read_regular

on_posix = pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")

# Write -------------------------------------------------------------------------------------------------------------


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    versions = [bytes([letter]) * (1 << 20) for letter in b"ab"]
    atomic.write(versions[0], path)
    seen: set[bytes] = set()
    over = threading.Event()

    def read_until_over() -> None:
        while not over.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read_until_over)
    reader.start()
    try:
        for number in range(60):
            atomic.write(versions[number % 2], path)
    finally:
        over.set()
        reader.join()
    assert seen
    assert seen <= set(versions)
    assert os.listdir(tmp_path) == ["result.json"]


def test_a_failed_write_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "result.json"
    atomic.write(b"old", path)

    def full_disk(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        atomic.write(b"new", path)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["result.json"]


@on_posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        atomic.write(b"{}", tmp_path / "result.json")
    finally:
        os.umask(before)
    assert (tmp_path / "result.json").stat().st_mode & 0o777 == mode


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o444])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(b"old")
    path.chmod(mode)
    atomic.write(b"new", path)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


@on_posix
@pytest.mark.parametrize("mode", [atomic.PRIVATE, atomic.PUBLIC])
@pytest.mark.parametrize("before", [None, 0o666])
def test_a_given_mode_overrides_the_umask_and_the_old_mode(tmp_path: Path, mode: int, before: int | None) -> None:
    path = tmp_path / "stub.py"
    if before is not None:
        path.write_bytes(b"old")
        path.chmod(before)
    umask = os.umask(0o077)
    try:
        atomic.write(b"new", path, mode=mode)
    finally:
        os.umask(umask)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@on_posix
@pytest.mark.parametrize(("follow_link", "text"), [(True, b"new"), (False, b"old")])
def test_a_link_is_followed_or_replaced_as_requested(tmp_path: Path, follow_link: bool, text: bytes) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    atomic.write(b"new", link, follow_link=follow_link)
    assert (link.read_bytes(), target.read_bytes(), link.is_symlink()) == (b"new", text, follow_link)


def test_the_temporary_file_has_the_requested_name(tmp_path: Path) -> None:
    seen: list[str] = []
    with atomic.replacing(tmp_path / "a", tmp_path / "b") as unfinished:
        unfinished.write_bytes(b"new")
        seen = os.listdir(tmp_path)
    assert (seen, os.listdir(tmp_path)) == (["b"], ["a"])


def test_an_interrupt_leaves_no_temporary_file(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), atomic.replacing(tmp_path / "a") as unfinished:
        unfinished.write_bytes(b"half")
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_a_created_file_is_synced_and_never_replaces_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    atomic.create(b"mine", tmp_path / "a")
    assert len(synced) == 1
    with pytest.raises(FileExistsError):
        atomic.create(b"other", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"mine"


def test_a_new_file_that_cannot_be_written_whole_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        atomic.create(b"mine", tmp_path / "a")
    assert os.listdir(tmp_path) == []


# Read --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "most", "read"), [(0, 4, 0), (3, 4, 3), (4, 4, 4), (5, 4, 4), (1 << 20, 4, 4)])
def test_at_most_the_requested_number_of_bytes_is_read(tmp_path: Path, size: int, most: int, read: int) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    assert read_regular(tmp_path / "a", most) == b"x" * read


def test_line_ends_are_not_translated(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\r\n2\x1a3")
    assert read_regular(tmp_path / "a", 100) == b"1\r\n2\x1a3"


def test_reading_a_folder_raises_not_regular_error(tmp_path: Path) -> None:
    with pytest.raises(NotRegularError):
        read_regular(tmp_path, 4)


def test_reading_a_missing_file_raises_file_not_found_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "a", 4)


@on_posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(NotRegularError):
        read_regular(tmp_path / "link", 4)


@on_posix
def test_a_link_that_replaces_the_file_meanwhile_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    monkeypatch.setattr(os, "lstat", os.stat)
    with pytest.raises(OSError, match="link"):
        read_regular(tmp_path / "link", 4)


@on_posix
def test_reading_a_pipe_without_a_writer_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotRegularError):
        read_regular(tmp_path / "pipe", 4)
    regular = os.lstat(__file__)
    monkeypatch.setattr(os, "lstat", lambda _path: regular)  # the pipe replaced a regular file after lstat()
    assert read_regular(tmp_path / "pipe", 4) == b""
