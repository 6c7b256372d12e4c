"""A message keeps its text and its words; it is translated when it is shown."""

import ast

import msgspec
import pytest

from grader.harness.expectations import Ending, other_bytes
from grader.model.events import Started
from grader.model.transcript import Transcript
from grader.result.finding import Finding
from grader.texts.message import M_, NO_TEXT, Message, joined, render, verbatim
from tests.submitted import REPO

SAID = M_("only {got} of {wanted} bytes, {ending}", got=3, wanted=5, ending=M_("and nothing more"))


@pytest.mark.parametrize(
    ("message", "english", "chinese"),
    [
        (M_("nothing"), "nothing", "什么也没收到"),
        (SAID, "only 3 of 5 bytes, and nothing more", "5 个字节只到了 3 个，然后就没有了"),
        (joined(M_("nothing"), verbatim(": "), M_("no answer")), "nothing: no answer", "什么也没收到: 没有回应"),
        (verbatim("{got} 100%"), "{got} 100%", "{got} 100%"),
        (verbatim("nothing"), "nothing", "nothing"),
        (M_("it returned {value}", value="{x}"), "it returned {x}", "返回了 {x}"),
        (M_("parse_address({text!r}) raises ValueError", text="a'b"), 'parse_address("a\'b") raises ValueError', None),
        (NO_TEXT, "", ""),
        (joined(), "", ""),
    ],
)
def test_a_message_is_rendered_in_each_language(message: Message, english: str, chinese: str | None) -> None:
    assert render(message, "en") == english
    if chinese is not None:
        assert render(message, "zh") == chinese


def test_with_words_returns_a_new_message() -> None:
    bare = M_("it returned {value}")
    assert render(bare.with_words(value="1"), "en") == "it returned 1"
    assert bare == Message("it returned {value}")


def test_a_message_is_the_same_after_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(SAID), type=Message) == SAID


def test_every_template_of_the_grader_can_be_read_back() -> None:
    calls = [
        node
        for path in (REPO / "grader").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "M_"
    ]
    templates = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert len(templates) == len(calls) > 50
    for template in templates:
        assert msgspec.convert({"template": template}, Message).template == template


@pytest.mark.parametrize("template", ["{a.b}", "{a[0]}", "{a:99999999999}", "{a:{b}}", "{", "}", "{}", "{a:.99f}"])
def test_a_forged_template_is_refused(template: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"template": template}, Message)


def test_one_finding_is_rendered_in_two_languages() -> None:
    record = Transcript([Started(at=0.0, who="program", file="bind.py", step=False)])
    finding = other_bytes(record, "program", b"hello", b"hel", Ending.FINISHED, "utf-8")
    assert isinstance(finding, Finding)
    assert render(finding.observed, "en") == "only 3 of 5 bytes, then the end of the stream"
    assert "3" in render(finding.observed, "zh")
    assert "bytes" not in render(finding.observed, "zh")
