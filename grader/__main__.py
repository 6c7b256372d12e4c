"""`python -m grader`."""

import os
import sys

# Python puts the current folder first on its path. It may be a learner's folder with a socket.py in it. This package is
# imported already, and nothing else may be imported from there.
try:
    HERE = os.getcwd()  # noqa: PTH109 - pathlib would be imported from that folder
except OSError:  # the folder was removed: the command line reports it
    HERE = ""
if sys.path and sys.path[0] in ("", HERE):
    del sys.path[0]

from grader.cli import entry

if __name__ == "__main__":
    entry()
