"""The pytest plugin: give each check its lab, run it, and make its result.

A check that returns has passed. `Unmet`, `NotStarted` and `Withheld` are verdicts on the learner's work.
Any other exception is a failure of the grader and never counts as the learner's mistake.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from msgspec import UNSET, UnsetType

from grader.course.exercise import Check
from grader.grading.options import GradeHooks
from grader.harness.lab import Lab, NotStarted, Unmet, Withheld
from grader.model.events import Late, Raised, Stuck
from grader.model.transcript import Transcript
from grader.result.finding import Finding, FindingKind
from grader.result.scorecard import Advice, Cause, CheckMessages, CheckResult, CheckStatus, CheckTexts
from grader.submission.work import Work
from grader.texts.language import _, current
from grader.texts.message import NO_TEXT

MakeLab = Callable[[Work, bool], Lab]
Advise = Callable[[str, str, Lab, Finding], Advice | None]  # with the ids of the exercise and the check first


@dataclass
class Graded:
    """The results of one exercise so far. `trouble` is a failure of the grader; `late`: a check exceeded its time."""

    results: list[CheckResult] = field(default_factory=list)
    not_started: bool = False
    trouble: str = ""
    late: bool = False

    def holds(self, check: str) -> bool:
        """Whether a check was tried and its promise holds."""
        states = {result.id: result.status for result in self.results}
        return states.get(check) in (CheckStatus.PASSED, CheckStatus.WITHHELD)


class Grading:
    """One pytest run. `works` are the readable exercises by their id.

    `abandoned` is set when `hooks.should_stop()` returned True after a check: the other checks are not run.
    """

    def __init__(
        self,
        works: dict[str, Work],
        make_lab: MakeLab,
        hooks: GradeHooks,
        advise: Advise = lambda _exercise, _check, _lab, _finding: None,
    ) -> None:
        self.abandoned = False
        self.works = works
        self.graded: dict[str, Graded] = {name: Graded() for name in works}
        self._make_lab = make_lab
        self._hooks = hooks
        self._advise = advise

    @pytest.fixture
    def lab(self, request: pytest.FixtureRequest) -> Iterator[Lab]:
        """A laboratory with the learner's program; its processes, sockets and files are removed after the check."""
        name = request.path.parent.name
        with self._make_lab(self.works[name], self.graded[name].late) as made:
            yield made

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run the check and keep its result."""
        name = pyfuncitem.path.parent.name
        check: Check = pyfuncitem.obj.check
        lab = pyfuncitem.funcargs["lab"]
        assert isinstance(lab, Lab)
        result = self.tried(name, check, lab, lambda: pyfuncitem.obj(lab))
        self.graded[name].results.append(result)
        self._hooks.on_result(name, result)
        if self._hooks.should_stop():
            self.abandoned = True
            pyfuncitem.session.shouldstop = "should_stop() returned True"
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a failure that pytest reports as a failure of the grader."""
        if report.failed:
            name = report.nodeid.split("::")[0].split("/")[-2]
            self.graded[name].trouble = _own_trouble(str(report.longrepr))

    def tried(self, name: str, check: Check, lab: Lab, run: Callable[[], None]) -> CheckResult:
        """Try one check of an exercise, unless a check that it depends on does not hold."""
        graded = self.graded[name]
        if check.after is not None and not graded.holds(check.after):
            first = next((each.promise for each in graded.results if each.id == check.after), check.after)
            why = CheckTexts(observed=_("first: {promise}").format(promise=_(first)))
            return _result(check, CheckStatus.NOT_TRIED, Cause("not_tried", check.after), why)
        began = time.monotonic()
        cause: Cause | UnsetType = UNSET
        said: CheckMessages | CheckTexts = CheckTexts()
        status, finding, advice = CheckStatus.PASSED, None, None
        try:
            run()
        except Unmet as unmet:
            status, finding = CheckStatus.FAILED, unmet.finding
            said = CheckMessages(expected=finding.expected, observed=finding.observed, seen=finding.seen)
            cause = cause_of(finding, lab.record)
            advice = self._advise(name, check.id, lab, finding)
        except NotStarted:
            graded.not_started = True
            status, cause = CheckStatus.NOT_TRIED, Cause("not_started")
            said = CheckTexts(observed=_("not started"))
        except Withheld as withheld:
            status, cause = CheckStatus.WITHHELD, Cause("withheld")
            said = CheckMessages(observed=withheld.message, seen=NO_TEXT)
        graded.late = graded.late or any(lab.record.all(Late))
        return _result(check, status, cause, said, finding, time.monotonic() - began, lab, advice)


def _result(
    check: Check,
    status: CheckStatus,
    cause: Cause | UnsetType,
    said: CheckMessages | CheckTexts,
    finding: Finding | None = None,
    seconds: float = 0.0,
    lab: Lab | None = None,
    advice: Advice | None = None,
) -> CheckResult:
    texts = said.texts(current()) if isinstance(said, CheckMessages) else said
    tried = lab is not None and status is not CheckStatus.NOT_TRIED
    return CheckResult(
        id=check.id,
        promise=check.promise,
        status=status,
        points=check.points if status is CheckStatus.PASSED else 0,
        max=check.points,
        hidden=check.hidden,
        expected=texts.expected,
        observed=texts.observed,
        seen=texts.seen,
        difference=finding.difference if finding else None,
        mistake=advice.id if advice else None,
        advice=advice,
        line=finding.line if finding else None,
        stuck=finding.stuck if finding else False,
        seconds=round(seconds, 4),
        transcript=lab.record.events() if lab is not None and tried else [],  # type: ignore[arg-type]
        output=lab.output() if lab is not None and tried else "",
        cause=cause,
        messages=said if isinstance(said, CheckMessages) else UNSET,
    )


def cause_of(finding: Finding, record: Transcript) -> Cause:
    """The cause of a failed check: the kind of its finding, with the call or the exception."""
    waits, raised = record.last(Stuck), sorted(record.all(Raised), key=lambda event: event.thread)
    if finding.kind is FindingKind.STUCK and waits is not None:
        return Cause(finding.kind, waits.call)
    if finding.kind is FindingKind.RAISED and raised:
        return Cause(finding.kind, raised[-1].kind)  # of a thread where one raised: it caused the later ones
    return Cause(finding.kind)


def _own_trouble(text: str) -> str:
    """The last line of a traceback that is not blank."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "unknown"
