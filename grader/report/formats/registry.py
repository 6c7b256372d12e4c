"""All formats of a result, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from grader.report.formats import (
    autolab,
    badge,
    classroom50,
    github_annotations,
    github_classroom,
    github_outputs,
    github_summary,
    gradescope,
    json,
    junit,
    markdown,
    prairielearn,
)
from grader.report.formats.classroom50 import Classroom50Submission
from grader.result.scorecard import Scorecard
from grader.texts.language import N_

Report = Callable[[Scorecard, Classroom50Submission], bytes]


@dataclass(frozen=True)
class Format:
    """A report, and its purpose.

    `added`: it is appended to its file, to which other commands write too. `quoted`: it contains lines by the learner,
    which a runner of GitHub Actions may execute as commands where they are printed.
    """

    text: Report
    what: str
    added: bool = False
    quoted: bool = False


def plain(report: Callable[[Scorecard], bytes]) -> Report:
    """A report that needs only the result."""
    return lambda card, _handed: report(card)


FORMATS = {
    "json": Format(plain(json.text), N_("the whole result, with every conversation")),
    "markdown": Format(plain(markdown.text), N_("a page for people, with diagrams"), quoted=True),
    "summary": Format(
        plain(github_summary.text), N_("the page of a GitHub step: $GITHUB_STEP_SUMMARY"), added=True, quoted=True
    ),
    "annotations": Format(plain(github_annotations.text), N_("marks at the learner's own lines on GitHub: -")),
    "outputs": Format(plain(github_outputs.text), N_("score, max, percent and more for $GITHUB_OUTPUT"), added=True),
    "reporter": Format(plain(github_classroom.text), N_("for autograding-grading-reporter: $GITHUB_ENV"), added=True),
    "classroom50": Format(classroom50.text, N_("Classroom 50: result.json")),
    "gradescope": Format(plain(gradescope.text), N_("Gradescope: /autograder/results/results.json")),
    "prairielearn": Format(plain(prairielearn.text), N_("PrairieLearn: /grade/results/results.json")),
    "junit": Format(plain(junit.text), N_("JUnit XML, for whatever reads test results")),
    "badge": Format(plain(badge.text), N_("a badge of shields.io: the JSON of its endpoint")),
    "autolab": Format(plain(autolab.text), N_("Autolab: the last line that is printed: -")),
}
