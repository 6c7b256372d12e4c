"""A saved result is reported in the current language, regardless of the language of its grading."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from grader.report.formats import gradescope, junit, markdown, prairielearn
from grader.report.words import finding_texts
from grader.result.redaction import LOST
from grader.result.scorecard import CheckMessages, CheckResult, CheckStatus, CheckTexts, Scorecard
from grader.texts.language import translated
from grader.texts.message import M_, Message
from tests.conftest import on_linux
from tests.golden import CASES, draw_report, grade_program, use_language

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SENTENCE = re.compile(r"[a-z]{2,}.* .*[a-z]{2,}|[\u4e00-\u9fff]{2,}")  # two English words, or two Chinese characters
FORMS: dict[str, Callable[[Scorecard, str], str]] = {
    "terminal": draw_report,
    "markdown": lambda card, _lang: markdown.text(card).decode(),
    "gradescope": lambda card, _lang: gradescope.text(card).decode(),
    "junit": lambda card, _lang: junit.text(card).decode(),
    "prairielearn": lambda card, _lang: prairielearn.text(card).decode(),
}


def pieces(message: Message, lang: str) -> Iterator[str]:
    """The sentences between a message's placeholders, without spaces, because a terminal folds lines."""
    for part in PLACEHOLDER.split(translated(message.template, lang)):
        if SENTENCE.search(part):
            yield squeezed(part)
    for word in message.words.values():
        if isinstance(word, Message):
            yield from pieces(word, lang)


def squeezed(text: str) -> str:
    return "".join(text.split())


def lost(card: Scorecard) -> list[CheckResult]:
    return [check for each in card.exercises for check in each.checks if check.status in LOST]


def saved(card: Scorecard) -> Scorecard:
    return msgspec.json.decode(msgspec.json.encode(card), type=Scorecard)


@on_linux  # some of these mistakes have other effects on other systems
@pytest.mark.parametrize(("graded_in", "shown_in"), [("en", "zh"), ("zh", "en")])
@pytest.mark.parametrize("case", ["07_recv/wrong/unchanged__recv-twice", "13_server/wrong/end__close-missing"])
def test_a_report_of_a_saved_result_has_no_sentence_of_the_other_language(
    case: str, graded_in: str, shown_in: str, tmp_path: Path
) -> None:
    card = saved(grade_program(case, graded_in, tmp_path))
    assert lost(card)
    messages = [check.messages for check in lost(card)]
    every = [each for said in messages if said for each in (said.expected, said.observed, said.seen) if each]
    graded, shown = ({part for each in every for part in pieces(each, lang)} for lang in (graded_in, shown_in))
    strings = squeezed("".join(check.expected + check.observed + check.seen for check in lost(card)))
    assert graded
    assert all(part in strings for part in graded)  # the saved strings are in the language of the grading
    for name, form in FORMS.items():
        with use_language(shown_in):
            page = squeezed(form(card, shown_in))
        assert [part for part in graded if part in page] == [], name
        assert any(part in page for part in shown), name


MESSAGES = CheckMessages(expected=M_("the reply"), observed=M_("only {got} of {wanted} bytes", got=3, wanted=5))
CHECK = CheckResult(
    id="a",
    promise="b",
    status=CheckStatus.FAILED,
    points=0,
    max=1,
    expected="the reply",
    observed="as it was saved",
    seen="saved",
)
SAVED = CheckTexts("the reply", "as it was saved", "saved")


def test_seen_equals_observed_unless_the_messages_contain_seen() -> None:
    with use_language("zh"):
        texts = finding_texts(msgspec.structs.replace(CHECK, messages=MESSAGES))
        assert texts.observed == texts.seen == "5 个字节只到了 3 个"
        with_seen = msgspec.structs.replace(MESSAGES, seen=M_("nothing"))
        assert finding_texts(msgspec.structs.replace(CHECK, messages=with_seen)).seen == "什么也没收到"


@pytest.mark.parametrize("words", [{"got": 3}, {"got": 3, "wonted": 5}])
def test_a_message_without_its_words_leaves_the_saved_texts(words: dict[str, str | int | Message]) -> None:
    broken = msgspec.structs.replace(MESSAGES, observed=MESSAGES.observed.with_words(**words))
    with use_language("zh"):
        assert finding_texts(msgspec.structs.replace(CHECK, messages=broken)) == SAVED


def test_a_result_without_messages_is_shown_as_it_was_saved() -> None:
    data = msgspec.json.encode(CHECK)
    assert b"messages" not in data
    with use_language("zh"):
        assert finding_texts(msgspec.json.decode(data, type=CheckResult)) == SAVED


@on_linux
def test_the_messages_add_less_than_15_percent_to_a_result(tmp_path: Path) -> None:
    first = {case.split("/")[0]: case for case in reversed(CASES)}
    assert len(first) == 13
    with_messages = without = 0
    for name, case in first.items():
        (tmp_path / f"of_{name}").mkdir()
        card = grade_program(case, "en", tmp_path / f"of_{name}")
        assert lost(card)
        bare = [
            msgspec.structs.replace(
                each, checks=[msgspec.structs.replace(check, messages=msgspec.UNSET) for check in each.checks]
            )
            for each in card.exercises
        ]
        with_messages += len(msgspec.json.encode(card))
        without += len(msgspec.json.encode(msgspec.structs.replace(card, exercises=bare)))
    assert without < with_messages < 1.15 * without
