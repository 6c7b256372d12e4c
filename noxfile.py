"""The commands of this project: `nox -l` lists them."""

import hashlib
import itertools
import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["grade"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "virtualenv"  # even if uv is installed, so that every machine does the same
# Nox looks for uv all the same, and says so where there is none.
logging.getLogger("nox").addFilter(lambda record: record.getMessage() != "uv binary not found.")
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")
STAMP = "installed.txt"  # a hash of what is installed in an environment
EXERCISE = r"[0-9]{1,2}(_[a-z_]+)?"  # `3`, `03`, `03_bind`
# Exercises that are named before `--`, as in `nox -s grade 3`.
NAMED = [each for each in itertools.takewhile("--".__ne__, sys.argv[1:]) if re.fullmatch(EXERCISE, each)]
# Two test processes per core, at most 8: most tests spend most of their time waiting.
IN_PARALLEL = ("-n", str(min(2 * (os.cpu_count() or 1), 8)), "--dist", "worksteal")


def install_requirements(session: nox.Session, *groups: str, extras: tuple[str, ...] = ()) -> None:
    """Install a session's packages, unless exactly these are installed already."""
    wanted = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        wanted += PROJECT["project"]["optional-dependencies"][extra]
    for group in groups:
        wanted += nox.project.dependency_groups(PROJECT, group)
    install_once(Path(session.virtualenv.location, STAMP), wanted, lambda: session.install(*wanted))


def install_once(stamp: Path, wanted: list[str], install: Callable[[], object]) -> None:
    """Call `install`, unless the stamp file records the same packages for the same Python version."""
    key = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != key:
        install()
        stamp.write_text(key)


def exercise_words(session: nox.Session) -> list[str]:
    """The words for a command: those after `--`, an exercise after the session, or the one in whose folder you are."""
    words = [*NAMED, *session.posargs]
    here = Path(session.invoked_from).name
    return words or ([here] if re.fullmatch(EXERCISE, here) and Path("exercises", here).is_dir() else [])


def name_exercise(session: nox.Session) -> None:
    """Do nothing: the exercise in `nox -s grade 3` is a word for `grade`, and nox takes it for another session."""


for _each in NAMED:
    nox.session(name=_each, venv_backend="none")(name_exercise)


def run_in_grade_environment(session: nox.Session, name: str) -> None:
    """Run a command of the grader in the environment of `grade`, so that learners install only one environment."""
    folder = Path(session.cache_dir).parent / "grade"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = list(PROJECT["project"]["dependencies"])
    if not python.exists():
        session.run(sys.executable, "-m", "virtualenv", str(folder), external=True, silent=True)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *wanted]
    install_once(folder / STAMP, wanted, lambda: session.run(*pip, external=True, silent=True))
    session.run(str(python), "-m", "grader", name, *exercise_words(session), external=True)


def run_grader(session: nox.Session, name: str) -> None:
    """Run a command of the grader with the arguments after `--`."""
    install_requirements(session)
    session.run("python", "-m", "grader", name, *exercise_words(session))


@nox.session
def grade(session: nox.Session) -> None:
    """Grade your work: all exercises, or one, such as `nox -s grade -- 03`."""
    run_grader(session, "grade")


@nox.session(venv_backend="none")
def hint(session: nox.Session) -> None:
    """Give the next hint: `nox -s hint -- 03`."""
    run_in_grade_environment(session, "hint")


@nox.session(venv_backend="none")
def peer(session: nox.Session) -> None:
    """Talk to your own program that runs in another terminal: `nox -s peer -- 13`."""
    run_in_grade_environment(session, "peer")


@nox.session(venv_backend="none")
def compare(session: nox.Session) -> None:
    """Compare your finished work with the solutions: `nox -s compare -- 03`."""
    run_in_grade_environment(session, "compare")


@nox.session(name="list", venv_backend="none")
def list_exercises(session: nox.Session) -> None:
    """List the exercises with their points, files, states and used hints."""
    run_in_grade_environment(session, "list")


@nox.session(venv_backend="none")
def reset(session: nox.Session) -> None:
    """Restore a stub, and keep a backup of your file: `nox -s reset -- 03`."""
    run_in_grade_environment(session, "reset")


@nox.session(venv_backend="none")
def doctor(session: nox.Session) -> None:
    """Check this machine: Python, loopback, terminal, ports."""
    run_in_grade_environment(session, "doctor")


@nox.session
def watch(session: nox.Session) -> None:
    """Grade an exercise each time you save its file; q quits."""
    install_requirements(session)
    session.run("python", "-m", "grader", "watch", *session.posargs)


@nox.session(name="class")
def class_(session: nox.Session) -> None:
    """Grade a whole class: `nox -s class -- submissions/ --roster roster.csv`."""
    on_cluster = any(each.startswith("--scheduler") for each in session.posargs)
    install_requirements(session, extras=("class", "cluster") if on_cluster else ("class",))
    session.run("python", "-m", "grader", "class", *session.posargs)


@nox.session
def points(session: nox.Session) -> None:
    """Set points by hand in a class's gradebook: `nox -s points -- alice 80 --reason "shown in person"`."""
    install_requirements(session, extras=("class",))
    session.run("python", "-m", "grader", "points", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the grader on all cores, without the system tests; with arguments: `nox -s tests -- -k stuck`."""
    install_requirements(session, "tests")
    session.run("python", "-m", "pytest", *(session.posargs or ("-m", "not system", *IN_PARALLEL)))


@nox.session
def system(session: nox.Session) -> None:
    """Run the system tests: classes, a cluster, hostile programs, workflows in a runner, pages in a browser."""
    install_requirements(session, "tests")
    session.run("python", "-m", "pytest", "-m", "system", *(session.posargs or IN_PARALLEL))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format with ruff, types with mypy."""
    install_requirements(session, "tests", "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("mypy")
    # The suites' folders cannot be imported by name (they begin with a digit), so mypy checks each one alone.
    for suite in sorted(Path("grader/suites").glob("[0-9]*/")):
        parts = [suite / name for name in ("checks.py", "hidden.py", "mistakes.py", "manual_peer.py")]
        session.run("mypy", *(str(path) for path in parts if path.exists()), silent=True)


@nox.session
def verify(session: nox.Session) -> None:
    """Grade all stubs, solutions, accepted and wrong programs, and check each verdict and each README."""
    run_grader(session, "verify")


@nox.session
def release(session: nox.Session) -> None:
    """Make or update the learners' repository: `nox -s release -- ../socket-course-for-learners`."""
    run_grader(session, "release")


@nox.session
def hostile(session: nox.Session) -> None:
    """Run hostile programs at every sandbox level that this machine supports."""
    install_requirements(session, "tests")
    session.run("python", "-m", "tests.hostile", *session.posargs)


@nox.session
def texts(session: nox.Session) -> None:
    """Collect new texts for translation, and compile the catalogues."""
    install_requirements(session, "tests")
    session.run("python", "-m", "tests.catalogues")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the grader's speed, as ratios of times measured in the same run."""
    install_requirements(session)
    session.run("python", "-m", "benchmarks.bench", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Mutate the solutions: each mutant must lose a point, or survivors.toml must explain why it does not."""
    install_requirements(session, "mutants")
    session.run("python", "-m", "benchmarks.mutants", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Grade hundreds of times on a busy machine; fail on a lost point or a false verdict."""
    install_requirements(session)
    session.run("python", "-m", "benchmarks.soak", *session.posargs)


@nox.session
def steady(session: nox.Session) -> None:
    """Grade each program of the course repeatedly on a busy machine; fail if its points differ."""
    install_requirements(session)
    session.run("python", "-m", "benchmarks.steady", *session.posargs)
