"""Replace the learner's file by its stub, and keep a copy of the file beside it under an unused name.

The stubs are the suites' own copies (`stub.py.txt`), so that a learner does not need the git history.
"""

import contextlib
import os
import stat
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.storage import atomic
from grader.submission.stub import put_stub, same_stub
from grader.texts.language import _


@dataclass(frozen=True)
class ResetResult:
    """What was done: the file, whether it already was the stub, and the backup's name (empty where there was none)."""

    file: str
    already: bool = False
    backup: str = ""


def reset_stub(folder: Path, exercise: Exercise) -> ResetResult:
    """Restore the stub. UsageError where that fails; the learner's file is then unchanged."""
    inside, stub = folder / exercise.id, exercise.stub()
    path, shown = inside / exercise.facts.file, f"{exercise.id}/{exercise.facts.file}"
    try:
        if inside.is_symlink() or path.is_symlink():
            raise UsageError(_("{path} is a link; nothing was changed").format(path=shown))
        inside.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(path):
            put_stub(path, stub)
            return ResetResult(shown)
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise UsageError(_("{path} is not a regular file; nothing was changed").format(path=shown))
        data = path.read_bytes()
        if same_stub(data, stub):
            return ResetResult(shown, already=True)
        backup = keep_backup(path, data)
        try:
            put_stub(path, stub)
        except OSError:
            backup.unlink()
            raise
    except OSError as error:
        said = _("{path} cannot be put back ({reason}); nothing was changed")
        raise UsageError(said.format(path=shown, reason=error.strerror)) from error
    return ResetResult(shown, backup=f"{exercise.id}/{backup.name}")


def keep_backup(path: Path, data: bytes) -> Path:
    """Write a copy beside a file under the first unused name: `bind.py.1.bak`, `bind.py.2.bak`, ..."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.{number}.bak")
        with contextlib.suppress(FileExistsError):
            atomic.create(data, backup)
            return backup
    raise AssertionError("count() never ends")
