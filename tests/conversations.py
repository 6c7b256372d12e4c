"""Conversations for the tests of reports: from real wrong programs, and made up with hostile texts."""

import functools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.model.events import (
    AnyEvent,
    Call,
    Connected,
    Exited,
    Misreturned,
    Raised,
    Received,
    Refused,
    Reset,
    Sent,
    SideChannelLine,
    Started,
    Stuck,
    Unreached,
)
from grader.result.finding import Difference
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from tests.submitted import SOLUTIONS, grade

# Two wrong programs for each exercise; each list is graded in one run.
WRONG = (
    (
        "02_create_socket/conversation__create-dgram-server",
        "03_bind/only_there__bind-every-address",
        "04_reuse_address/restart__reuse-missing",
        "05_listen/answered__listen-missing",
        "06_accept/conversation__accept-returns-listener",
        "07_recv/end__recv-eof-unchecked",
        "08_encode_decode/sends_gbk__codec-mismatch-silent",
        "09_send/large__send-partial",
        "10_close/end_of_stream__close-missing",
        "11_connect/arrives__connect-swapped",
        "12_client/message__send-str",
        "13_server/text__recv-on-listener",
    ),
    (
        "02_create_socket/conversation__create-with-closes",
        "03_bind/taken__bind-error-swallowed",
        "04_reuse_address/restart__reuse-after-bind",
        "05_listen/answered__listen-serves-itself",
        "06_accept/conversation__accept-swapped",
        "07_recv/unchanged__recv-twice",
        "08_encode_decode/reads_gbk__codec-mismatch-loud",
        "09_send/large__send-resend-all",
        "10_close/refused__close-missing",
        "11_connect/arrives__connect-nothing",
        "12_client/message__codec-mismatch-silent",
        "13_server/reply__send-nothing",
    ),
)
HOSTILE = (
    "quotes \" ' ` and ``` more ````` of them",
    "two\nlines\r\nand a \x1b[31mred\x1b[0m one\x00\x07\x9b",
    "end",
    "END of; the: line # comment %% %%{init: {}}%%",
    "<script>alert(1)</script> <br/> &amp; <!-- -->",
    "a | b | c || --- ---> ->> -x",
    "right \u202e to left \u200f and \u2066 isolated",
    "🙂 family 👨‍👩‍👧 heart ❤️ e\u0301 绑定端口 ｆｕｌｌ",
    "x" * 10_000,
    "字" * 5_000,
    "\ud800 alone \udfff",
    "style a:b#c; classDef x:#f;",
    "#quot; #35; ﬂ°°35¶ß",
    "```\n# heading\n- item\n[link](http://example.com) @somebody #1 :smile:",
    "~~~\n</details>\n::error::no command\n\x7f",
    "::error::one ::two::" + " ::three:: ::::" * 40,
    "",
    " ",
)


@functools.cache
def of_wrong_programs() -> tuple[Scorecard, ...]:
    """The results of real wrong programs."""
    return tuple(map(grade_programs, WRONG))


def grade_programs(programs: tuple[str, ...]) -> Scorecard:
    """Grade these wrong programs in one run; at most one of them for each exercise."""
    files = {}
    for name in programs:
        exercise, _slash, program = name.partition("/")
        (solution,) = (SOLUTIONS / exercise).glob("*.py")
        files[f"{exercise}/{solution.name}"] = (SOLUTIONS / exercise / "wrong" / f"{program}.py").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        result = grade(Path(folder), files, *(name.partition("/")[0] for name in programs), options=["--seed", "1"])
    return msgspec.json.decode(json.dumps(result.card).encode(), type=Scorecard)


def failed(card: Scorecard) -> Iterator[CheckResult]:
    """The failed checks."""
    for exercise in card.exercises:
        yield from (check for check in exercise.checks if check.status is CheckStatus.FAILED)


def failed_check_with(text: str) -> CheckResult:
    """A failed check with `text` in every place of the transcript that a learner's text can reach."""
    data = text.encode("utf-8", "surrogatepass")
    call = Call(at=0.1, who="program", number=1, call="sendall", arguments=text, timeout=None, file=text[:60], line=7)
    returned = msgspec.structs.replace
    events: list[AnyEvent] = [
        Started(at=0.0, who="program", file=text[:60], step=True),
        returned(call, result=text, seconds=0.01),
        returned(call, at=0.2, number=2, error=text, seconds=0.01),
        returned(call, at=0.3, number=3, call="recv", result=repr(data), seconds=0.01),
        returned(call, at=0.35, number=4, call="accept", direct=False, result=text, seconds=0.01),
        Connected(at=0.4, who="client", local="127.0.0.1:5", remote="127.0.0.1:6"),
        Sent(at=0.5, who="client", size=len(data), data=data[:2048]),
        Received(at=0.6, who="client", size=len(data) + 7, data=data[:2048]),
        Refused(at=0.7, who="client 2", remote=text[:100]),
        Unreached(at=0.8, who="client 2", remote=text[:100], reason=text[:100]),
        SideChannelLine(at=0.9, who="program", line=text),
        Raised(at=1.0, who="program", kind=text[:100] or "E", text=text, file=text[:60], line=3),
        Misreturned(at=1.1, who="program", step="step", promised="str", came=text),
        Reset(at=1.2, who="client"),
        Stuck(at=1.3, who="program", call="recv", file=text[:60], line=4),
        Exited(at=1.4, who="program", status=3),
    ]
    return CheckResult(
        id="c",
        promise="it works",
        status=CheckStatus.FAILED,
        points=0,
        max=2,
        expected=text,
        observed=text,
        seen=text,
        transcript=events,
        output=f"{text}\n{text}",
        difference=Difference(encoding="utf-8", place=3, start=0, wanted=b"\xe4\xbd\xa0\xe5", got=data[:64] or b"?"),
    )


def card_of(*checks: CheckResult, **more: str) -> Scorecard:
    """A result with one exercise that has these checks."""
    made = ExerciseResult(
        id="03_bind",
        file="exercises/03_bind/bind.py",
        status=ExerciseStatus.FAILED,
        score=0,
        max=sum(each.max for each in checks),
        checks=list(checks),
        **more,  # type: ignore[arg-type]
    )
    return Scorecard(score=0, max=made.max, hidden=0, seconds=1.0, box="", python="", platform="", exercises=[made])


def hostile() -> Scorecard:
    """A result full of texts that could break a report."""
    made = card_of(*map(failed_check_with, HOSTILE))
    reasons = [
        msgspec.structs.replace(made.exercises[0], id="05_listen", status=ExerciseStatus.ERROR, reason=text, checks=[])
        for text in HOSTILE
        if text.strip()
    ]
    return msgspec.structs.replace(made, notes=list(HOSTILE), exercises=[*made.exercises, *reasons])
