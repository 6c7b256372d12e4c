"""Compare a file with the stub of an exercise, and write the stub."""

from pathlib import Path

from grader.sourcefile.line_ends import with_lf
from grader.storage import atomic


def same_stub(data: bytes, stub: bytes) -> bool:
    """Whether two files are the same except for their line ends."""
    return with_lf(data) == with_lf(stub)


def put_stub(path: Path, data: bytes) -> None:
    """Write a stub that all users can read, for any umask. A link at `path` is replaced and not followed."""
    atomic.write(data, path, mode=atomic.PUBLIC, follow_link=False)
