"""`python -m grader`."""

from grader.cli import entry

if __name__ == "__main__":
    entry()
