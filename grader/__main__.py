"""`python -m grader`."""

import sys
from pathlib import Path

# Python puts the current folder first on its path. It may be a learner's folder with a socket.py in it. This package is
# imported already, and nothing else may be imported from there.
if sys.path and sys.path[0] in ("", str(Path.cwd())):
    del sys.path[0]

from grader.cli import entry

if __name__ == "__main__":
    entry()
