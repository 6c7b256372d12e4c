"""Findings made from transcripts; no finding if the expectation holds."""

import pytest

from grader.child.trace import HOST
from grader.harness.expectations import Ending, appears, difference, not_printed, other_bytes, unmet, without_tracebacks
from grader.harness.story import story
from grader.model.events import (
    Call,
    Event,
    Exited,
    Flooded,
    Late,
    Loaded,
    Misreturned,
    Missing,
    Raised,
    Started,
    Stuck,
    Unloadable,
)
from grader.model.transcript import Transcript
from grader.result.finding import Asked, BytesDiffer, Difference, FindingKind, TextNotPrinted
from grader.texts.message import NO_TEXT, verbatim
from tests.english import english

P = "program"
FILE = "bind.py"


def transcript_of(*events: Event) -> Transcript:
    record = Transcript()
    for event in events:
        record.add(event)
    return record


def started(step: bool = False) -> Started:
    return Started(at=0.0, who=P, file=FILE, step=step)


def exited(status: int) -> Exited:
    return Exited(at=0.9, who=P, status=status)


def raised(kind: str = "OSError", text: str = "x", file: str = FILE, line: int = 7) -> Raised:
    return Raised(at=0.5, who=P, kind=kind, text=text, file=file, line=line)


def unloadable(kind: str, text: str, line: int = 3) -> Unloadable:
    return Unloadable(at=0.1, who=P, kind=kind, text=text, file=FILE, line=line)


def stuck(call: str = "recv", file: str = FILE, line: int = 21) -> Stuck:
    return Stuck(at=0.041, who=P, call=call, file=file, line=line)


def late(busy: bool = False) -> Late:
    return Late(at=3.0, who=P, busy=busy, file=FILE, line=9, seconds=3.02)


LOADED = Loaded(at=0.1, who=P)

# Events -> the kind of story, words of its sentence, the learner's line, whether the program is proven stuck.
STORIES: dict[str, tuple[list[Event], str, str, int | None, bool]] = {
    "it raised": ([started(), raised()], "raised", "ended with OSError: x at bind.py:7", 7, False),
    "it raised and ended": ([started(), raised(), exited(1)], "raised", "OSError: x", 7, False),
    "its host raised": ([started(), raised(file=HOST)], "raised", "OSError: x", None, False),
    "it raised nowhere": ([started(), raised(file="", line=0)], "raised", "OSError: x", None, False),
    "it ended": ([started(), exited(0)], "exited", "ended by itself, exit status 0", None, False),
    "it ended badly": ([started(), exited(3)], "exited", "exit status 3", None, False),
    "it was killed": ([started(), exited(-11)], "killed", "signal 11", None, False),
    "it is stuck": (
        [started(), stuck()],
        "stuck",
        "stuck after 41 ms: your program waits in recv() at bind.py:21",
        21,
        True,
    ),
    "it is stuck in no call": ([started(), stuck(call="")], "stuck", "at bind.py:21", 21, True),
    "its host is stuck": ([started(), stuck(file=HOST)], "stuck", "waits in recv(). Nobody", None, True),
    "it is late": (
        [started(), late()],
        "late",
        "nothing happened for 3 s; your program waits at bind.py:9",
        9,
        False,
    ),
    "it is busy": ([started(), late(busy=True)], "busy", "round and round at bind.py:9", 9, False),
    "it printed without end": (
        [started(), Flooded(at=0.5, who=P, what="printed", size=16 << 20), exited(-25)],
        "flooded",
        "without end (16777216 bytes",
        None,
        False,
    ),
    "no such step": (
        [started(True), Missing(at=0.1, who=P, step="bind_server", what="nothing"), exited(1)],
        "missing",
        "there is no bind_server() in your file",
        None,
        False,
    ),
    "a step that is a number": (
        [started(True), Missing(at=0.1, who=P, step="bind_server", what="int"), exited(1)],
        "missing",
        "bind_server in your file is not a function: its type is int",
        None,
        False,
    ),
    "a step that returned another type": (
        [
            started(True),
            LOADED,
            Misreturned(at=0.5, who=P, step="accept_client", promised="a tuple", came="None"),
            exited(1),
        ],
        "misreturned",
        "accept_client() returned None, but it should return a tuple",
        None,
        False,
    ),
    "it does not compile": (
        [started(), unloadable("SyntaxError", "invalid syntax"), exited(1)],
        "uncompilable",
        "does not compile at bind.py:3: invalid syntax",
        3,
        False,
    ),
    "it is indented badly": (
        [started(), unloadable("IndentationError", "unexpected indent"), exited(1)],
        "uncompilable",
        "unexpected indent",
        3,
        False,
    ),
    "it cannot be imported": (
        [started(True), unloadable("NameError", "name 'x' is not defined"), exited(1)],
        "unimportable",
        "cannot be imported at bind.py:3: NameError: name 'x' is not defined",
        3,
        False,
    ),
    "a full-width comma": (
        [started(), unloadable("SyntaxError", "invalid character '，' (U+FF0C)"), exited(1)],
        "uncompilable",
        'a full-width character "，" at bind.py:3',
        3,
        False,
    ),
    "a curly quotation mark": (
        [started(), unloadable("SyntaxError", "invalid character '“' (U+201C)"), exited(1)],
        "uncompilable",
        'a full-width character "“"',
        3,
        False,
    ),
    "another strange character": (
        [started(), unloadable("SyntaxError", "invalid character '€' (U+20AC)"), exited(1)],
        "uncompilable",
        "does not compile at bind.py:3: invalid character '€'",
        3,
        False,
    ),
    "it waits while it is imported": (
        [started(True), stuck()],
        "import_waits",
        "waits while it is imported at bind.py:21",
        21,
        True,
    ),
    "it is late while it is imported": ([started(True), late()], "import_waits", "under if __name__", 9, False),
    "it ends while it is imported": (
        [started(True), exited(0)],
        "import_ends",
        "ended the program while it was imported",
        None,
        False,
    ),
    "a step that is stuck once it is loaded": ([started(True), LOADED, stuck()], "stuck", "waits in recv()", 21, True),
    "a step that ends once it is loaded": ([started(True), LOADED, exited(0)], "exited", "exit status 0", None, False),
}


@pytest.mark.parametrize("name", STORIES)
def test_the_outcome_of_a_program_is_described_in_a_sentence(name: str) -> None:
    events, kind, words, line, proven = STORIES[name]
    found = story(transcript_of(*events), P)
    assert found is not None
    assert (found.kind, found.line, found.stuck) == (kind, line, proven)
    assert words in english(found.text)


def test_a_full_width_space_is_reported() -> None:
    found = story(transcript_of(started(), unloadable("SyntaxError", "invalid non-printable character U+3000")), P)
    assert found is not None
    assert "full-width" in english(found.text)
    assert '""' not in english(found.text)


def test_a_program_that_runs_has_no_story() -> None:
    record = transcript_of(
        started(True),
        LOADED,
        Call(at=0.2, who=P, number=1, call="accept", arguments="", timeout=None, file=FILE, line=3),
    )
    assert story(record, P) is None


def test_an_exception_in_a_thread_is_the_cause_of_later_events() -> None:
    died = Raised(at=0.02, who=P, kind="OSError", text="x", file=FILE, line=7, thread=True)
    found = story(transcript_of(started(), died, stuck()), P)
    assert found is not None
    assert (found.kind, found.line) == ("raised", 7)
    assert english(found.text) == "a thread of your program ended with OSError: x at bind.py:7"


def test_the_newest_event_with_a_story_is_the_cause() -> None:
    found = story(transcript_of(started(), stuck(), exited(3)), P)
    assert found is not None
    assert (found.kind, english(found.text)) == (FindingKind.EXITED, "your program ended by itself, exit status 3")


def test_a_line_of_another_file_is_not_the_line_of_the_finding() -> None:
    found = story(transcript_of(started(), raised(file="helper.py")), P)
    assert found is not None
    assert found.line is None
    assert "helper.py:7" in english(found.text)


def test_each_program_has_its_own_story() -> None:
    record = transcript_of(started(), raised(), Exited(at=0.9, who="program 2", status=0))
    first, second, third = (story(record, who) for who in (P, "program 2", "program 3"))
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind, third) == ("raised", "exited", None)


def test_the_story_of_a_stuck_program_names_what_the_other_side_waits_for() -> None:
    found = story(transcript_of(started(), stuck()), P, asks=verbatim("your reply"))
    assert found is not None
    assert english(found.text).endswith(", and the other side waits for your reply. Nobody will speak again.")


def test_a_finding_without_a_story_gives_the_observation() -> None:
    finding = unmet(transcript_of(started()), P, FindingKind.REFUSED, verbatim("a connection"), verbatim("refused"))
    assert (finding.kind, english(finding.expected), english(finding.observed), finding.line) == (
        "refused",
        "a connection",
        "refused",
        None,
    )


def test_a_finding_gives_the_observation_and_the_reason() -> None:
    finding = unmet(
        transcript_of(started(), raised()), P, FindingKind.REFUSED, verbatim("a connection"), verbatim("refused")
    )
    assert finding.kind is FindingKind.RAISED
    assert english(finding.observed) == "refused; your program ended with OSError: x at bind.py:7"
    assert finding.line == 7


def test_a_finding_without_an_observation_gives_the_reason() -> None:
    finding = unmet(transcript_of(started(), stuck()), P, FindingKind.SILENT, verbatim("an answer"))
    assert english(finding.observed).startswith("stuck after 41 ms")
    assert finding.stuck


WANTED = "你好, ok".encode("gbk")


@pytest.mark.parametrize(
    ("got", "ending", "kind", "words"),
    [
        (b"", Ending.OPEN, FindingKind.NOTHING_OPEN, "nothing"),
        (b"", Ending.FINISHED, FindingKind.NOTHING_FINISHED, "nothing but the end of the stream"),
        (b"", Ending.RESET, FindingKind.NOTHING_RESET, "nothing but a reset"),
        (WANTED[:3], Ending.OPEN, FindingKind.SHORT_OPEN, "only 3 of 8 bytes, and nothing more"),
        (WANTED[:3], Ending.FINISHED, FindingKind.SHORT_FINISHED, "only 3 of 8 bytes, then the end of the stream"),
        (WANTED[:3], Ending.RESET, FindingKind.SHORT_RESET, "only 3 of 8 bytes, then a reset"),
        (WANTED + b"!", Ending.OPEN, FindingKind.MORE_BYTES, 'that, and then more: "!" (1 bytes)'),
        (WANTED[:4] + b"; ok", Ending.OPEN, FindingKind.OTHER_BYTES, "byte 5 is the first that differs"),
        ("你好, ok".encode(), Ending.FINISHED, FindingKind.OTHER_BYTES, "byte 1 is the first that differs"),
    ],
)
def test_a_finding_on_other_bytes_names_the_difference(
    got: bytes, ending: Ending, kind: FindingKind, words: str
) -> None:
    finding = other_bytes(transcript_of(started()), P, WANTED, got, ending, "gbk")
    assert finding is not None
    assert finding.kind == kind
    assert words in english(finding.observed)
    assert english(finding.expected) == '"你好, ok" (8 bytes)'


@pytest.mark.parametrize("ending", Ending)
def test_exactly_the_expected_bytes_give_no_finding(ending: Ending) -> None:
    assert other_bytes(transcript_of(started(), raised()), P, WANTED, WANTED, ending, "gbk") is None


def test_missing_bytes_are_explained_by_the_story_of_the_program() -> None:
    finding = other_bytes(transcript_of(started(), stuck()), P, WANTED, b"", Ending.OPEN, "gbk", verbatim("the reply"))
    assert finding is not None
    assert (finding.kind, finding.line, finding.stuck, english(finding.expected)) == ("stuck", 21, True, "the reply")
    assert "the other side waits for the reply" in english(finding.observed)


@pytest.mark.parametrize(
    ("output", "wanted", "there"),
    [
        ("收到: 你好\n", "你好", True),
        ("", "hello", False),
        ("你", "你好", False),
        (r"b'\xc4\xe3\xba\xc3'", "你好", False),
        ("one\ntwo", "one\ntwo", True),
        ("port 40123.", "40123", True),
        ("('127.0.0.1', 40123)", "40123", True),
        ("140123", "40123", False),
        ("401234", "40123", False),
        ("12", "12", True),
        ("128 12", "12", True),
        ("1.12", "12", True),
        ("abc12def", "12", True),
        ("收到12字节", "12", True),
    ],
)
def test_a_text_is_found_anywhere_in_the_output_but_a_number_only_as_a_whole(
    output: str, wanted: str, there: bool
) -> None:
    assert appears(output, wanted) is there


def test_tracebacks_are_removed_and_other_text_is_kept() -> None:
    first = (
        "Traceback (most recent call last):\n  File \"client.py\", line 1, in <module>\n    eval(x)\nKeyError: 'a'\n"
    )
    second = (
        'Traceback (most recent call last):\n  File "<string>", line 1\n    a b\n      ^\nSyntaxError: invalid syntax'
    )
    between = "\nDuring handling of the above exception, another exception occurred:\n\n"
    assert without_tracebacks(f"before, {first}{between}{second}") == f"before, {between}"
    assert without_tracebacks(f"{first}after\n  that\n") == "after\n  that\n"
    assert without_tracebacks("no traceback at all\n") == "no traceback at all\n"


@pytest.mark.parametrize(
    ("output", "seen"),
    [
        ("", "your program printed nothing"),
        (" \n", "your program printed nothing"),
        ("hello\n", 'your program printed "hello"'),
    ],
)
def test_a_finding_on_missing_output_quotes_the_output(output: str, seen: str) -> None:
    finding = not_printed(
        transcript_of(started(), exited(0)), P, output, TextNotPrinted(Asked.TEXT, "你好"), verbatim("it prints 你好")
    )
    assert (finding.kind, english(finding.expected), english(finding.observed)) == (
        "not_printed",
        "it prints 你好",
        seen,
    )


def test_missing_output_is_explained_by_the_story_of_the_program() -> None:
    finding = not_printed(
        transcript_of(started(), raised()), P, "", TextNotPrinted(Asked.TEXT, "你好"), verbatim("it prints 你好")
    )
    assert finding.kind is FindingKind.RAISED
    assert english(finding.observed).startswith("your program printed nothing; your program ended with OSError")


def test_text_of_the_program_is_shortened_to_one_line() -> None:
    found = story(transcript_of(started(), raised(text="one\ntwo\x1b[31m" + "x" * 5000)), P)
    assert found is not None
    assert len(english(found.text)) < 400
    assert english(found.text).isprintable()


def test_a_finding_on_bytes_keeps_their_first_kilobyte_and_their_size() -> None:
    wanted, got = b"hello" * 1000, b"hello!" * 2000
    found = other_bytes(transcript_of(started()), P, wanted, got, Ending.OPEN, "utf-8")
    assert found is not None
    assert found.about == BytesDiffer(wanted=wanted[:1024], got=got[:1024], wanted_size=5000, got_size=12000)


def test_a_finding_on_missing_output_names_the_expected_text() -> None:
    wanted = TextNotPrinted(Asked.PORT, "52711")
    for event in (exited(0), raised()):
        assert not_printed(transcript_of(started(), event), P, "5 bytes", wanted, verbatim("the port")).about == wanted


@pytest.mark.parametrize(
    ("place", "start"), [(0, 0), (31, 0), (32, 16), (5000, 4984)], ids=["first", "near", "just far", "far"]
)
def test_a_difference_keeps_the_bytes_around_the_first_differing_byte(place: int, start: int) -> None:
    wanted, got = bytes(range(1, 251)) * 40, bytearray(bytes(range(1, 251)) * 40)
    got[place] = 0
    found = difference(wanted, bytes(got), place, "gbk")
    assert found == Difference(
        encoding="gbk",
        place=place,
        start=start,
        wanted=wanted[start : start + 64],
        got=bytes(got[start : start + 64]),
    )


REPLACES_OBSERVATION: dict[str, list[Event]] = {
    "late": [started(), late()],
    "uncompilable": [started(), unloadable("SyntaxError", "invalid syntax")],
    "unimportable": [started(True), unloadable("NameError", "name 'x' is not defined")],
    "import waits": [started(True), stuck()],
    "import ends": [started(True), exited(0)],
    "missing": [started(True), Missing(at=0.1, who=P, step="bind_server", what="nothing")],
    "misreturned": [started(True), LOADED, Misreturned(at=0.5, who=P, step="bind_server", promised="None", came="1")],
}


@pytest.mark.parametrize("name", REPLACES_OBSERVATION)
def test_some_stories_replace_the_observation_of_the_peer(name: str) -> None:
    record = transcript_of(*REPLACES_OBSERVATION[name])
    found, became = (
        unmet(record, P, FindingKind.REFUSED, verbatim("a connection"), verbatim("refused")),
        story(record, P),
    )
    assert became is not None
    assert (found.observed, found.seen) == (became.text, NO_TEXT)
