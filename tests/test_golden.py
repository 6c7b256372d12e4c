"""Reports of failures equal the recorded ones; `python -m tests.golden` records them again."""

import msgspec
import pytest

from grader.advice.choose import title_and_text
from grader.report.formats import markdown
from grader.report.words import promise_words
from grader.result.scorecard import CheckStatus, Scorecard
from tests.conftest import on_linux
from tests.golden import CASES, FOLDER, all_cases, draw_report, grade_case, recorded_file, use_language
from tests.submitted import SOLUTIONS


def recorded_result(case: str, lang: str) -> Scorecard:
    """The recorded result of a case."""
    return msgspec.json.decode(recorded_file(case, lang, "json").read_bytes(), type=Scorecard)


@pytest.mark.parametrize(("case", "lang"), all_cases())
def test_the_report_of_a_failure_equals_the_recorded_report(case: str, lang: str) -> None:
    assert draw_report(recorded_result(case, lang), lang) == recorded_file(case, lang).read_text(encoding="utf-8")


@on_linux  # some of these mistakes have other effects on other systems
@pytest.mark.parametrize("case", CASES)
def test_grading_again_gives_the_recorded_failure(case: str) -> None:
    named = case.split("/")[-1].split("__")[0]
    old, new = (card.exercises[0] for card in (recorded_result(case, "en"), grade_case(case, "en")))
    assert [(each.id, each.promise, each.max) for each in new.checks] == [
        (each.id, each.promise, each.max) for each in old.checks
    ]
    (before,), (now,) = ([each for each in made.checks if each.id == named] for made in (old, new))
    assert now.status is before.status is CheckStatus.FAILED
    assert now.advice is not None
    # The recorded results have no `words`.
    assert before.advice is not None
    assert msgspec.structs.replace(now.advice, words=before.advice.words) == before.advice


@on_linux
@pytest.mark.parametrize(("graded_in", "shown_in"), [("en", "zh"), ("zh", "en")])
def test_a_saved_result_names_promises_and_mistakes_in_the_current_language(graded_in: str, shown_in: str) -> None:
    case = "09_send/wrong/arrives__send-str"
    saved, wanted = (grade_case(case, lang).exercises[0] for lang in (graded_in, shown_in))
    with use_language(shown_in):
        page = markdown.text(grade_case(case, graded_in)).decode()
        advised = [
            (check, one) for check, one in zip(saved.checks, wanted.checks, strict=True) if check.advice is not None
        ]
        assert advised
        for check, one in advised:
            assert one.advice is not None
            assert check.advice is not None
            assert title_and_text(check.advice) == (one.advice.title, one.advice.text)
            assert markdown.inline(one.advice.title) in page
            assert markdown.inline(promise_words(one.promise)) in page
            assert check.promise == one.promise  # the English source text in every language


def test_every_exercise_has_a_case_and_every_recorded_file_belongs_to_a_case() -> None:
    assert len(CASES) == len(set(CASES)) >= 30
    assert {case.split("/")[0] for case in CASES} == {path.name for path in SOLUTIONS.iterdir() if path.is_dir()}
    assert {recorded_file(*each, kind) for each in all_cases() for kind in ("txt", "json")} == set(FOLDER.glob("*/*"))
