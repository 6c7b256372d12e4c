"""Kill an update of a release before each of its steps, and check the folder that it leaves. Linux and macOS.

    python -m tests.killed FOLDER

It runs as a separate program because it forks, which is not safe in a process with threads. A step is a change of the
file system that raises an audit event: opening a file for writing, renaming, removing, making or removing a folder,
changing permissions (https://docs.python.org/3/library/audit_events.html).
"""

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path

import msgspec

from grader.course import catalogue
from grader.release import manifest, pages, place, plan, repository, selection, source, wheel
from grader.release.fill import filled
from grader.release.place import UpdateResult
from grader.release.plan import ReleasePlan
from grader.release.repository import Release
from grader.release.source import File
from tests.submitted import contents

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
STUB = "exercises/03_bind/bind.py"
WORK = {STUB: b"my own work\n", "exercises/03_bind/notes.txt": b"my notes\n"}


def release_of(only: str, name: str, stub: bytes = b"") -> Release:
    """A release of a few exercises, with `stub` added to one stub. Its wheel has only the suites: it is never run."""
    wanted = ReleasePlan(only=only, name=name)
    exercises = plan.choose_exercises(wanted, catalogue.load())
    suites = [file for file in selection.of_grader(exercises) if file.path.startswith("grader/suites/")]
    grader = wheel.build_wheel(source.project(), suites, None)
    made = [file for each in exercises for file in repository.files_of_exercise(each)]
    files = [File(each.path, each.data + stub) if each.path == STUB else each for each in made]
    files += [filled("README.md", pages.values(wanted, exercises, "en")), grader]
    return repository.as_release(files, "learners", grader.path, wanted)


def bring(folder: Path, release: Release) -> UpdateResult:
    """Write a release into a folder, without interruption."""
    return place.bring(folder, release.files, release.manifest)


def bring_until_killed(folder: Path, release: Release, number: int) -> bool:
    """Write a release in a child process, which kills itself before step `number`. False if it ended before that."""
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


def check_is_usable(folder: Path, old: Release, new: Release) -> None:
    """Assert that a folder has the old or the new release, complete, and the learner's unchanged work."""
    found = manifest.manifest_of(folder)
    assert found is not None, "there is no manifest"
    assert found.version in (old.manifest.version, new.manifest.version)
    assert hashlib.sha256((folder / found.wheel).read_bytes()).hexdigest() == found.files[found.wheel]
    texts = {(each.path, each.data) for each in (*old.files, *new.files)}
    for path in found.files:
        if path not in WORK and not path.endswith(".new"):
            assert (path, (folder / path).read_bytes()) in texts, f"{path} is neither old nor new"
    for path, data in WORK.items():
        assert (folder / path).read_bytes() == data, f"{path}: the learner's work was changed"


def make_learners_copy(folder: Path, old: Release) -> Path:
    """Make a learner's copy of the old release, with work in it."""
    bring(folder, old)
    for path, data in WORK.items():
        (folder / path).write_bytes(data)
    return folder


def main(scratch: Path) -> None:
    """Kill an update before each step; then finish it, or write a newer release. Kill a first release too, and finish it."""
    old = release_of("03,04", "first")
    new = release_of("03,05", "second", b"# second\n")
    newer = release_of("03,06", "third", b"# third\n")
    start = make_learners_copy(scratch / "start", old)
    ends = []
    for number, release in enumerate((new, newer)):
        end = Path(shutil.copytree(start, scratch / f"end-{number}"))
        bring(end, release)
        ends.append(contents(end))
    number = 1
    while True:
        folder = Path(shutil.copytree(start, scratch / f"step-{number}"))
        if not bring_until_killed(folder, new, number):
            break
        check_is_usable(folder, old, new)
        other = Path(shutil.copytree(folder, scratch / f"other-{number}"))
        bring(folder, new)
        differs = {name for name, _data in contents(folder).items() ^ ends[0].items()}
        assert not differs, f"step {number}: the second run did not finish the update: {differs}"
        bring(other, newer)
        differs = {name for name, _data in contents(other).items() ^ ends[1].items()}
        assert not differs, f"step {number}: a newer release did not complete: {differs}"
        shutil.rmtree(folder)
        shutil.rmtree(other)
        number += 1
    first = 1
    while bring_until_killed(scratch / f"first-{first}", old, first):
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
