"""The habits of this course: `nox -l` lists them."""

import hashlib
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["grade"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "virtualenv"  # the same everywhere, whether uv is there or not
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")
STAMP = "installed.txt"


def set_up(session: nox.Session, *groups: str) -> None:
    """Install what a session needs, unless this very list is installed already."""
    wanted = list(PROJECT["project"]["dependencies"])
    for group in groups:
        wanted += nox.project.dependency_groups(PROJECT, group)
    key = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    stamp = Path(session.virtualenv.location, STAMP)
    if not stamp.exists() or stamp.read_text() != key:
        session.install(*wanted)
        stamp.write_text(key)


@nox.session
def grade(session: nox.Session) -> None:
    """Grade your work: everything, or e.g. `nox -s grade -- 03`."""
    set_up(session)
    session.run("python", "-m", "grader", "grade", *session.posargs)


@nox.session
def watch(session: nox.Session) -> None:
    """Grade an exercise as soon as its file is saved; q quits."""
    set_up(session)
    session.run("python", "-m", "grader", "watch", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the grader itself."""
    set_up(session, "tests")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and types."""
    set_up(session, "tests", "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("mypy")
    for suite in sorted(Path("grader/suites").glob("[0-9]*/")):  # their names are no module names: one at a time
        session.run("mypy", *(str(suite / name) for name in ("checks.py", "hidden.py")), silent=True)


@nox.session
def verify(session: nox.Session) -> None:
    """Prove the course: stubs, solutions, accepted and wrong programs, rubrics."""
    set_up(session)
    session.run("python", "-m", "grader", "verify", *session.posargs)


@nox.session
def texts(session: nox.Session) -> None:
    """Find new texts for the catalogues, and compile them."""
    set_up(session, "tests")
    session.run("python", "-m", "tests.catalogues")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the grader's speed, as ratios within one run."""
    set_up(session)
    session.run("python", "-m", "benchmarks.bench", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Grade hundreds of times on a busy machine: not one lost point, not one false verdict."""
    set_up(session)
    session.run("python", "-m", "benchmarks.soak", *session.posargs)
