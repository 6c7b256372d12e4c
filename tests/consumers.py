"""Read each report like the system that receives it: one function per system, based on its source code or schema."""

import base64
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Points = tuple[float, float] | None  # score and maximum; None if the report has no score
UTC = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")


# GitHub Actions ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """A workflow command that a GitHub runner executes."""

    name: str
    properties: dict[str, str]
    message: str


def commands(printed: str) -> Iterator[Command]:
    """The commands that a runner executes in a step's output (ActionCommand.cs, ActionCommandManager.cs)."""
    token = ""
    for line in re.split("\r\n|\n|\r", printed):
        found = in_first_form(line.lstrip()) or in_second_form(line)
        if found is None:
            continue
        if token:
            token = "" if found.name == token else token
        elif found.name == "stop-commands":
            token = found.message
        else:
            yield found


def in_first_form(line: str) -> Command | None:
    """Parse `::name key=value,key=value::message`; None for another line."""
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _space, rest = line[2:end].partition(" ")
    pairs = [pair.partition("=") for pair in rest.strip().split(",") if "=" in pair]
    return Command(name, {key.strip(): unescaped(value) for key, _equals, value in pairs}, unescaped(line[end + 2 :]))


def in_second_form(line: str) -> Command | None:
    """Parse `##[name key=value;]message` anywhere in a line, without the properties; None for another line."""
    begin = line.find("##[")
    end = line.find("]", begin)
    return Command(line[begin + 3 : end].split(" ")[0], {}, line[end + 1 :]) if 0 <= begin < end else None


def unescaped(text: str) -> str:
    """Decode the percent escapes of a workflow command."""
    for code, letter in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def variables(data: bytes) -> dict[str, str]:
    """The variables that the lines of $GITHUB_OUTPUT or $GITHUB_ENV set."""
    found = {}
    for line in data.decode().splitlines():
        name, equals, value = line.partition("=")
        assert equals, f"the runner refuses {line!r}"
        assert "<<" not in name
        assert re.fullmatch(r"[A-Za-z_]\w*", name), name
        found[name] = value
    return found


def outputs(data: bytes) -> Points:
    """The points in a step's outputs."""
    found = variables(data)
    assert set(found) == {"score", "max", "percent", "passed", "hidden", "trouble"}
    if found["trouble"] == "true":
        assert (found["score"], found["percent"], found["passed"]) == ("", "", "")
        return None
    assert found["percent"] == str(int(100 * int(found["score"]) / max(1, int(found["max"]))))
    assert (found["passed"] == "true") == (0 < int(found["max"]) == int(found["score"]))
    return int(found["score"]), int(found["max"])


# autograding-grading-reporter --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reported:
    """What the reporter shows: points in its notice and in its table, its closing line, the lines it prints."""

    notice: Points
    table: Points
    failed: str
    lines: list[str]


def reporter(data: bytes) -> Reported:
    """What src/main.js shows, with the sums of both of its versions. KeyError where it would show `undefined`."""
    environment = variables(data)
    for value in environment.values():
        assert len(value) < 131_072  # bytes; execve(2) refuses a longer variable (MAX_ARG_STRLEN)
    runners = [each for each in re.split(r"[\s,]", environment["GRADER_RUNNERS"]) if each]
    assert len(set(runners)) == len(runners)
    read = []
    for each in runners:
        assert re.fullmatch("[a-zA-Z0-9]+", each)
        plain = base64.b64decode(environment[f"{each.upper()}_RESULTS"], validate=True)
        assert len(plain) < 90_000
        read.append(json.loads(plain))
    notice, table, most, lines = 0, 0.0, 0, list[str]()
    for one in read:
        assert one["version"] == 1
        assert one["status"] in ("pass", "fail", "error")
        assert one["tests"]  # an empty list would give NaN
        for test in one["tests"]:
            assert test["status"] in ("pass", "fail", "error")
            keys = [test[key] for key in ("name", "score", "message", "test_code", "filename", "line_no", "duration")]
            assert None not in keys
            lines += [*test["name"].split("\n"), *test["message"].split("\n"), *test["test_code"].split("\n")]
        if one["max_score"]:
            most += one["max_score"]
            notice += sum(test["score"] for test in one["tests"])
            passing = sum(test["status"] == "pass" for test in one["tests"])
            table += passing / len(one["tests"]) * one["max_score"]
    statuses = {one["status"] for one in read}
    failed = "Some tests failed." if "fail" in statuses else "Some tests errored." if "error" in statuses else ""
    return Reported((notice, most) if most else None, (table, most) if most else None, failed, lines)


# The others --------------------------------------------------------------------------------------------------------

STRINGS = "classroom assignment owner commit release review".split()
MUST = {*STRINGS, "schema", "assignment_type", "submission", "datetime", "score", "max-score", "tests"}


def classroom50(data: bytes) -> Points:
    """The points of a result that fits the schema and the conditions of runner and collector (validate_result)."""
    found: dict[str, Any] = json.loads(data)
    assert found["schema"] == "classroom50/result/v1"
    assert set(found) - {"graded_at", "submitted_by"} == MUST
    assert all(isinstance(found[name], str) and found[name] for name in STRINGS)
    assert found["assignment_type"] in ("individual", "group", "team")
    assert found["submission"].startswith("submit/")
    assert UTC.fullmatch(found["datetime"])
    assert UTC.fullmatch(found["graded_at"])
    for one in (found, *found["tests"]):
        assert type(one["score"]) is type(one["max-score"]) is int
        assert 0 <= one["score"] <= one["max-score"]
    for test in found["tests"]:
        assert isinstance(test["test-name"], str)
        assert test["test-name"]
        assert type(test["passed"]) is bool
        assert test["passed"] == (test["score"] == test["max-score"])
    assert found["score"] == sum(test["score"] for test in found["tests"])
    if (found["max-score"], found["tests"]) == (0, []):
        return None  # Classroom 50's form of an error
    return found["score"], found["max-score"]


def gradescope(data: bytes) -> Points:
    """The points, which must be the sums over the tests; None without a score, which means a failed autograder."""
    found: dict[str, Any] = json.loads(data)
    formats = ("text", "html", "simple_format", "md", "ansi")
    seen = ("hidden", "after_due_date", "after_published", "visible")
    assert isinstance(found["execution_time"], int)
    assert found["stdout_visibility"] == "hidden"
    assert found["visibility"] in seen
    for test in found["tests"]:
        assert found["output_format"] in formats
        assert test["output_format"] in formats
        assert test["visibility"] in seen
        assert isinstance(test["name"], str)
    if "score" not in found:
        assert not any("score" in test or "status" in test for test in found["tests"])
        return None
    assert all(test["status"] in ("passed", "failed") for test in found["tests"])
    assert all((test["status"] == "passed") == (test["score"] == test["max_score"]) for test in found["tests"])
    assert found["score"] == sum(test["score"] for test in found["tests"])
    return found["score"], sum(test["max_score"] for test in found["tests"])


def prairielearn(data: bytes) -> Points:
    """The points, from the score (0 to 1); None if the submission does not count as an attempt."""
    assert len(data) <= 1_000_000
    found: dict[str, Any] = json.loads(data)
    assert type(found["gradable"]) is bool
    assert isinstance(found["score"], float)
    assert 0 <= found["score"] <= 1
    if not found["gradable"]:
        assert found["format_errors"]
        assert all(isinstance(each, str) and each for each in found["format_errors"])
        assert (found["score"], found["tests"]) == (0, [])
        return None
    assert not found["format_errors"]
    assert all(type(test["points"]) is type(test["max_points"]) is int for test in found["tests"])
    most = sum(test["max_points"] for test in found["tests"])
    assert sum(test["points"] for test in found["tests"]) == round(found["score"] * most, 6)
    return round(found["score"] * most, 6), most


def junit(data: bytes) -> Points:
    """The points of the suites, which must equal the sums over their cases; the counts must too."""
    root = ET.fromstring(data)
    score = most = 0
    unknown = False
    for suite in (root, *root.iter("testsuite")):
        cases = list(suite.iter("testcase"))
        assert int(suite.attrib["tests"]) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    for suite in root.iter("testsuite"):
        points = properties(suite)
        each = [properties(case) for case in suite.iter("testcase")]
        assert points["max"] == sum(one["max"] for one in each)
        if "score" not in points:
            assert not any("points" in one for one in each)
            assert all(case.find("error") is not None for case in suite.iter("testcase"))
            unknown = True
            continue
        assert suite.find("testcase/error") is None
        assert points["score"] == sum(one["points"] for one in each)
        for case in suite.iter("testcase"):
            lost = case.find("failure") is not None or case.find("skipped") is not None
            assert lost == (properties(case)["points"] == 0)
        score, most = score + points["score"], most + points["max"]
    return None if unknown else (score, most)


def properties(element: ET.Element) -> dict[str, int]:
    """The properties of a suite or a case."""
    return {each.attrib["name"]: int(each.attrib["value"]) for each in element.findall("properties/property")}


COLOURS = {"brightgreen", "green", "yellowgreen", "yellow", "orange", "red", "lightgrey", "blue"}


def badge(data: bytes) -> Points:
    """The points in the badge's message, if it has points."""
    found: dict[str, Any] = json.loads(data)
    assert set(found) <= {"schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo", "style"}
    assert found["schemaVersion"] == 1
    assert found["label"]
    assert found["message"]
    assert found["color"] in COLOURS
    number = re.fullmatch(r"(\d+)/(\d+)", found["message"])
    if number is None:
        assert found["isError"] is True
        assert found["color"] == "lightgrey"
        return None
    return int(number[1]), int(number[2])


def autolab(data: bytes) -> dict[str, int]:
    """The scores in the last printed line."""
    last = data.decode().rstrip("\n").split("\n")[-1]
    found: dict[str, Any] = json.loads(last)
    assert set(found) == {"scores"}
    assert all(type(each) is int for each in found["scores"].values())
    return dict(found["scores"])


def heading(data: bytes) -> Points:
    """The points in a page's first line, which must be equal to the sums in its table."""
    page = data.decode()
    first = re.match(r"# Socket course: (\d+) / (\d+)\n", page)
    rows = re.findall(r"^\| \d\d.* \| (\d+)/(\d+) \| [^|]+ \|$", page, re.MULTILINE)
    assert first is not None
    sums = tuple(sum(int(row[place]) for row in rows) for place in (0, 1))
    assert sums == (int(first[1]), int(first[2]))
    return int(first[1]), int(first[2])
