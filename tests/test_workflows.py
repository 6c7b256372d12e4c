"""The workflows: checked by linters, and run with act as GitHub runs them after a push."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from grader.course import catalogue
from tests.act import LearnersRepository, WorkflowRun, copy_course, find_tool, require_act
from tests.submitted import REPO, SOLUTIONS, command, put, source

pytestmark = pytest.mark.system

OURS = (".github/workflows/ci.yml", ".github/workflows/grade-push.yml")
ACTION = REPO / ".github/actions/grade/action.yml"
EVERY = [each.id for each in catalogue.load()]
CANARY = "canary-that-must-not-leave"


# The repositories ---------------------------------------------------------------------------------------------------


def make_release(folder: Path, *words: str) -> Path:
    """Make a learners' repository."""
    ended = command(folder / "scratch", "release", folder / "release", *words)
    assert ended.status == 0, ended.err
    return folder / "release"


@pytest.fixture(scope="session")
def without_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learners' repository with two exercises and without a teacher's repository."""
    return make_release(tmp_path_factory.mktemp("without_course"), "--only", "01,03")


@pytest.fixture(scope="session")
def with_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learners' repository with four exercises, whose pushes are graded by the teacher's workflow."""
    return make_release(tmp_path_factory.mktemp("with_course"), "--course", "school/tcp", "--only", "01,03,07,09")


@pytest.fixture(scope="session")
def teachers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher's repository; each solution and each file of hidden checks contains a line that learners must not see."""
    folder = copy_course(tmp_path_factory.mktemp("teachers") / "tcp")
    secret = [*folder.glob("grader/suites/*/hidden.py"), *folder.glob("solutions/*/*.py")]
    assert len(secret) == 2 * len(EVERY)
    for path in secret:
        path.write_text(path.read_text(encoding="utf-8") + f'\n_CANARY = "{CANARY}"\n', encoding="utf-8")
    return folder


@pytest.fixture
def learner_without_course(tmp_path: Path, without_course: Path) -> LearnersRepository:
    """A learner with two exercises, whose pushes are graded without a teacher's repository."""
    require_act()
    made = LearnersRepository(tmp_path)
    made.begin(without_course)
    return made


@pytest.fixture
def learner_with_course(tmp_path: Path, with_course: Path, teachers: Path) -> LearnersRepository:
    """A learner with four exercises, whose pushes are graded by the teacher's workflow."""
    require_act()
    made = LearnersRepository(tmp_path, teachers)
    made.begin(with_course)
    return made


@pytest.fixture
def learner_with_every_exercise(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, teachers: Path
) -> LearnersRepository:
    """A learner with every exercise, whose pushes are graded by the teacher's workflow."""
    require_act()
    made = LearnersRepository(tmp_path, teachers)
    made.begin(make_release(tmp_path_factory.mktemp("whole"), "--course", "school/tcp", "--ref", "main"))
    return made


def solutions_of(*exercises: str) -> dict[str, str]:
    """The solutions of exercises, as a learner hands them in."""
    files = [path for each in exercises for path in (SOLUTIONS / each).glob("*.py")]
    return {f"exercises/{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in files}


def wrong_program(exercise: str, name: str) -> dict[str, str]:
    """A real mistake, as a learner hands it in."""
    file = next(each.facts.file for each in catalogue.load() if each.id == exercise)
    return {f"exercises/{exercise}/{file}": (SOLUTIONS / exercise / "wrong" / f"{name}.py").read_text(encoding="utf-8")}


# Linters ------------------------------------------------------------------------------------------------------------


def lint(path: Path) -> str:
    """The output of actionlint, which runs shellcheck, for a workflow."""
    words = [find_tool("actionlint"), "-no-color", "-shellcheck", find_tool("shellcheck"), str(path)]
    return subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=False).stdout


def audit(path: Path) -> "subprocess.CompletedProcess[str]":
    """Run zizmor on a workflow or an action; status 0: no findings."""
    words = [find_tool("zizmor"), "--offline", "--no-progress", "--no-config", "--persona=pedantic", str(path)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", OURS)
def test_our_own_workflows_are_clean(name: str) -> None:
    assert lint(REPO / name) == ""
    assert audit(REPO / name).returncode == 0, audit(REPO / name).stdout


@pytest.mark.parametrize("kind", ["without_course", "with_course"])
def test_the_learners_workflow_is_clean(kind: str, request: pytest.FixtureRequest) -> None:
    workflow = request.getfixturevalue(kind) / ".github/workflows/grade.yml"
    assert "[[" not in re.sub(r"\$\{\{.*?\}\}", "", workflow.read_text(encoding="utf-8"))
    assert lint(workflow) == ""
    assert audit(workflow).returncode == 0, audit(workflow).stdout


def test_the_action_that_grades_is_clean(tmp_path: Path) -> None:
    assert audit(ACTION).returncode == 0, audit(ACTION).stdout
    # actionlint does not read actions, so the steps are copied into a workflow.
    head, steps = ACTION.read_text(encoding="utf-8").split("  steps:\n")
    names = re.findall(r"^  ([a-z-]+):\n    description", head.split("outputs:")[0], re.MULTILINE)
    inputs = ", ".join(f"{name}: {{type: string}}" for name in names)
    job = "jobs:\n  grade:\n    runs-on: ubuntu-24.04\n    steps:\n"
    workflow = tmp_path / "action.yml"
    workflow.write_text(f"on: {{workflow_call: {{inputs: {{{inputs}}}}}}}\n{job}{steps}", encoding="utf-8")
    assert lint(workflow) == ""


@pytest.mark.parametrize(
    ("was", "becomes", "finding"),
    [
        ('"$RUNNER_TEMP/last.json"\n', "$RUNNER_TEMP/last.json\n", "SC2086"),
        ("steps.grade.outputs.score }}", "steps.graded.outputs.score }}", "graded"),
        ("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.40", "ubuntu-24.40"),
    ],
)
def test_the_linters_report_a_mistake(
    tmp_path: Path, without_course: Path, was: str, becomes: str, finding: str
) -> None:
    text = (without_course / ".github/workflows/grade.yml").read_text(encoding="utf-8")
    assert text.count(was) == 1
    workflow = tmp_path / "grade.yml"
    workflow.write_text(text.replace(was, becomes), encoding="utf-8")
    assert finding in lint(workflow)


@pytest.mark.parametrize(
    ("was", "becomes", "finding"),
    [
        ("\n        with:\n          persist-credentials: false", "", "artipacked"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@main", "unpinned-uses"),
    ],
)
def test_the_audit_reports_a_weakness(
    tmp_path: Path, without_course: Path, was: str, becomes: str, finding: str
) -> None:
    text = (without_course / ".github/workflows/grade.yml").read_text(encoding="utf-8")
    assert text.count(was) == 1
    put(tmp_path, {".github/workflows/grade.yml": text.replace(was, becomes)})
    assert finding in audit(tmp_path / ".github/workflows/grade.yml").stdout


def test_every_workflow_pins_the_same_commit_of_an_action(without_course: Path) -> None:
    texts = [(REPO / name).read_text(encoding="utf-8") for name in OURS]
    texts.append((without_course / ".github/workflows/grade.yml").read_text(encoding="utf-8"))
    pins = {pin for text in texts for pin in re.findall(r"uses: (actions/[a-z-]+)[a-z/]*(@.*)", text)}
    assert len(pins) == len({name for name, _commit in pins}) == 4


# The learner's own run ----------------------------------------------------------------------------------------------

STEPS = [
    "install the grader",
    "install bubblewrap and allow user namespaces, if this machine can",
    "restore the result of the last green push",
    "grade",
    "save the result for the next push",
    "upload the result and the badge",
]


def outcomes(ran: WorkflowRun) -> list[str]:
    """The outcomes of the named steps."""
    return [ran.steps.get(name, "left out") for name in STEPS]


def test_a_push_is_green_with_more_points_and_red_with_fewer(learner_without_course: LearnersRepository) -> None:
    first = learner_without_course.push()
    assert (first.status, first.jobs) == (0, {"grade/grade": "success"})
    assert outcomes(first) == ["success"] * 6
    assert first.outputs["score"] == "0"
    assert first.summary.startswith("# Socket course: 0 / 11\n")
    assert first.annotations == []

    put(learner_without_course.work, solutions_of("03_bind"))
    grown = learner_without_course.push()
    assert (grown.status, grown.outputs["score"], grown.outputs["max"], grown.outputs["percent"]) == (
        0,
        "6",
        "11",
        "54",
    )

    put(learner_without_course.work, wrong_program("03_bind", "only_there__bind-every-address"))
    fallen = learner_without_course.push()
    assert (fallen.status, fallen.jobs) == (1, {"grade/grade": "failure"})
    assert outcomes(fallen) == ["success"] * 3 + ["failure", "left out", "success"]
    assert re.search(r"^grader: (\d) points, \d fewer than before \(03_bind: 6, now \1\)$", fallen.log, re.MULTILINE)
    assert fallen.result["score"] == int(fallen.outputs["score"]) < 6
    assert fallen.cache == grown.cache  # so that a repeated push would be red again
    [annotation] = fallen.annotations
    assert annotation.name == "error"
    assert annotation.properties["file"] == "exercises/03_bind/bind.py"
    assert sorted(fallen.artifacts) == ["grade/badge.json", "grade/result.json"]
    assert "::" not in fallen.log  # the log contains no workflow command


def test_fail_under_works_on_a_machine_without_bubblewrap(
    learner_without_course: LearnersRepository,
) -> None:
    workflow = learner_without_course.work / ".github/workflows/grade.yml"
    text = workflow.read_text(encoding="utf-8")
    assert text.count('FAIL_UNDER: ""') == 1
    workflow.write_text(text.replace('FAIL_UNDER: ""', 'FAIL_UNDER: "7"'), encoding="utf-8")
    put(learner_without_course.work, solutions_of("03_bind"))
    ran = learner_without_course.push(sudo_status=1)
    assert [words.split()[0] for words in ran.sudo_commands] == ["apt-get", "sysctl"]
    assert (ran.status, ran.jobs) == (1, {"grade/grade": "failure"})
    assert outcomes(ran) == ["success"] * 3 + ["failure", "left out", "success"]
    assert "grader: 6 points, and 7 are asked for\n" in ran.log


# The teacher's workflow ---------------------------------------------------------------------------------------------


def visible_to_learners(ran: WorkflowRun) -> str:
    """The output, the artifacts and the cache of a run, which a learner can read."""
    files = [*ran.artifacts.values(), *ran.cache.values()]
    return ran.output + b"\n".join(files).decode("utf-8", "replace")


def lines_of_hidden_checks() -> set[str]:
    """The lines of code that only the checks on push have."""
    public = "\n".join(path.read_text(encoding="utf-8") for path in (REPO / "grader/suites").glob("*/[!h]*.py"))
    hidden = [path.read_text(encoding="utf-8") for path in (REPO / "grader/suites").glob("*/hidden.py")]
    lines = {line.strip() for text in hidden for line in text.splitlines()}
    return {line for line in lines if len(line) >= 20 and line not in public}


def must_be_secret(ran: WorkflowRun) -> None:
    """Assert that learners see no line of a hidden check or of a solution that was not handed in."""
    visible = visible_to_learners(ran)
    assert CANARY not in visible
    assert [line for line in lines_of_hidden_checks() if line in visible] == []
    for exercise in ran.result["exercises"]:
        for check in exercise["checks"]:
            if check["hidden"]:
                assert (check["transcript"], check["output"], check["expected"]) == ([], "", "")
                assert check["status"] == "not_tried" or check["observed"] == ""


def test_the_hidden_checks_have_lines_that_occur_nowhere_else() -> None:
    assert len(lines_of_hidden_checks()) > 100


def test_a_full_submission_gets_every_point_on_push(learner_with_every_exercise: LearnersRepository) -> None:
    put(learner_with_every_exercise.work, solutions_of(*EVERY))
    ran = learner_with_every_exercise.push()
    assert (ran.status, list(ran.jobs.values())) == (0, ["success"])
    assert (ran.outputs["score"], ran.outputs["max"], ran.outputs["percent"]) == ("100", "100", "100")
    assert ran.summary.startswith("# Socket course: 100 / 100\n")
    assert ran.annotations == []
    assert sorted(ran.artifacts) == ["grade/badge.json", "grade/result.json"]
    assert (ran.result["score"], ran.result["hidden"], ran.result["box"]) == (100, 0, "bubblewrap")
    must_be_secret(ran)


def test_incomplete_work_loses_points_on_push_without_showing_a_hidden_check(
    learner_with_course: LearnersRepository,
) -> None:
    stubs = learner_with_course.push()
    assert (stubs.status, stubs.outputs["score"], stubs.outputs["max"]) == (0, "0", "28")
    must_be_secret(stubs)

    half = {
        **solutions_of("01_address"),
        **wrong_program("03_bind", "another_address__bind-host-hard-coded"),
        **wrong_program("07_recv", "any_bytes__decode-errors-ignore"),
        **wrong_program("09_send", "arrives__send-str"),
    }
    put(learner_with_course.work, half)
    ran = learner_with_course.push()
    assert (ran.status, list(ran.jobs.values())) == (0, ["success"])
    lost = {
        (each["id"], check["id"])
        for each in ran.result["exercises"]
        for check in each["checks"]
        if check["hidden"] and check["status"] == "failed"
    }
    assert {("03_bind", "another_address"), ("07_recv", "any_bytes")} <= lost
    assert {each.properties["file"] for each in ran.annotations} == {
        "exercises/03_bind/bind.py",
        "exercises/07_recv/receive.py",
        "exercises/09_send/send.py",
    }
    must_be_secret(ran)


# A program that searches for secrets in known places, and forges workflow commands and results.
HOSTILE = source(
    """
    import os, sys

    FORGED = [
        "```", "~~~~~~", "", "<h1>forged</h1>", "::error file=exercises/01_address/address.py::forged",
        "   ::notice title=Autograding report::forged {'totalPoints': 100}",
        "##[error]forged", "x ##[set-output name=score]100", "##[add-path]/forged",
        "::set-output name=score::100", "::set-env name=FORGED::forged", "::add-mask::Socket", "::stop-commands::forged",
        "::forged::", "::endgroup::", "# Socket course: 100 / 100 forged",
    ]
    WANTED = ("hidden.py", "address.py", "environ")
    TARGETS = ("result.json", "last.json", "outputcmd.txt", "SUMMARY.md", "envs.txt", "pathcmd.txt")

    def spoil(path):
        with open(path, "a") as file:
            file.write("score=100\\nforged\\n")

    def look():
        for name, value in os.environ.items():
            if name.startswith(("GITHUB_", "RUNNER_", "ACTIONS_")):
                print("found", name, flush=True)
                spoil(value)
        for root in PLACES:
            for place, folders, files in os.walk(root):
                for name in files:
                    path = os.path.join(place, name)
                    try:
                        if name in WANTED:
                            text = open(path, errors="replace").read()
                            print("found", name, text[text.find("canary"):][:40], flush=True)
                        if name in TARGETS:
                            spoil(path)
                    except OSError:
                        pass

    def bind_server(server, host, port):
        look()
        for line in FORGED:
            print(line, flush=True)
            print(line, file=sys.stderr, flush=True)
        raise OSError("\\n".join(FORGED))
    """
)


def hostile(*places: Path) -> dict[str, str]:
    """A hostile submission that searches for secrets in these places, in its parent folder and in /proc."""
    everywhere = ["..", "/proc/1", "/proc/self", *map(str, places)]
    modules = {"sitecustomize.py": "", "click.py": 'print("forged")\n', "grader/__init__.py": 'print("forged")\n'}
    return {"exercises/03_bind/bind.py": f"PLACES = {everywhere}\n{HOSTILE}", "conftest.py": "forged\n", **modules}


def must_not_be_forged(ran: WorkflowRun) -> None:
    """Assert that the output of the hostile program is in the report and had no effect."""
    printed = "".join(check["output"] for each in ran.result["exercises"] for check in each["checks"])
    assert "::stop-commands::forged" in printed  # the program ran to its end
    assert re.search(r"[|│] ::stop-commands::forged", ran.log)
    assert "found" not in printed
    assert "credentials kept: false" in ran.log
    commands = [each for each in ran.commands if each.name not in ("error", "warning")]
    assert [each for each in commands if "forged" in f"{each.name} {each.text}".lower()] == []
    assert {each.properties["file"] for each in ran.annotations} == {"exercises/03_bind/bind.py"}
    assert all(each.properties["title"].startswith("03 bind") for each in ran.annotations)
    assert [line for line in ran.log.splitlines() if "##[" in line or line.lstrip().startswith("::")] == []
    assert ran.outputs["score"] == "0"
    assert ran.result["score"] == 0
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(ran.summary)
    titles = [
        tokens[place + 1].content for place, token in enumerate(tokens) if token.tag == "h1" and token.nesting == 1
    ]
    assert titles == [f"Socket course: 0 / {ran.outputs['max']}"]


def test_a_hostile_submission_cannot_forge_a_result(learner_without_course: LearnersRepository) -> None:
    put(learner_without_course.work, hostile(learner_without_course.folder / "home"))
    ran = learner_without_course.push()
    assert (ran.status, ran.jobs) == (0, {"grade/grade": "success"})
    must_not_be_forged(ran)


def test_a_hostile_submission_finds_no_hidden_check_and_no_solution_on_push(
    learner_with_course: LearnersRepository, teachers: Path
) -> None:
    put(learner_with_course.work, hostile(teachers, learner_with_course.folder / "home"))
    ran = learner_with_course.push()
    assert (ran.status, list(ran.jobs.values())) == (0, ["success"])
    must_not_be_forged(ran)
    must_be_secret(ran)


def test_a_link_to_the_solutions_is_refused(learner_with_course: LearnersRepository, teachers: Path) -> None:
    shutil.rmtree(learner_with_course.work / "exercises")
    (learner_with_course.work / "exercises").symlink_to(teachers / "solutions")
    ran = learner_with_course.push()
    assert (ran.status, list(ran.jobs.values())) == (1, ["failure"])
    assert [each.text for each in ran.annotations] == ["exercises is a link; push the folder itself"]
    assert (ran.artifacts, ran.cache) == ({}, {})
