"""08, hidden checks: many texts and codecs, because ASCII hides mistakes and some wrong codecs raise no error."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("rarer texts are read too, mixed with ASCII"))
def test_rare_text(lab: Lab) -> None:
    rare_text = lab.random_data.rare_text
    texts = [rare_text(), "朱镕基·陶喆——TCP", "plain ASCII", rare_text() + " end", "，。！？“”"]
    texts += ["模", "谢", " 你好 ", "\t好\r\n"]
    checks.reads_texts(lab, checks.in_default(*texts))
    checks.sends_texts(lab, checks.in_default(" 你好 ", "\t好\r\n", rare_text()))


@check(points=1, promise=N_("still more encodings, both ways"))
def test_more_encodings(lab: Lab) -> None:
    messages = [
        ("gb18030", lab.random_data.text() + "😀"),
        ("utf-16-le", lab.random_data.text()),
        ("shift_jis", "こんにちは"),
        ("latin-1", "café"),
    ]
    checks.sends_texts(lab, messages)
    checks.reads_texts(lab, messages)
