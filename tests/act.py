"""Workflows as GitHub runs them, run here by act: on this machine itself, without containers and without network.

What a workflow fetches from GitHub has a small stand-in in `stand_ins/`. Everything else is the real thing: the jobs,
the conditions, the outputs, the shell. Where act is missing, a test is skipped with the reason; with
WORKFLOWS_REQUIRED=1 it fails instead.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from grader.sandbox import bubblewrap
from tests.submitted import REPO

STAND_INS = Path(__file__).with_name("stand_ins")
PINNED = re.compile(r"uses: (actions/[a-z-]+)(?:/[a-z]+)?@([0-9a-f]{40})")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ESCAPED = (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25"))  # the last one last
ENDS_WITHIN = 100.0  # seconds; far more than any of these workflows takes on a busy machine
OURS = "school/tcp@main"  # the teacher's repository, as the learners' workflow names it
GIT = ("git", "-c", "user.name=a learner", "-c", "user.email=learner@school.example", "-c", "init.defaultBranch=main")


def tool(name: str) -> str:
    """A tool's program, beside this Python or on the path."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    return found or missing(f"{name} is not installed")


def missing(reason: str) -> NoReturn:
    """Skip, or fail where the workflows must be tried."""
    if os.environ.get("WORKFLOWS_REQUIRED"):
        pytest.fail(f"{reason}, and WORKFLOWS_REQUIRED is set")
    pytest.skip(reason)


def must_run_here() -> None:
    """Skip, or fail, where act or the box that the workflows ask for is not to be had."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the workflows run on Linux")
    tool("act")
    lacks = bubblewrap.lacks()
    if lacks:
        missing(f"the box bubblewrap does not work here: {lacks}")


@dataclass(frozen=True)
class Told:
    """A command that a step gave to the runner: its name, its properties, its text."""

    name: str
    properties: dict[str, str]
    text: str


def understood(line: str) -> Told:
    """A printed command as GitHub's runner takes it apart: the first `::` behind the name ends the properties.

    act takes the last one.
    """
    head, _end, text = line.strip().removeprefix("::").partition("::")
    name, _space, rest = head.partition(" ")
    properties = dict(each.split("=", 1) for each in rest.split(",") if "=" in each)
    return Told(name, {key: unescaped(value) for key, value in properties.items()}, unescaped(text))


def unescaped(text: str) -> str:
    """A text as it was before it was written into a command."""
    for letter, written in ESCAPED:
        text = text.replace(written, letter)
    return text


@dataclass(frozen=True)
class Ran:
    """A run of a workflow. `everything` is all that act said; `asked_of_root` what was to be run by sudo."""

    status: int
    events: list[dict[str, Any]]
    everything: str
    artifacts: dict[str, bytes]
    kept: dict[str, bytes]
    asked_of_root: list[str]

    @property
    def jobs(self) -> dict[str, str]:
        """Each job that ran, with its result."""
        return {each["job"]: each["jobResult"] for each in self.events if "jobResult" in each}

    @property
    def steps(self) -> dict[str, str]:
        """Each step of the workflow itself that ran, with its result."""
        main = [each for each in self.events if each.get("stage") == "Main" and "stepResult" in each]
        return {each["step"]: each["stepResult"] for each in main if len(each["stepID"]) == 1}

    @property
    def log(self) -> str:
        """What the steps printed, as it stands in the log, without colours."""
        return COLOUR.sub("", "".join(each["msg"] for each in self.events if each.get("raw_output")))

    @property
    def summary(self) -> str:
        """The page of the run. act tells of it once more where a composite action wrote it."""
        return next(str(each["content"]) for each in self.events if each.get("command") == "summary")

    @property
    def told(self) -> list[Told]:
        """Every command that a step printed, or wrote into a file of the runner's, but for summaries."""
        commands = [each for each in self.events if each.get("command") not in (None, "summary")]
        return [
            understood(each["raw"])
            if "raw" in each
            else Told(each["command"], {"name": each.get("name", "")}, each.get("arg", ""))
            for each in commands
        ]

    @property
    def annotations(self) -> list[Told]:
        """What is shown beside the learner's lines."""
        return [each for each in self.told if each.name in ("error", "warning", "notice")]

    @property
    def outputs(self) -> dict[str, str]:
        """What the step `grade` hands to the job."""
        return {each.properties["name"]: each.text for each in self.told if each.name == "set-output"}

    @property
    def result(self) -> dict[str, Any]:
        """The result that was kept."""
        result: dict[str, Any] = json.loads(self.artifacts["grade/result.json"])
        return result


@dataclass(frozen=True)
class Classroom:
    """A folder with a learner's repository, and what GitHub would keep of its runs; `course`: the teacher's."""

    folder: Path
    course: Path | None = None

    @property
    def work(self) -> Path:
        """The learner's working tree."""
        return self.folder / "learner"

    def begin(self, release: Path) -> None:
        """Make the learner's repository from a release."""
        shutil.copytree(release, self.work)
        self.git("init", "--quiet")
        self.git("remote", "add", "origin", "https://github.com/alice/tcp-alice.git")

    def git(self, *words: str) -> None:
        """Run git in the learner's repository."""
        subprocess.run([*GIT, *words], cwd=self.work, check=True, capture_output=True)

    def push(self, root_says: int = 0) -> Ran:
        """Commit what lies in the working tree, and run the workflow as a push would. `root_says`: sudo's status."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "my work")
        home, kept, artifacts = (self.folder / name for name in ("home", "kept", "artifacts"))
        shutil.rmtree(artifacts, ignore_errors=True)
        for each in (home, kept, artifacts):
            each.mkdir(exist_ok=True)
        asked = self.folder / "asked.txt"
        asked.write_text("")
        given = {
            "LEARNERS_REPOSITORY": self.work,
            "TESTS_PYTHON": sys.executable,
            "CACHE": kept,
            "ARTIFACTS": artifacts,
            "ASKED_OF_ROOT": asked,
            "ROOT_SAYS": root_says,
            "PIP_NO_INDEX": 1,
            "PIP_NO_DEPS": 1,  # they are there
            "PIP_NO_BUILD_ISOLATION": 0,  # pip's own way to say so
            "PIP_NO_COMPILE": 1,
        }
        # The name of a run is new each time, as on GitHub, so that what one keeps does not hide what another kept.
        given["GITHUB_RUN_ID"] = len(list(kept.iterdir())) + 1
        words = [tool("act"), "push", "--json", "--no-cache-server", "--no-skip-checkout"]
        words += ["--platform", "ubuntu-24.04=-self-hosted", "--workflows", ".github/workflows/grade.yml"]
        for name, value in given.items():
            words += ["--env", f"{name}={value}"]
        for name, place in self.stand_ins().items():
            words += ["--local-repository", f"{name}={place}"]
        path = os.pathsep.join([str(STAND_INS / "bin"), "/usr/local/bin", "/usr/bin", "/bin"])
        ended = subprocess.run(
            words,
            cwd=self.work,
            env={"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ENDS_WITHIN,
            check=False,
        )
        out = ended.stdout.decode("utf-8", "replace")
        return Ran(
            ended.returncode,
            [json.loads(line) for line in out.splitlines()],
            out + ended.stderr.decode("utf-8", "replace"),
            files_in(artifacts),
            files_in(kept),
            asked.read_text().splitlines(),
        )

    def stand_ins(self) -> dict[str, Path]:
        """What stands in for which repository of GitHub's: each action that a workflow names, at the commit it names."""
        texts = [(self.work / ".github/workflows/grade.yml").read_text(encoding="utf-8")]
        found: dict[str, Path] = {}
        if self.course is not None:
            texts.append((self.course / ".github/workflows/grade-push.yml").read_text(encoding="utf-8"))
            found[OURS] = self.course
        pins = {pin for text in texts for pin in PINNED.findall(text)}
        return found | {f"{name}@{commit}": STAND_INS / name.removeprefix("actions/") for name, commit in pins}


def files_in(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copy_of_course(folder: Path) -> Path:
    """The teacher's repository as the runner fetches it for an action.

    act does not know `$/`, the workflow's own repository at the same commit; so that is written out here.
    """
    for name in (".github", "grader", "solutions"):
        shutil.copytree(REPO / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPO / name, folder / name)
    workflow = folder / ".github/workflows/grade-push.yml"
    text = workflow.read_text(encoding="utf-8")
    assert text.count("uses: $/") == 1
    name, ref = OURS.split("@")
    workflow.write_text(re.sub(r"uses: \$/(\S+)", rf"uses: {name}/\1@{ref}", text), encoding="utf-8")
    return folder
