"""Prove the whole course: the folder of a program states its expected verdict.

exercises/NN_name/          every stub is "not started"
solutions/NN_name/          the reference solution gets every point, and no mistake is found in it
.../accepted/*.py           the same holds for every other correct solution
.../shortcut/CHECK__*.py    works, but avoids what the exercise teaches: only CHECK is withheld
.../wrong/CHECK__MISTAKE.py loses CHECK, and only MISTAKE is reported
.../near/CHECK__MISTAKE.py  loses CHECK and looks like MISTAKE, which must not be reported
exercises/NN_name/README*   rubric and suite agree; both languages have the same headings
grader/suites/NN_name/      hints, the copy of the stub and the manual peer: see learner_texts.py
"""

import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from grader.advice.choose import TABLES, fitting, general, own_rules
from grader.course.exercise import READMES, Check, Exercise
from grader.grading import run
from grader.grading.adviser import evidence
from grader.grading.options import GradeOptions
from grader.model.errors import SocketCourseError
from grader.model.transcript import Transcript
from grader.result.finding import Finding, FindingKind
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus
from grader.verify import learner_texts

LEAST = {True: {"accepted": 4, "wrong": 6}, False: {"accepted": 12, "wrong": 15}}  # with steps, without
HIDDEN_SHARE = (0.15, 0.25)
README, README_ZH = READMES.values()


@dataclass(frozen=True)
class Claim:
    """One program and its expected verdict. `kind` is stub, solution, accepted, shortcut, wrong or near."""

    exercise: Exercise
    kind: str
    path: Path

    @property
    def check(self) -> str:
        """The check that a wrong program or a short cut is named after."""
        return self.path.stem.partition("__")[0]

    @property
    def mistake(self) -> str:
        """The mistake that a wrong program is named after."""
        return self.path.stem.partition("__")[2]


def claims(exercises: list[Exercise], stubs: Path, solutions: Path) -> Iterator[Claim]:
    """The claims of all folders."""
    for each in exercises:
        yield Claim(each, "stub", stubs / each.id / each.facts.file)
        yield Claim(each, "solution", solutions / each.id / each.facts.file)
        for kind in ("accepted", "shortcut", "wrong", "near"):
            for path in sorted((solutions / each.id / kind).glob("*.py")):
                yield Claim(each, kind, path)


def contradiction(claim: Claim) -> str | None:
    """Grade one program. Return one line that says how it contradicts its claim, or None."""
    if not claim.path.is_file():
        return f"{claim.path}: is not there"
    known = {check.id: check for check in claim.exercise.checks}
    if claim.kind in ("wrong", "shortcut", "near") and (claim.check not in known or "__" not in claim.path.stem):
        return f"{claim.path}: is not named after a check of {claim.exercise.id}"
    exercise = claim.exercise
    if claim.kind in ("wrong", "near"):
        exercise = replace(exercise, checks=tuple(chain(known, claim.check)), whole=False)
    program = claim.path.read_bytes()
    for version, how in ((program, ""), (in_stub(exercise, program), "with the stub's main part, ")):
        if how and version == program:
            break
        try:
            result = graded_alone(exercise, version)
        except SocketCourseError as error:
            return f"{claim.path}: {how}{error}"
        if result.status is ExerciseStatus.ERROR:
            return f"{claim.path}: {how}{result.reason}"
        wrong = JUDGES[claim.kind](claim, result)
        if wrong:
            return f"{claim.path}: {how}{wrong}"
    return None


def in_stub(exercise: Exercise, program: bytes) -> bytes:
    """The program with the stub's `if __name__ == "__main__"` part at its end, where it lacks this part."""
    guard = b"\nif __name__ =="
    _before, found, part = exercise.stub().partition(guard)
    tail = found + part
    if not exercise.facts.steps or not found or tail in program:
        return program
    return program.rstrip() + b"\n\n" + tail


def chain(known: dict[str, Check], name: str | None) -> list[Check]:
    """A check after those that must pass before it, in this order."""
    return [] if name is None else [*chain(known, known[name].after), known[name]]


def graded_alone(exercise: Exercise, program: bytes, strict: bool = True) -> ExerciseResult:
    """Grade one program as a learner's work. `strict`: two rules that fit equally are an error."""
    with tempfile.TemporaryDirectory(prefix="socket-course-proof-") as name:
        folder = Path(name) / exercise.id
        folder.mkdir()
        (folder / exercise.facts.file).write_bytes(program)
        return run.grade(Path(name), [exercise], GradeOptions(strict=strict)).exercises[0]


def _described(check: CheckResult) -> str:
    return f"{check.id} is {check.status}: {check.observed}"


def _stub(claim: Claim, result: ExerciseResult) -> str:
    return "" if result.status is ExerciseStatus.NOT_STARTED else f"should be not started, and is {result.status}"


def _full(claim: Claim, result: ExerciseResult) -> str:
    lost = [_described(check) for check in result.checks if check.status is not CheckStatus.PASSED]
    return "; ".join([*lost, *false_alarms(claim, result)])


def false_alarms(claim: Claim, result: ExerciseResult) -> Iterator[str]:
    """The mistakes that would be reported if this correct program were too slow; each is a contradiction."""
    exercise, late = claim.exercise, Finding(kind=FindingKind.LATE)
    files = {exercise.facts.file: claim.path.read_bytes()}
    for check in result.checks:
        case = evidence(exercise, check.id, late, Transcript(check.transcript), files, check.output)
        for rule, _words in fitting(case, (*general(), *own_rules(exercise.id))):
            yield f"{check.id} would get the advice {rule.id}"


def _shortcut(claim: Claim, result: ExerciseResult) -> str:
    wanted = {check.id: CheckStatus.PASSED for check in result.checks} | {claim.check: CheckStatus.WITHHELD}
    return "; ".join(_described(check) for check in result.checks if check.status is not wanted[check.id])


def _wrong(claim: Claim, result: ExerciseResult) -> str:
    reported = mistakes_reported(result)
    odd = "" if reported == {claim.mistake} else f"gets the advice {', '.join(sorted(map(str, reported)))}"
    return keeps(claim, result) or odd


def _near(claim: Claim, result: ExerciseResult) -> str:
    odd = f"gets the advice {claim.mistake}" if claim.mistake in mistakes_reported(result) else ""
    return keeps(claim, result) or odd


def keeps(claim: Claim, result: ExerciseResult) -> str:
    """Why a program does not lose the check that it is named after; empty where it loses the check."""
    if result.status is ExerciseStatus.NOT_STARTED:
        return "is not started"
    named = next(check for check in result.checks if check.id == claim.check)
    return f"keeps {claim.check}" if named.status is CheckStatus.PASSED else ""


def mistakes_reported(result: ExerciseResult) -> set[str | None]:
    """The mistakes reported for its failed checks; None for a check without advice."""
    return {check.mistake for check in result.checks if check.status is CheckStatus.FAILED}


JUDGES: dict[str, Callable[[Claim, ExerciseResult], str]] = {
    "stub": _stub,
    "solution": _full,
    "accepted": _full,
    "shortcut": _shortcut,
    "wrong": _wrong,
    "near": _near,
}


def contradictions(claimed: list[Claim], jobs: int = 0) -> Iterator[str]:
    """Grade all programs, `jobs` at a time (0: one for each processor)."""
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        for line in pool.map(contradiction, claimed, chunksize=4):
            if line:
                yield line


def contradictions_in_texts(exercises: list[Exercise], stubs: Path, solutions: Path) -> Iterator[str]:
    """The contradictions in READMEs, rubrics, points, hints, stubs, peers and numbers of programs, one line each."""
    for each in exercises:
        yield from contradictions_in_points(each)
        yield from learner_texts.text_contradictions(each, stubs, solutions)
        for kind, least in LEAST[bool(each.facts.steps)].items():
            found = len(list((solutions / each.id / kind).glob("*.py")))
            if found < least:
                yield f"{solutions / each.id / kind}: holds {found} programs, at least {least} are wanted"
        texts = {}
        for name in (README, README_ZH):
            path = stubs / each.id / name
            if not path.is_file():
                yield f"{path}: is not there"
                continue
            texts[name] = path.read_text(encoding="utf-8")
            yield from contradictions_in_rubric(each, path, texts[name])
        if len(texts) == 2:
            levels = [[line.split(" ")[0] for line in headings(text)] for text in texts.values()]
            if levels[0] != levels[1]:
                yield f"{stubs / each.id}: the headings of {README} and {README_ZH} differ"


def contradictions_in_rules(exercises: list[Exercise], stubs: Path, solutions: Path, whole: bool) -> Iterator[str]:
    """Every rule and table row needs a wrong program that triggers it, and its section must exist in both languages.

    The rules and rows for all exercises are examined only with the `whole` course.
    """
    shown = {path.stem.partition("__")[2] for path in solutions.glob("*/wrong/*.py")}
    shared = [(rule, "grader/advice") for rule in (*general(), *TABLES)] if whole else []
    for rule, where in shared + [(rule, each.id) for each in exercises for rule in own_rules(each.id)]:
        if rule.id not in shown:
            yield f"{where}: no wrong program shows {rule.id}"
        exercise, _hash, anchor = rule.read.partition("#")
        for name in (README, README_ZH) if anchor else ():
            path = stubs / exercise / name
            if not path.is_file() or f'<a id="{anchor}"></a>' not in path.read_text(encoding="utf-8"):
                yield f"{where}: {rule.id} says to read {rule.read}, which {path} does not have"


def contradictions_in_points(exercise: Exercise) -> Iterator[str]:
    """The checks' points must add up to those of the exercise; about a fifth must belong to hidden checks."""
    if exercise.held_back:
        yield f"{exercise.id}: its checks have {exercise.tried} points, not {exercise.facts.points}"
    share = sum(check.points for check in exercise.checks if check.hidden) / exercise.facts.points
    if not HIDDEN_SHARE[0] <= share <= HIDDEN_SHARE[1]:
        yield f"{exercise.id}: {share:.0%} of its points are hidden, not {HIDDEN_SHARE[0]:.0%} to {HIDDEN_SHARE[1]:.0%}"


def contradictions_in_rubric(exercise: Exercise, path: Path, text: str) -> Iterator[str]:
    """The rubric's rows must be the suite's checks: id, whether on push, points; in English the sentence too."""
    english = path.name == README
    wanted = [(check.id, check.hidden, check.promise if english else "", check.points) for check in exercise.checks]
    found = [
        (row[1], bool(row[2].strip()), row[3].strip() if english else "", int(row[4]))
        for row in re.finditer(r"^\| *`(\w+)`([^|]*)\|([^|]*)\| *(\d+) *\|$", text, flags=re.MULTILINE)
    ]
    for want, have in itertools.zip_longest(wanted, found):
        if want != have:
            yield f"{path}: the rubric says {have}, the suite says {want}"


def headings(text: str) -> list[str]:
    """The headings of a Markdown text, except in code blocks."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#{1,6} .*$", outside, flags=re.MULTILINE)
