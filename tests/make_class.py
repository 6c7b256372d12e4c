"""Make a class for tests of class grading: `python -m tests.make_class DIR --count 300 --seed 7`.

Each submission has a program for every exercise: the solution, another correct program, a wrong program, or the stub.
A few submissions also have a hostile program, and a few cannot be graded at all. Most submissions are folders, some are
zip files, some git clones. DIR.json beside DIR lists the programs of each submission, so that it can be graded alone.
"""

import json
import os
import random
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import click

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.sandbox.levels import Level
from tests.hostile.cases import Case, cases
from tests.submitted import REPO, SOLUTIONS, STUBS

FORMS = {"folder": 6, "zip": 2, "clone": 2}  # weights of the forms of a submission
KINDS = {"solution": 6, "accepted": 2, "wrong": 3, "stub": 1}  # weights of the kinds of programs
HOSTILE_IN, BAD_IN = 40, 60  # one submission in 40 is hostile, one in 60 cannot be graded
SLOW = {"burns_the_processor", "fork_bomb", "endless_memory", "endless_output", "full_disk", "kills_everybody"}
BAD = {"empty folder": None, "broken zip": b"PK\x03\x04 and then nothing", "no exercises": b""}
# Values for the placeholders in hostile programs (see hostile/cases.py); none of them exists.
KNOWN = {"COURSE": "/nowhere", "RESULT": "/nowhere", "DROP": "/nowhere", "PORT": "9", "ABSTRACT": "no", "CANARY": "no"}

Recipe = dict[str, str]  # exercise -> path of its program in this repository; "hostile" -> name of a hostile program


def programs(exercise: Exercise) -> Mapping[str, list[Path]]:
    """The programs for an exercise, by kind."""
    folder, file = SOLUTIONS / exercise.id, exercise.facts.file
    return {
        "solution": [folder / file],
        "accepted": sorted((folder / "accepted").glob("*.py")) or [folder / file],
        "wrong": sorted((folder / "wrong").glob("*.py")) or [folder / file],
        "stub": [STUBS / exercise.id / file],
    }


def pick(rng: random.Random, weights: Mapping[str, int]) -> str:
    """A random key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def make_recipe(rng: random.Random, exercises: list[Exercise]) -> Recipe:
    """Choose the programs of one submission. In three of ten submissions the last exercises are not started."""
    reaches = rng.randint(3, len(exercises)) if rng.random() < 0.3 else len(exercises)
    found = {}
    for number, each in enumerate(exercises):
        kind = pick(rng, KINDS) if number < reaches else "stub"
        found[each.id] = rng.choice(programs(each)[kind]).relative_to(REPO).as_posix()
    return found


def hostile(level: Level = Level.BUBBLEWRAP) -> list[Case]:
    """The hostile programs that this level stops and that end quickly."""
    return [each for each in cases() if level in each.stopped_by and each.name not in SLOW and each.make is None]


def lay_out(folder: Path, given: Recipe) -> None:
    """Write one submission's programs into the subfolder `exercises`."""
    exercises = {each.id: each for each in catalogue.load()}
    for name, program in given.items():
        if name in exercises:
            place = folder / "exercises" / name
            place.mkdir(parents=True)
            shutil.copy(REPO / program, place / exercises[name].facts.file)
    if "hostile" in given:
        case = next(each for each in cases() if each.name == given["hostile"])
        shutil.rmtree(folder / "exercises" / case.exercise)
        case.lay_out(folder / "exercises", KNOWN)


def pack(folder: Path, name: str) -> None:
    """Replace a folder by a zip file with one folder at its top, as GitHub makes it."""
    with zipfile.ZipFile(folder.with_name(f"{name}.zip"), "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, f"{name}-main/{path.relative_to(folder).as_posix()}")
    shutil.rmtree(folder)


def git(folder: Path, *words: str, when: str = "2026-11-20T12:00:00+00:00") -> None:
    """Run git in a folder, with a fixed author, at the time `when`."""
    identity = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"), ("DATE", when))
    }
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=kept | settings | identity)


def commit(folder: Path, when: str = "2026-11-20T12:00:00+00:00") -> None:
    """Commit everything in a folder; make the folder a repository first if necessary."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "work", when=when)


def make(folder: Path, count: int, seed: int) -> dict[str, Recipe]:
    """Make a class. Return the recipe of each submission that can be graded."""
    rng, exercises = random.Random(seed), catalogue.load()
    folder.mkdir(parents=True)
    bad_ones = list(BAD)
    given: dict[str, Recipe] = {}
    for number in range(1, count + 1):
        name = f"learner-{number:04}"
        if number % BAD_IN == BAD_IN // 2:
            make_bad_submission(folder / name, bad_ones[number // BAD_IN % len(bad_ones)])
            continue
        given[name] = make_recipe(rng, exercises)
        if number % HOSTILE_IN == HOSTILE_IN // 4:
            given[name]["hostile"] = rng.choice(hostile()).name
        lay_out(folder / name, given[name])
        form = pick(rng, FORMS)
        if form == "zip":
            pack(folder / name, name)
        elif form == "clone":
            commit(folder / name)
    return given


def make_bad_submission(folder: Path, kind: str) -> None:
    """Make a submission that cannot be graded; `kind` is a key of BAD."""
    if kind == "broken zip":
        folder.with_suffix(".zip").write_bytes(BAD[kind] or b"")
    else:
        folder.mkdir()
        if kind == "no exercises":
            (folder / "README.md").write_text("nothing yet")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
def main(folder: Path, count: int, seed: int) -> None:
    """Make a class in a new folder DIR, and DIR.json beside it."""
    if folder.exists():
        raise click.ClickException(f"{folder} exists already")
    given = make(folder, count, seed)
    recipes = folder.with_name(f"{folder.name}.json")
    recipes.write_text(json.dumps(given, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{count} submissions in {folder}, {len(given)} of them can be graded; their programs: {recipes}")


if __name__ == "__main__":
    main()
