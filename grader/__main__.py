"""`python -m grader`."""

import sys
from pathlib import Path

# Python puts the current folder in front of its path. It may be a learner's, with a socket.py in it: this package is
# found already, and nothing else is to be found there.
if sys.path and sys.path[0] in ("", str(Path.cwd())):
    del sys.path[0]

from grader.cli import entry

if __name__ == "__main__":
    entry()
