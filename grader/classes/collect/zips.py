"""Read a submission that is a zip file into memory. Names that lead out of it are refused.

Only the exercises' own Python files are read, each up to a limit. Sizes that the zip file states are not trusted.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from grader.classes.collect.layout import Place, home, is_beside, parts_of_work
from grader.submission.reader import FILE_AT_MOST, Unreadable
from grader.texts.language import _

DIRECTORY_AT_MOST = 4 << 20  # bytes of the list of members: more than that of a repository with a virtual environment
WORK_AT_MOST = 8 << 20  # bytes of all Python files of a submission
FILES_AT_MOST = 2000  # of a submission
UTF_8 = 0x800  # the flag that marks a name as UTF-8, APPNOTE.TXT 4.4.4
ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other methods ignore the limit of a read

Files = dict[str, bytes | None]  # by the path from the exercises' folder; None for a link


class _Refused(Exception):
    """The message for a zip file that is refused."""


def read_zip(path: Path, exercises: Collection[str]) -> Files | Unreadable:
    """Read the work in a zip file; Unreadable where it is refused."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(_Bounded(file)) as opened:
            return _work(opened, exercises)
    except _Refused as refused:
        return Unreadable(str(refused))
    except OSError as error:
        return Unreadable(_("it cannot be read: {reason}").format(reason=error.strerror or error))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError):
        return Unreadable(_("it is no whole zip file; ask for it again"))


class _Bounded(io.RawIOBase):
    """A file that limits each read, so that a false size in it cannot make this process use much memory."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(DIRECTORY_AT_MOST + 1 if size < 0 else min(size, DIRECTORY_AT_MOST + 1))
        if len(data) > DIRECTORY_AT_MOST:
            raise _Refused(_("its list of files is too long to be a submission"))
        return data

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET and place < 0:
            raise zipfile.BadZipFile
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _work(opened: zipfile.ZipFile, exercises: Collection[str]) -> Files | Unreadable:
    members = {_place(each): each for each in opened.infolist()}
    below: dict[Place, set[str]] = {}
    for place in members:
        for depth in range(min(len(place), 3)):
            below.setdefault(place[:depth], set()).add(place[depth])
    found = home(lambda place: below.get(place, set()), exercises)
    if isinstance(found, Unreadable):
        return found
    files: Files = {}
    size = 0
    for place in sorted(members):
        rest = place[len(found) :]
        if place[: len(found)] == found and is_beside(rest, exercises) and not members[place].is_dir():
            data = _content(opened, members[place]) if parts_of_work(rest, exercises) else b""
            size += len(data or b"")
            if size > WORK_AT_MOST or len(files) > FILES_AT_MOST:
                return Unreadable(too_much())
            files["/".join(rest)] = data
    return files


def too_much() -> str:
    """The message for a submission with far too many or too large files."""
    said = _("it has more than {count} files or {most} MB; exercises need a few lines")
    return said.format(count=FILES_AT_MOST, most=WORK_AT_MOST >> 20)


def _place(member: zipfile.ZipInfo) -> Place:
    """The parts of a member's path. _Refused for a path that leads out of the zip file."""
    name = _name(member).replace("\\", "/")
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        said = _("it names a place outside itself ({name!r}); pack the folder of the exercises again")
        raise _Refused(said.format(name=name[:60]))
    return parts


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member. Without the UTF-8 flag its encoding is guessed.

    Programs on Chinese Windows write GBK; many others write UTF-8 without the flag.
    """
    if member.flag_bits & UTF_8:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")  # zipfile decodes it as cp437
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _content(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member, at most one more than a file may have; None for a link."""
    if stat.S_ISLNK(member.external_attr >> 16):
        return None
    if member.flag_bits & ENCRYPTED:
        raise _Refused(_("it is protected by a password; ask for it without one"))
    if member.compress_type not in METHODS:
        raise _Refused(_("it is packed in a way that is not read here; ask for an ordinary zip file"))
    with opened.open(member) as file:
        return file.read(FILE_AT_MOST + 1)
