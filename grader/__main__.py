"""`python -m grader`."""

import os
import sys

# Python puts the current folder in front of its path. It may be a learner's, with a socket.py in it: this package is
# found already, and nothing else is to be found there.
if sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from grader.cli import entry

if __name__ == "__main__":
    entry()
