"""Make zip files that are reproducible: equal input gives equal bytes on every machine and day.

The files are stored without compression: the output of a compressor depends on its version, and git can compress
successive releases better if their files are not compressed already.
"""

import io
import zipfile
from collections.abc import Iterable

from grader.release.source import File

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time in a zip file
UNIX = 3  # `external_attr` holds POSIX permissions
REGULAR = 0o100000


def zipped(files: Iterable[File], executable: Iterable[str] = ()) -> bytes:
    """The bytes of a zip file with these files in their order; those named in `executable` can be run."""
    executable_paths = set(executable)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as made:
        for file in files:
            entry = zipfile.ZipInfo(file.path, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = (REGULAR | (0o755 if file.path in executable_paths else 0o644)) << 16
            made.writestr(entry, file.data)
    return data.getvalue()
