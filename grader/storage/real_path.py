"""The path of a file with all links resolved."""

import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """The path without links, so that one file has one name. Unlike Path.resolve(), a loop of links raises no error."""
    return Path(os.path.realpath(path))
