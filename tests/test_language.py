"""Both languages: every text is translated, no translation is unused, and the .mo file matches the .po file."""

import io
import re
import string
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo

from grader.course.catalogue import load
from grader.texts import language
from tests.catalogues import MO, catalogue, compiled, texts
from tests.golden import use_language
from tests.submitted import cold, put

ROOT = Path(__file__).parents[1]


def fields(text: str) -> list[str]:
    return sorted(f"{name}{conversion or ''}" for _, name, _, conversion in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_the_empty_text_is_not_the_header_of_the_catalogue(lang: str) -> None:
    with use_language(lang):
        assert language._("") == ""


def test_every_text_is_translated() -> None:
    known = {message.id for message in catalogue() if message.id and message.string and not message.fuzzy}
    assert texts() - known == set()


def test_every_translation_is_used() -> None:
    assert {message.id for message in catalogue() if message.id} - texts() == set()


def test_a_translation_has_the_same_fields_as_its_text() -> None:
    for message in catalogue():
        if message.id:
            assert fields(str(message.string)) == fields(str(message.id)), message.id


def test_the_compiled_catalogue_matches_its_source() -> None:
    with MO.open("rb") as file:
        known = read_mo(file)
    fresh = read_mo(io.BytesIO(compiled(catalogue())))
    assert {message.id: message.string for message in known if message.id} == {
        message.id: message.string for message in fresh if message.id
    }
    assert len(list(known)) == len(texts()) + 1


@pytest.mark.parametrize("exercise", load(), ids=lambda exercise: exercise.id)
def test_the_translated_promise_equals_the_promise_in_the_chinese_rubric(exercise: object) -> None:
    from grader.course.exercise import Exercise

    assert isinstance(exercise, Exercise)
    text = (ROOT / "exercises" / exercise.id / "README.zh-CN.md").read_text(encoding="utf-8")
    rows = {row[1]: row[2].strip() for row in re.finditer(r"^\| *`(\w+)`[^|]*\|([^|]*)\|", text, flags=re.MULTILINE)}
    translated = catalogue()
    for check in exercise.checks:
        message = translated.get(check.promise)
        assert message is not None
        assert message.string == rows[check.id]


@pytest.fixture
def restore_english() -> object:
    yield
    language.choose("en")


def test_texts_are_in_the_chosen_language(restore_english: object) -> None:
    assert language.choose("zh") == "zh"
    assert language._("Socket course") != "Socket course"
    assert language.choose("en") == "en"
    assert language._("Socket course") == "Socket course"


@pytest.mark.parametrize(
    ("variables", "use_language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.GBK", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_environment_selects_the_language(
    variables: dict[str, str], use_language: str, monkeypatch: pytest.MonkeyPatch, restore_english: object
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.choose(None) == use_language


@pytest.mark.parametrize(
    ("lang", "encoding", "shown"),
    [
        ("en", "ascii", True),
        ("zh", "ascii", False),
        ("zh", "gbk", True),
        ("zh", "utf-8", True),
        ("zh", "nonsense", False),
    ],
)
def test_a_language_is_shown_only_in_an_encoding_that_has_its_characters(lang: str, encoding: str, shown: bool) -> None:
    assert language.can_be_shown(lang, encoding) is shown


def test_english_is_used_only_while_the_output_lacks_the_characters() -> None:
    before = language.current()
    language.choose("zh")
    try:
        with language.for_encoding("ascii"):
            assert language.current() == "en"
        with language.for_encoding("gbk"):
            assert language.current() == "zh"
        assert language.current() == "zh"
    finally:
        language.choose(before)


@pytest.mark.parametrize("words", [(), ("--lang", "zh")])
def test_a_report_in_an_encoding_without_chinese_is_in_english(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = put(tmp_path / "exercises", {"03_bind/bind.py": "def bind_server(*all):\n    pass\n"})
    environment: dict[str, Any] = {"LANGUAGE": None, "LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "ascii"}
    ended = cold(tmp_path / "scratch", "grade", "3", "--exercises", folder, *words, **environment)
    assert "not yet" in ended.out
    assert "??" not in ended.out


def test_no_progress_line_is_written_to_a_pipe_even_with_forced_colours(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {"03_bind/bind.py": "def bind_server(*all):\n    pass\n"})
    ended = cold(tmp_path / "scratch", "grade", "3", "--exercises", folder, FORCE_COLOR="1")
    assert "\r" not in ended.out + ended.err
    assert "\x1b[?25l" not in ended.out + ended.err  # hides the cursor
