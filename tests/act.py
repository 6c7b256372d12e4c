"""Run GitHub workflows with act: on this machine, without containers and without network.

`stand_ins/` replaces the actions that a workflow fetches from GitHub. Jobs, conditions, outputs and shell scripts are
run unchanged. Without act a test is skipped with the reason; with WORKFLOWS_REQUIRED=1 it fails instead.
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
ESCAPED = (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25"))  # `%` must be replaced last
ENDS_WITHIN = 100.0  # seconds; far more than these workflows take on a busy machine
OURS = "school/tcp@main"  # the teacher's repository, as the learners' workflow names it
GIT = ("git", "-c", "user.name=a learner", "-c", "user.email=learner@school.example", "-c", "init.defaultBranch=main")


def find_tool(name: str) -> str:
    """The path of a tool, from the folder of this Python or from PATH; skip or fail without it."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    return found or skip_or_fail(f"{name} is not installed")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; fail it if WORKFLOWS_REQUIRED is set."""
    if os.environ.get("WORKFLOWS_REQUIRED"):
        pytest.fail(f"{reason}, and WORKFLOWS_REQUIRED is set")
    pytest.skip(reason)


def require_act() -> None:
    """Skip or fail the test unless act and the box bubblewrap work on this machine."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the workflows run on Linux")
    find_tool("act")
    lacks = bubblewrap.lacks()
    if lacks:
        skip_or_fail(f"the box bubblewrap does not work here: {lacks}")


@dataclass(frozen=True)
class RunnerCommand:
    """A workflow command of a step to the runner: its name, its properties, its text."""

    name: str
    properties: dict[str, str]
    text: str


def parse_command(line: str) -> RunnerCommand:
    """Parse a printed workflow command as GitHub's runner does: the first `::` after the name ends the properties.

    (act uses the last `::`.)
    """
    head, _end, text = line.strip().removeprefix("::").partition("::")
    name, _space, rest = head.partition(" ")
    properties = dict(each.split("=", 1) for each in rest.split(",") if "=" in each)
    return RunnerCommand(name, {key: unescape(value) for key, value in properties.items()}, unescape(text))


def unescape(text: str) -> str:
    """Decode the percent escapes of a workflow command."""
    for letter, written in ESCAPED:
        text = text.replace(written, letter)
    return text


@dataclass(frozen=True)
class WorkflowRun:
    """A finished run: act's exit status, JSON events and whole output; artifacts, cached files, commands for sudo."""

    status: int
    events: list[dict[str, Any]]
    output: str
    artifacts: dict[str, bytes]
    cache: dict[str, bytes]
    sudo_commands: list[str]

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
        """What the steps printed, without colours."""
        return COLOUR.sub("", "".join(each["msg"] for each in self.events if each.get("raw_output")))

    @property
    def summary(self) -> str:
        """The summary page of the run. (act reports it twice if a composite action wrote it.)"""
        return next(str(each["content"]) for each in self.events if each.get("command") == "summary")

    @property
    def commands(self) -> list[RunnerCommand]:
        """Every command that a step printed or wrote into one of the runner's files, without summaries."""
        events = [each for each in self.events if each.get("command") not in (None, "summary")]
        return [
            parse_command(each["raw"])
            if "raw" in each
            else RunnerCommand(each["command"], {"name": each.get("name", "")}, each.get("arg", ""))
            for each in events
        ]

    @property
    def annotations(self) -> list[RunnerCommand]:
        """The annotations beside lines of code."""
        return [each for each in self.commands if each.name in ("error", "warning", "notice")]

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs of the step `grade`."""
        return {each.properties["name"]: each.text for each in self.commands if each.name == "set-output"}

    @property
    def result(self) -> dict[str, Any]:
        """The uploaded result."""
        result: dict[str, Any] = json.loads(self.artifacts["grade/result.json"])
        return result


@dataclass(frozen=True)
class LearnersRepository:
    """A learner's repository with the cache and artifacts of its runs; `course`: the teacher's repository."""

    folder: Path
    course: Path | None = None

    @property
    def work(self) -> Path:
        """The learner's working tree."""
        return self.folder / "learner"

    def begin(self, release: Path) -> None:
        """Create the learner's repository from a release."""
        shutil.copytree(release, self.work)
        self.git("init", "--quiet")
        self.git("remote", "add", "origin", "https://github.com/alice/tcp-alice.git")

    def git(self, *words: str) -> None:
        """Run git in the learner's repository."""
        subprocess.run([*GIT, *words], cwd=self.work, check=True, capture_output=True)

    def push(self, sudo_status: int = 0) -> WorkflowRun:
        """Commit the working tree, and run the workflow as a push would. `sudo_status`: exit status of every sudo."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "my work")
        home, cache, artifacts = (self.folder / name for name in ("home", "cache", "artifacts"))
        shutil.rmtree(artifacts, ignore_errors=True)
        for each in (home, cache, artifacts):
            each.mkdir(exist_ok=True)
        sudo_log = self.folder / "sudo.txt"
        sudo_log.write_text("")
        variables = {
            "LEARNERS_REPOSITORY": self.work,
            "TESTS_PYTHON": sys.executable,
            "CACHE": cache,
            "ARTIFACTS": artifacts,
            "SUDO_LOG": sudo_log,
            "SUDO_STATUS": sudo_status,
            "PIP_NO_INDEX": 1,
            "PIP_NO_DEPS": 1,  # the stand-in of setup-python provides them
            "PIP_NO_BUILD_ISOLATION": 0,  # pip reads this variable inverted: 0 means no isolation
            "PIP_NO_COMPILE": 1,
        }
        # Each run has a new id, as on GitHub, so that each run writes a cache entry of its own.
        variables["GITHUB_RUN_ID"] = len(list(cache.iterdir())) + 1
        words = [find_tool("act"), "push", "--json", "--no-cache-server", "--no-skip-checkout"]
        words += ["--platform", "ubuntu-24.04=-self-hosted", "--workflows", ".github/workflows/grade.yml"]
        for name, value in variables.items():
            words += ["--env", f"{name}={value}"]
        for name, folder in self.stand_ins().items():
            words += ["--local-repository", f"{name}={folder}"]
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
        return WorkflowRun(
            ended.returncode,
            [json.loads(line) for line in out.splitlines()],
            out + ended.stderr.decode("utf-8", "replace"),
            read_files(artifacts),
            read_files(cache),
            sudo_log.read_text().splitlines(),
        )

    def stand_ins(self) -> dict[str, Path]:
        """The folders that replace repositories on GitHub, by NAME@COMMIT: one for each action that a workflow uses."""
        texts = [(self.work / ".github/workflows/grade.yml").read_text(encoding="utf-8")]
        found: dict[str, Path] = {}
        if self.course is not None:
            texts.append((self.course / ".github/workflows/grade-push.yml").read_text(encoding="utf-8"))
            found[OURS] = self.course
        pins = {pin for text in texts for pin in PINNED.findall(text)}
        return found | {f"{name}@{commit}": STAND_INS / name.removeprefix("actions/") for name, commit in pins}


def read_files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their relative paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copy_course(folder: Path) -> Path:
    """Copy the teacher's repository to `folder`, where act finds it as the repository of an action.

    act does not support `$/` (the workflow's own repository at the same commit), so the copy contains the full name.
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
