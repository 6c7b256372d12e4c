"""Advise on a failed check: gather its evidence from the lab, apply the rules, and catch their errors."""

from collections.abc import Sequence

from grader.advice.choose import advise, own_rules
from grader.advice.evidence import Case
from grader.course.exercise import Exercise
from grader.harness.lab import Lab
from grader.model.transcript import Transcript
from grader.result.finding import Finding
from grader.result.scorecard import Advice


class Adviser:
    """Advises on the checks of some exercises. `broken` holds, by exercise, the error of a rule that failed.

    `strict`: several rules that match equally well are an error too.
    """

    def __init__(self, exercises: Sequence[Exercise], strict: bool = False) -> None:
        self.broken: dict[str, str] = {}
        self._strict = strict
        self._exercises = {each.id: each for each in exercises}

    def advise(self, exercise: str, check: str, lab: Lab, finding: Finding) -> Advice | None:
        """The advice for a failed check, or None. An error in a rule removes the advice, but no points."""
        try:
            case = evidence(self._exercises[exercise], check, finding, lab.record, lab.work.files, lab.output())
            return advise(case, own_rules(exercise), self._strict)
        except Exception as error:
            self.broken[exercise] = f"{type(error).__name__}: {error}"
            return None


def evidence(
    exercise: Exercise, check: str, finding: Finding, record: Transcript, files: dict[str, bytes], output: str
) -> Case:
    """The evidence of a failed check: its transcript, the learner's files, and what the program printed."""
    return Case(
        exercise=exercise.id,
        check=check,
        finding=finding,
        record=record,
        file=exercise.facts.file,
        files=files,
        steps=exercise.facts.steps,
        port=exercise.facts.port,
        output=output,
        stub=exercise.stub(),
    )
