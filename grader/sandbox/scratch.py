"""The private folder of one check, and its removal, whatever a program left in it."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path


def private_folder(inside: Path | None = None) -> Path:
    """A new folder that only this user can read, in `inside` or in the folder for temporary files."""
    return Path(tempfile.mkdtemp(prefix="socket-course-", dir=inside))


class Scratch:
    """A private folder for one check: copies of the learner's files, and the output of the program."""

    def __init__(self, inside: Path | None = None) -> None:
        self.root = private_folder(inside)
        self.work = self.root / "work"
        self.work.mkdir()
        self.tmp = self.root / "tmp"
        self.tmp.mkdir()
        self.files: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write a file into the folder of the program; `name` may contain one folder."""
        path = self.work / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self.files[name] = data

    def remove(self) -> None:
        """Remove the folder and everything in it."""
        remove(self.root)


def remove(folder: Path) -> None:
    """Remove a folder and everything in it, even if a program removed the permissions to do so."""

    def insist(function: object, path: str, error: object) -> None:
        os.chmod(Path(path).parent, stat.S_IRWXU)
        if not os.path.islink(path):
            os.chmod(path, stat.S_IRWXU)
        if callable(function):
            function(path)

    try:
        if sys.version_info >= (3, 12):
            shutil.rmtree(folder, onexc=insist)
        else:
            shutil.rmtree(folder, onerror=insist)
    except (RecursionError, OSError):
        if os.name != "posix":
            raise
        # Folders nested too deeply for Python's recursion, or for the length of a path.
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)  # noqa: S607
