"""The report in Markdown is complete, and a learner's text is never interpreted as Markdown, HTML or Mermaid."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.report.conversation.steps import conversation
from grader.report.formats import markdown
from grader.report.formats.mermaid import BREAK, diagram, escaped
from grader.result.scorecard import CheckStatus, Scorecard
from grader.texts.wording import as_line
from tests.conversations import HOSTILE, card_of, failed, failed_check_with, hostile, of_wrong_programs
from tests.golden import use_language
from tests.mermaid import parse_diagrams
from tests.submitted import STUBS, command

pytestmark = pytest.mark.system

FENCE = re.compile(r"(`{3,})(\w+)$")


def cards() -> list[Scorecard]:
    return [*of_wrong_programs(), hostile()]


def blocks(page: str) -> Iterator[tuple[str, list[str]]]:
    """The fenced blocks of a page as CommonMark reads them: their language and their lines."""
    lines = iter(page.split("\n"))
    for line in lines:
        opened = FENCE.match(line)
        if opened:
            inside = []
            for each in lines:
                if re.fullmatch(rf" {{0,3}}`{{{len(opened[1])},}} *", each):
                    break
                inside.append(each)
            else:
                pytest.fail("a fence is not closed")
            yield opened[2], inside


def outside(page: str) -> list[str]:
    """The lines of a page that are in no fence."""
    kept: list[str] = []
    fence = ""
    for line in page.split("\n"):
        opened = FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
        elif opened:
            fence = opened[1]
        else:
            kept.append(line)
    return kept


def test_an_empty_promise_stays_empty_in_chinese() -> None:
    card = card_of(msgspec.structs.replace(failed_check_with("hello"), promise=""))
    with use_language("zh"):
        assert "Project" not in markdown.text(card).decode()


# The page ----------------------------------------------------------------------------------------------------------


def test_the_page_has_the_table_and_each_failed_check_with_its_finding() -> None:
    card = of_wrong_programs()[0]
    page = markdown.text(card).decode()
    assert page.startswith(f"# Socket course: {card.score} / {card.max}\n")
    for exercise in card.exercises:
        assert f"| {exercise.score}/{exercise.max} |" in page
    texts = ["\n".join(lines) for language, lines in blocks(page) if language == "text"]
    for exercise in card.exercises:
        first = next(each for each in exercise.checks if each.status is CheckStatus.FAILED)
        assert any(as_line(first.observed, 600) in text for text in texts)


def test_an_unfinished_exercise_has_at_most_one_diagram_and_most_have_one() -> None:
    for card in of_wrong_programs():
        page = markdown.text(card).decode()
        parts = page.split("\n## ")[1:]
        assert len(parts) == len(card.exercises)
        counts = [part.count("```mermaid") for part in parts]
        assert max(counts) == 1
        assert sum(counts) >= len(parts) - 2


def test_a_finished_exercise_is_only_a_row() -> None:
    done = msgspec.structs.replace(
        card_of(failed_check_with("x")), exercises=[msgspec.structs.replace(card_of().exercises[0], status="passed")]
    )
    page = markdown.text(msgspec.convert(msgspec.to_builtins(done), Scorecard)).decode()
    assert "| 03\\_bind | 0/0 | passed |" in page
    assert "##" not in page.split("\n", 1)[1]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_output_of_a_program_cannot_close_its_fence(text: str) -> None:
    page = markdown.text(card_of(failed_check_with(text))).decode()
    printed = [as_line(line, 600) for line in text.splitlines() if line.strip()]
    if printed:
        assert [*printed, *printed] in [lines for language, lines in blocks(page) if language == "text"]


def test_hostile_texts_outside_a_fence_are_escaped() -> None:
    for line in outside(markdown.text(hostile()).decode()):
        bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", line).removeprefix("**").removesuffix("**")
        assert not re.search(r"[<>`*_\[\]@~]|::|://", bare), line
        if not line.startswith("|"):
            assert "|" not in bare
        assert not re.match(r"(#|-|\*\*)", bare) or line.startswith(("# ", "## ", "### ", "- "))


def test_a_page_contains_only_printable_characters() -> None:
    for card in cards():
        page = markdown.text(card).decode("utf-8")
        assert all(line.isprintable() for line in page.split("\n"))


def test_the_page_is_written_to_the_named_file_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    page = tmp_path / "report.md"
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, "--markdown", page)
    assert ended.status == 0
    assert page.read_text(encoding="utf-8").startswith("# Socket course: 0 / 8\n")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_page_that_cannot_be_written_is_reported_before_the_grading(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, "--markdown", tmp_path / "no" / "x.md")
    assert ended.status == 2
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1


# The diagrams ------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(400)
def test_mermaid_parses_every_diagram_and_reads_every_text() -> None:
    conversations = [found for card in cards() for check in failed(card) if (found := conversation(check)) is not None]
    drawings = list(map(diagram, conversations))
    assert len(drawings) > 40
    for drawing, parsed in zip(drawings, parse_diagrams(drawings), strict=True):
        assert parsed.error == "", drawing
        lines = [line.strip() for line in drawing.split("\n")[1:]]
        wanted = [line.split(": ", 1)[1] for line in lines if not line.startswith("participant")]
        assert [on_one_line(each) for each in parsed.messages] == [
            on_one_line(without_entities(each)) for each in wanted
        ]
        assert len(parsed.names) == sum(line.startswith("participant") for line in lines)


@pytest.mark.timeout(400)
def test_mermaid_reads_a_hostile_text_as_plain_text() -> None:
    texts = [text for text in HOSTILE if text.strip()]
    drawings = [f"sequenceDiagram\n    participant A as {escaped(text)}\n    A->>A: {escaped(text)}" for text in texts]
    for text, parsed in zip(texts, parse_diagrams(drawings), strict=True):
        assert parsed.error == ""
        wanted = on_one_line(as_line(text, 200))
        assert [on_one_line(each) for each in (*parsed.messages, *parsed.names)] == [wanted, wanted]


@pytest.mark.timeout(400)
def test_the_parser_of_these_tests_refuses_a_bad_diagram() -> None:
    (parsed,) = parse_diagrams(["sequenceDiagram\n    A->>B: one; two"])
    assert parsed.error


def without_entities(text: str) -> str:
    """A text of a diagram's source as Mermaid draws it, with decoded entities."""
    return re.sub(r"#(\d+);", lambda entity: chr(int(entity[1])), text)


def on_one_line(text: str) -> str:
    """A text with one space instead of each line break and each run of spaces."""
    return " ".join(text.replace(BREAK, " ").split())
