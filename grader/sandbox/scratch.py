"""The private folder of one check, and how it is removed whatever a program left in it."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path


def private_folder(inside: Path | None = None) -> Path:
    """A new folder that only this user may read, in the folder for temporary files or in `inside`."""
    return Path(tempfile.mkdtemp(prefix="socket-course-", dir=inside))


class Scratch:
    """A private folder for one check: the learner's files as copies, and what the program prints."""

    def __init__(self, inside: Path | None = None) -> None:
        self.root = private_folder(inside)
        self.work = self.root / "work"
        self.work.mkdir()
        self.tmp = self.root / "tmp"
        self.tmp.mkdir()
        self.files: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """Lay a file into the folder of the program; `name` may stand in one folder below it."""
        path = self.work / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self.files[name] = data

    def remove(self) -> None:
        """Remove it with all that a program left in it, also where the program took its rights away."""
        remove(self.root)


def remove(folder: Path) -> None:
    """Remove a folder with all that a program left in it, also where the program took its rights away."""

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
        # Folders nested deeper than Python's own way goes down, or deeper than a path may be long.
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)  # noqa: S607
