"""The habits of this course: `nox -l` lists them."""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["grade"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "virtualenv"  # the same everywhere, whether uv is there or not
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")
STAMP = "installed.txt"
SEVERAL = ("-n", str(min(2 * (os.cpu_count() or 1), 8)), "--dist", "worksteal")  # most tests wait most of the time


def set_up(session: nox.Session, *groups: str, extras: tuple[str, ...] = ()) -> None:
    """Install what a session needs, unless this very list is installed already."""
    wanted = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        wanted += PROJECT["project"]["optional-dependencies"][extra]
    for group in groups:
        wanted += nox.project.dependency_groups(PROJECT, group)
    once(Path(session.virtualenv.location, STAMP), wanted, lambda: session.install(*wanted))


def once(stamp: Path, wanted: list[str], install: Callable[[], object]) -> None:
    """Install, unless the stamp says that this Python has just these packages."""
    key = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != key:
        install()
        stamp.write_text(key)


def at_hand(session: nox.Session, name: str) -> None:
    """Run a command of the grader in the environment of `grade`, so that a learner installs it once."""
    place = Path(session.cache_dir).parent / "grade"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = list(PROJECT["project"]["dependencies"])
    if not python.exists():
        session.run(sys.executable, "-m", "virtualenv", str(place), external=True, silent=True)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *wanted]
    once(place / STAMP, wanted, lambda: session.run(*pip, external=True, silent=True))
    session.run(str(python), "-m", "grader", name, *session.posargs, external=True)


def command(session: nox.Session, name: str) -> None:
    """Run a command of the grader with what follows `--`."""
    set_up(session)
    session.run("python", "-m", "grader", name, *session.posargs)


@nox.session
def grade(session: nox.Session) -> None:
    """Grade your work: everything, or e.g. `nox -s grade -- 03`."""
    command(session, "grade")


@nox.session(venv_backend="none")
def hint(session: nox.Session) -> None:
    """Give the next hint: `nox -s hint -- 03`."""
    at_hand(session, "hint")


@nox.session(venv_backend="none")
def peer(session: nox.Session) -> None:
    """Talk to your own program that runs in another terminal: `nox -s peer -- 13`."""
    at_hand(session, "peer")


@nox.session(name="list", venv_backend="none")
def list_exercises(session: nox.Session) -> None:
    """List the exercises: points, file, started or not, hints used."""
    at_hand(session, "list")


@nox.session(venv_backend="none")
def reset(session: nox.Session) -> None:
    """Put a stub back, and keep a backup of your file: `nox -s reset -- 03`."""
    at_hand(session, "reset")


@nox.session(venv_backend="none")
def doctor(session: nox.Session) -> None:
    """Look at this machine: Python, loopback, terminal, ports."""
    at_hand(session, "doctor")


@nox.session
def watch(session: nox.Session) -> None:
    """Grade an exercise as soon as its file is saved; q quits."""
    set_up(session)
    session.run("python", "-m", "grader", "watch", *session.posargs)


@nox.session(name="class")
def class_(session: nox.Session) -> None:
    """Grade a whole class: `nox -s class -- submissions/ --roster roster.csv`."""
    on_cluster = any(each.startswith("--scheduler") for each in session.posargs)
    set_up(session, extras=("class", "cluster") if on_cluster else ("class",))
    session.run("python", "-m", "grader", "class", *session.posargs)


@nox.session
def points(session: nox.Session) -> None:
    """Give points by hand in a class's gradebook: `nox -s points -- alice 80 --reason "shown in person"`."""
    set_up(session, extras=("class",))
    session.run("python", "-m", "grader", "points", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the grader itself: all but the system tests, on all cores, or e.g. `nox -s tests -- -k stuck`."""
    set_up(session, "tests")
    session.run("python", "-m", "pytest", *(session.posargs or ("-m", "not system", *SEVERAL)))


@nox.session
def system(session: nox.Session) -> None:
    """Test the whole: classes, a cluster, hostile work, workflows in a runner, pages in a browser."""
    set_up(session, "tests")
    session.run("python", "-m", "pytest", "-m", "system", *(session.posargs or SEVERAL))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and types."""
    set_up(session, "tests", "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("mypy")
    for suite in sorted(Path("grader/suites").glob("[0-9]*/")):  # their names are no module names: one at a time
        parts = [suite / name for name in ("checks.py", "hidden.py", "mistakes.py", "by_hand.py")]
        session.run("mypy", *(str(path) for path in parts if path.exists()), silent=True)


@nox.session
def verify(session: nox.Session) -> None:
    """Prove the course: stubs, solutions, accepted and wrong programs, rubrics."""
    command(session, "verify")


@nox.session
def release(session: nox.Session) -> None:
    """Make the learners' repository: `nox -s release -- ../socket-course-for-learners`."""
    command(session, "release")


@nox.session
def hostile(session: nox.Session) -> None:
    """Try hostile programs at every level of the box that this machine has."""
    set_up(session, "tests")
    session.run("python", "-m", "tests.hostile", *session.posargs)


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
def mutants(session: nox.Session) -> None:
    """Mutate the solutions: each mutant loses a point, or its survival is explained."""
    set_up(session, "mutants")
    session.run("python", "-m", "benchmarks.mutants", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Grade hundreds of times on a busy machine: not one lost point, not one false verdict."""
    set_up(session)
    session.run("python", "-m", "benchmarks.soak", *session.posargs)


@nox.session
def steady(session: nox.Session) -> None:
    """Grade each program of the course again and again on a busy machine: the same points each time."""
    set_up(session)
    session.run("python", "-m", "benchmarks.steady", *session.posargs)
