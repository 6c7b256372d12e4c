"""Kill an update at each of its steps, one after another, and look at what is left. Linux and macOS.

Run as a program of its own: it forks, which a process with threads must not.

    python -m tests.killed FOLDER

A step is a change of the file system that Python's own audit tells of: a file opened for writing, a rename, a removal,
a folder made or removed, permissions changed. The process is killed right before it.
"""

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path

import msgspec

from grader.course import catalogue
from grader.release import manifest, place, plan, repository, selection, source, wheel
from grader.release.place import Done
from grader.release.plan import Plan
from grader.release.repository import Release
from grader.release.source import File
from tests.submitted import contents

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
STUB = "exercises/03_bind/bind.py"
WORK = {STUB: b"my own work\n", "exercises/03_bind/notes.txt": b"my notes\n"}


def release_of(only: str, name: str, stub: bytes = b"") -> Release:
    """A release of a few exercises, with a text added to the stub. Its wheel holds the suites alone: it is not run."""
    wanted = Plan(only=only, name=name)
    exercises = plan.chosen(wanted, catalogue.load())
    suites = [file for file in selection.of_grader(exercises) if file.path.startswith("grader/suites/")]
    grader = wheel.made(source.project(), suites, None)
    made = [file for each in exercises for file in repository.of_exercise(each)]
    files = [File(each.path, each.data + stub) if each.path == STUB else each for each in made]
    files += [repository.page(wanted, exercises, "en"), File(f"wheels/{grader.name}", grader.data)]
    return repository.whole(files, "learners", f"wheels/{grader.name}", wanted)


def bring(folder: Path, release: Release) -> Done:
    """Bring a release to its end."""
    return place.bring(folder, release.files, release.told)


def killed(folder: Path, release: Release, number: int) -> bool:
    """Bring a release and be killed before the step of this number; False where it came to its end before."""
    child = os.fork()
    if not child:
        left = number

        def count(event: str, given: tuple[object, ...]) -> None:
            nonlocal left
            if event in STEPS and str(folder) in str(given) and (event != "open" or is_written(given)):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        bring(folder, release)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), f"step {number}: status {status}"
    return status != 0


def is_written(given: tuple[object, ...]) -> bool:
    """Whether a file is opened for writing."""
    flags = given[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def is_whole(folder: Path, old: Release, new: Release) -> None:
    """Whether what lies there is a release that grades: the old one or the new one, and the learner's work."""
    told = manifest.manifest_of(folder)
    assert told is not None, "there is no manifest"
    assert told.version in (old.told.version, new.told.version)
    assert hashlib.sha256((folder / told.wheel).read_bytes()).hexdigest() == told.files[told.wheel]
    texts = {(each.path, each.data) for each in (*old.files, *new.files)}
    for path in told.files:
        if path not in WORK and not path.endswith(".new"):
            assert (path, (folder / path).read_bytes()) in texts, f"{path} is neither old nor new"
    for path, data in WORK.items():
        assert (folder / path).read_bytes() == data, f"{path} is not the learner's any more"


def begun(folder: Path, old: Release) -> Path:
    """A learner's copy of the old release, with work in it."""
    bring(folder, old)
    for path, data in WORK.items():
        (folder / path).write_bytes(data)
    return folder


def main(scratch: Path) -> None:
    """Kill an update at each step; then finish it, or bring a still newer release."""
    old = release_of("03,04", "first")
    new = release_of("03,05", "second", b"# second\n")
    newer = release_of("03,06", "third", b"# third\n")
    start = begun(scratch / "start", old)
    ends = []
    for number, release in enumerate((new, newer)):
        end = Path(shutil.copytree(start, scratch / f"end-{number}"))
        bring(end, release)
        ends.append(contents(end))
    number = 1
    while True:
        folder = Path(shutil.copytree(start, scratch / f"step-{number}"))
        if not killed(folder, new, number):
            break
        is_whole(folder, old, new)
        other = Path(shutil.copytree(folder, scratch / f"other-{number}"))
        bring(folder, new)
        differs = {name for name, _data in contents(folder).items() ^ ends[0].items()}
        assert not differs, f"step {number}: it was not finished: {differs}"
        bring(other, newer)
        differs = {name for name, _data in contents(other).items() ^ ends[1].items()}
        assert not differs, f"step {number}: a newer one did not go on: {differs}"
        shutil.rmtree(folder)
        shutil.rmtree(other)
        number += 1
    first = 1
    while killed(scratch / f"first-{first}", old, first):
        folder = scratch / f"first-{first}"
        place.must_fit(folder, "learners")
        bring(folder, old)
        assert {name for name, data in contents(folder).items() if isinstance(data, bytes)} == {
            manifest.NAME,
            *(each.path for each in old.files),
        }
        first += 1
    print(msgspec.json.encode({"update": number - 1, "first": first - 1}).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
