"""The report of one screen: the first check that does not hold, its mistake and what to try are always on the screen."""

import msgspec
import pytest

from grader.advice.choose import title_and_text
from grader.report.terminal import short_report
from grader.report.terminal.signs import Signs
from grader.result.scorecard import CheckStatus, ExerciseStatus, Scorecard
from tests.golden import all_cases, recorded_file, use_language


def recorded_result(case: str, lang: str) -> Scorecard:
    return msgspec.json.decode(recorded_file(case, lang, "json").read_bytes(), type=Scorecard)


def screen(card: Scorecard, width: int, height: int) -> list[str]:
    """What a terminal of this size still shows after the report: all lines but that of the prompt."""
    lines = [line.plain for line in short_report.lines(card, Signs("utf-8"), width, height)]
    assert all(len(line.rstrip()) <= width for line in lines)
    return lines[-(height - 1) :]


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 24), (100, 50)])
@pytest.mark.parametrize(("case", "lang"), all_cases())
def test_the_first_mistake_and_its_advice_are_on_the_screen(case: str, lang: str, width: int, height: int) -> None:
    card = recorded_result(case, lang)
    first = next(check for check in card.exercises[0].checks if check.status is CheckStatus.FAILED)
    assert first.advice is not None
    with use_language(lang):
        shown = without_spaces("".join(screen(card, width, height)))
        title, text = title_and_text(first.advice)
    assert "✗" in shown
    assert without_spaces(title) in shown
    assert without_spaces(text) in shown
    assert f"--{card.exercises[0].id[:2]}--all" in shown


def test_a_higher_screen_shows_more_of_the_picture() -> None:
    card = recorded_result("13_server/wrong/end__close-missing", "en")
    sizes = []
    for height in range(16, 60):
        lines = screen(card, 80, height)
        sizes.append(sum("reference client" in line or "server.py:" in line for line in lines))
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[24 - 16] < sizes[-1]
    assert not any("lines before" in line for line in screen(card, 80, 60))


def test_each_other_check_that_does_not_hold_has_one_line() -> None:
    card = recorded_result("13_server/wrong/text__recv-on-listener", "en")
    lines = [line.plain for line in short_report.lines(card, Signs("utf-8"), 120)]
    for check in card.exercises[0].checks:
        shown = [line for line in lines if check.promise[:40] in line]
        assert len(shown) == (0 if check.status is CheckStatus.PASSED else 1)


def test_several_exercises_are_a_table_and_the_first_mistake() -> None:
    names = ["03_bind/wrong/only_there__bind-every-address", "10_close/wrong/refused__close-missing"]
    cards = [recorded_result(name, "en") for name in names]
    card = msgspec.structs.replace(cards[0], exercises=[*cards[0].exercises, *cards[1].exercises])
    text = "\n".join(line.plain for line in short_report.lines(card, Signs("utf-8"), 80))
    assert "10_close" in text
    assert "The server is bound to every address" in text
    assert "close() is never called" not in text


def test_a_finished_exercise_has_no_block() -> None:
    card = recorded_result("03_bind/wrong/only_there__bind-every-address", "en")
    (each,) = card.exercises
    checks = [msgspec.structs.replace(check, status=CheckStatus.PASSED, points=check.max) for check in each.checks]
    done = msgspec.structs.replace(each, checks=checks, score=each.max, status=ExerciseStatus.PASSED)
    lines = short_report.lines(msgspec.structs.replace(card, exercises=[done], score=each.max), Signs("utf-8"), 80)
    assert "✗" not in "".join(line.plain for line in lines)
