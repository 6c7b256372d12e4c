"""A class to try the grading of classes with: `python -m tests.make_class DIR --count 300 --seed 7`.

Each learner hands in something for every exercise: the solution, another correct program, a program with a real
mistake, or the stub; a few hand in a hostile program too, and a few nothing that can be graded. Most hand in a folder,
some a zip file and some a clone. DIR.json beside DIR says who handed in what, so that each can be graded alone.
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

WAYS = {"folder": 6, "zip": 2, "clone": 2}  # how often a learner hands in so
KINDS = {"solution": 6, "accepted": 2, "wrong": 3, "stub": 1}  # how often an exercise is done so
HOSTILE_IN, BAD_IN = 40, 60  # every how many learners one is hostile, or hands in what cannot be graded
SLOW = {"burns_the_processor", "fork_bomb", "endless_memory", "endless_output", "full_disk", "kills_everybody"}
BAD = {"empty folder": None, "broken zip": b"PK\x03\x04 and no more", "no exercises": b""}
# What hostile programs are told where they are tried; here they find nothing there.
KNOWN = {"COURSE": "/nowhere", "RESULT": "/nowhere", "DROP": "/nowhere", "PORT": "9", "ABSTRACT": "no", "CANARY": "no"}

Recipe = dict[str, str]  # by the exercise, the program: a path in this repository, or the name of a hostile one


def programs(exercise: Exercise) -> Mapping[str, list[Path]]:
    """What can be handed in for an exercise."""
    folder, file = SOLUTIONS / exercise.id, exercise.facts.file
    return {
        "solution": [folder / file],
        "accepted": sorted((folder / "accepted").glob("*.py")) or [folder / file],
        "wrong": sorted((folder / "wrong").glob("*.py")) or [folder / file],
        "stub": [STUBS / exercise.id / file],
    }


def pick(chance: random.Random, weights: Mapping[str, int]) -> str:
    """One of these, as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]


def recipe(chance: random.Random, exercises: list[Exercise]) -> Recipe:
    """What one learner hands in. A good learner does most exercises well, a weak one leaves the last ones out."""
    reaches = chance.randint(3, len(exercises)) if chance.random() < 0.3 else len(exercises)
    found = {}
    for number, each in enumerate(exercises):
        kind = pick(chance, KINDS) if number < reaches else "stub"
        found[each.id] = chance.choice(programs(each)[kind]).relative_to(REPO).as_posix()
    return found


def hostile(level: Level = Level.BUBBLEWRAP) -> list[Case]:
    """The hostile programs that a box stops and that do not take long."""
    return [each for each in cases() if level in each.stopped_by and each.name not in SLOW and each.make is None]


def lay_out(folder: Path, given: Recipe) -> None:
    """Put one learner's work into a folder `exercises`."""
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
    """Make a zip file of a folder, as GitHub does: one folder at its top."""
    with zipfile.ZipFile(folder.with_name(f"{name}.zip"), "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, f"{name}-main/{path.relative_to(folder).as_posix()}")
    shutil.rmtree(folder)


def git(folder: Path, *words: str, when: str = "2026-11-20T12:00:00+00:00") -> None:
    """Run git in a folder, as somebody, at some time."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"), ("DATE", when))
    }
    settings = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=kept | settings | who)


def commit(folder: Path, when: str = "2026-11-20T12:00:00+00:00") -> None:
    """Commit everything in a folder, which becomes a repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "work", when=when)


def make(folder: Path, count: int, seed: int) -> dict[str, Recipe]:
    """Make a class; what each learner whose work can be graded has handed in."""
    chance, exercises = random.Random(seed), catalogue.load()
    folder.mkdir(parents=True)
    bad_ones = list(BAD)
    given: dict[str, Recipe] = {}
    for number in range(1, count + 1):
        name = f"learner-{number:04}"
        if number % BAD_IN == BAD_IN // 2:
            hand_in_badly(folder / name, bad_ones[number // BAD_IN % len(bad_ones)])
            continue
        given[name] = recipe(chance, exercises)
        if number % HOSTILE_IN == HOSTILE_IN // 4:
            given[name]["hostile"] = chance.choice(hostile()).name
        lay_out(folder / name, given[name])
        way = pick(chance, WAYS)
        if way == "zip":
            pack(folder / name, name)
        elif way == "clone":
            commit(folder / name)
    return given


def hand_in_badly(place: Path, how: str) -> None:
    """Hand in what cannot be graded."""
    if how == "broken zip":
        place.with_suffix(".zip").write_bytes(BAD[how] or b"")
    else:
        place.mkdir()
        if how == "no exercises":
            (place / "README.md").write_text("nothing yet")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
def main(folder: Path, count: int, seed: int) -> None:
    """Make a class in a new folder DIR, and DIR.json beside it."""
    if folder.exists():
        raise click.ClickException(f"{folder} is there already")
    given = make(folder, count, seed)
    recipes = folder.with_name(f"{folder.name}.json")
    recipes.write_text(json.dumps(given, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{count} submissions in {folder}, {len(given)} that can be graded; what they are: {recipes}")


if __name__ == "__main__":
    main()
