"""The result as JUnit XML: a suite for each exercise, a case for each check, points as properties.

    passed      an empty case
    failed      <failure type="failed">
    withheld    <failure type="withheld">: it works, but without the required step
    not tried   <skipped>; where the exercise could not be graded <failure type="unreadable">
    own trouble <error type="grader"> for each check of that exercise, without points

Source: https://github.com/testmoapp/junitxml, and what pytest writes with `record_property`
"""

import re
import xml.etree.ElementTree as ET

from grader.report.formats import lost_check
from grader.report.words import promise_words
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.github_runner import ANYWHERE, BEGIN, defused

# Characters that XML 1.0 forbids, even as a reference (XML 1.0, 2.2).
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def text(card: Scorecard) -> bytes:
    """The whole document."""
    root = ET.Element("testsuites", name="socket-course", time=f"{card.seconds:.3f}")
    root.extend([suite(each) for each in card.exercises])
    count(root)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    for marker in (BEGIN, ANYWHERE):  # an XML parser decodes the reference, a runner of GitHub Actions does not
        data = data.replace(marker.encode(), f"&#{ord(marker[0])};{marker[1:]}".encode())
    return data


def suite(each: ExerciseResult) -> ET.Element:
    """One exercise."""
    seconds = sum(check.seconds for check in each.checks)
    made = ET.Element("testsuite", name=legal(each.id), file=legal(each.file), time=f"{seconds:.3f}")
    score = {} if each.own_trouble else {"score": each.score}
    made.append(properties(**score, max=each.max, hidden=each.hidden))
    made.extend([case(each, check) for check in each.checks])
    count(made)
    return made


def case(each: ExerciseResult, check: CheckResult) -> ET.Element:
    """One check."""
    made = ET.Element(
        "testcase",
        classname=legal(each.id),
        name=legal(defused(f"{check.id}: {promise_words(check.promise)}")),
        time=f"{check.seconds:.3f}",
    )
    points = {} if each.own_trouble else {"points": check.points}
    made.append(properties(**points, max=check.max))
    outcome = outcome_of(each, check)
    if outcome is not None:
        made.append(outcome)
    return made


def outcome_of(each: ExerciseResult, check: CheckResult) -> ET.Element | None:
    """The outcome of a check that did not pass; None for one that passed."""
    if each.own_trouble:
        return ET.Element("error", type="grader", message=legal(defused(each.reason)))
    if check.status is CheckStatus.PASSED:
        return None
    if each.status is ExerciseStatus.ERROR:
        return ET.Element("failure", type="unreadable", message=legal(defused(each.reason)))
    details = lost_check.said(each, check)
    said = legal(defused((lost_check.finding(each, check) or [""])[-1].strip()))
    if check.status is CheckStatus.NOT_TRIED:
        return ET.Element("skipped", message=said)
    made = ET.Element("failure", type=check.status.value, message=said)
    made.text = legal("\n".join(details))
    return made


def properties(**points: int) -> ET.Element:
    """Points as properties: JUnit has no element for them."""
    made = ET.Element("properties")
    for name, value in points.items():
        ET.SubElement(made, "property", name=name, value=str(value))
    return made


def count(made: ET.Element) -> None:
    """Set the number of cases and of each kind of outcome."""
    made.set("tests", str(sum(1 for _case in made.iter("testcase"))))
    for name, tag in COUNTED.items():
        made.set(name, str(sum(1 for _outcome in made.iter(tag))))


def legal(text: str) -> str:
    """A text without the characters that XML forbids."""
    return ILLEGAL.sub("", text)
