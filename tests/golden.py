"""Golden texts: the complete reports of some failures, in both languages.

`python -m tests.golden` grades some wrong programs and writes their results (JSON) and reports (text) to
tests/golden/LANG/; the tests draw reports of the recorded results and compare them with the recorded reports. The
results are recorded because two runs never have the same transcript: two processes run at the same time. Ports, times
and folders are replaced by fixed values before a report is drawn, so that its lines wrap in the same places.
"""

import contextlib
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from grader.course import catalogue
from grader.grading import run
from grader.grading.options import GradeOptions
from grader.report.terminal import full_report
from grader.report.terminal.signs import Signs
from grader.result.scorecard import Scorecard
from grader.texts import language
from tests.submitted import REPO, SOLUTIONS

FOLDER = Path(__file__).parent / "golden"
SEED = 7
PORTS = range(15000, 61000)  # the grader's own ports, and the systems' ephemeral ports
FIRST_PORT = 20001  # five digits, as every number in PORTS
MILLISECONDS = re.compile(r"\b\d+( ms| 毫秒)")
CARETS = re.compile(r"^ *\|? *[~^]+ *$\n?", re.MULTILINE)  # Python's marks below a line, which differ between versions

# One failure of each kind, and at least two of each exercise.
CASES = """
01_address/wrong/arrives__address-hard-coded
01_address/wrong/edges__port-1024-well-known
02_create_socket/wrong/conversation__create-dgram-server
02_create_socket/wrong/new_each_call__create-cached
03_bind/wrong/only_there__bind-every-address
03_bind/wrong/reachable__bind-two-args
03_bind/wrong/reachable__syntax-fullwidth
03_bind/wrong/taken__bind-error-swallowed
04_reuse_address/wrong/no_sharing__reuseport-as-fix
04_reuse_address/wrong/restart__reuse-after-bind
05_listen/wrong/answered__listen-no-parens
05_listen/wrong/returns_at_once__listen-waits-for-client
06_accept/wrong/client_address__accept-own-address
06_accept/wrong/conversation__accept-returns-listener
06_accept/wrong/still_listens__accept-listener-closed
07_recv/wrong/bufsize__recv-size-fixed
07_recv/wrong/end__recv-eof-continue
07_recv/wrong/unchanged__recv-twice
08_encode_decode/wrong/reads_gbk__codec-mismatch-loud
08_encode_decode/wrong/sends_gbk__codec-mismatch-silent
09_send/wrong/arrives__send-str
09_send/wrong/gone__oserror-swallowed
10_close/wrong/end_of_stream__close-no-parens
10_close/wrong/refused__close-missing
11_connect/wrong/arrives__connect-two-args
11_connect/wrong/refused__connect-swallowed
12_client/wrong/connects__port-mismatch
12_client/wrong/message__encode-not-assigned
12_client/wrong/message__recv-both-first
12_client/wrong/reply__recv-twice
13_server/wrong/end__close-missing
13_server/wrong/listens__main-guard-nested
13_server/wrong/numbers__recv-len-chars
13_server/wrong/reply__send-on-listener
13_server/wrong/text__recv-on-listener
""".split()


def recorded_file(case: str, lang: str, kind: str = "txt") -> Path:
    """The path of a case's recorded report, or of its result (`json`)."""
    return FOLDER / lang / (case.replace("/wrong/", "__") + f".{kind}")


def grade_program(case: str, lang: str, folder: Path) -> Scorecard:
    """Copy a case's wrong program into a folder, and grade it in a language."""
    (exercise,) = catalogue.choose(catalogue.load(), [case.split("/")[0]])
    (folder / exercise.id).mkdir()
    (folder / exercise.id / exercise.facts.file).write_bytes((SOLUTIONS / f"{case}.py").read_bytes())
    with use_language(lang):
        return run.grade(folder, [exercise], GradeOptions(seed=SEED))


def grade_case(case: str, lang: str) -> Scorecard:
    """The normalized result of a case's wrong program."""
    with tempfile.TemporaryDirectory() as name:
        return normalize(grade_program(case, lang, Path(name)), name)


def draw_report(card: Scorecard, lang: str) -> str:
    """The terminal's report of a result, without trailing spaces."""
    with use_language(lang):
        lines = full_report.lines(card, Signs("utf-8"), details=True)
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)


@contextlib.contextmanager
def use_language(lang: str) -> Iterator[None]:
    """Switch the grader's language inside a `with` block."""
    before = language.current()
    language.choose(lang)
    try:
        yield
    finally:
        language.choose(before)


def normalize(card: Scorecard, folder: str) -> Scorecard:
    """A result with fixed values for everything that differs between runs."""
    known: dict[str, str] = {}

    def port(found: re.Match[str]) -> str:
        if int(found[0]) not in PORTS:
            return found[0]
        return known.setdefault(found[0], str(FIRST_PORT + len(known)))

    def text(given: str) -> str:
        given = CARETS.sub("", given.replace(Path(folder).as_posix(), "exercises"))
        return re.sub(r"(?<!\d)\d{5}(?!\d)", port, MILLISECONDS.sub(r"40\1", given))

    data = _change_texts(msgspec.to_builtins(card, builtin_types=(bytes,)), text)
    data |= {"seconds": 0.1, "notes": [], "python": "3", "platform": "any"}
    for check in data["exercises"][0]["checks"]:
        check["seconds"] = 0.0
        check.pop("messages", None)  # they hold numbers that differ between runs and that text() does not see
        if check["status"] == "passed":
            check |= {"transcript": [], "output": ""}  # no report shows them
    return msgspec.convert(data, Scorecard)


def _change_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _change_texts(each, change) for key, each in value.items()}
    return [_change_texts(each, change) for each in value] if isinstance(value, list) else value


def all_cases() -> list[tuple[str, str]]:
    """Each case in each language."""
    return [(case, lang) for lang in language.LANGUAGES for case in CASES]


def record(case: str, lang: str) -> bool:
    """Grade and record one case. Return whether its report has changed."""
    card = grade_case(case, lang)
    path, text = recorded_file(case, lang), draw_report(card, lang)
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    recorded_file(case, lang, "json").write_bytes(msgspec.json.encode(card) + b"\n")
    return changed


def main() -> None:
    """Record all cases; print the reports that have changed."""
    wanted = all_cases()
    known = {recorded_file(*each, kind) for each in wanted for kind in ("txt", "json")}
    for path in set(FOLDER.glob("*/*")) - known:
        path.unlink()
    with ProcessPoolExecutor() as pool:
        for each, changed in zip(wanted, pool.map(record, *zip(*wanted, strict=True)), strict=True):
            if changed:
                print(recorded_file(*each).relative_to(REPO), file=sys.stderr)


if __name__ == "__main__":
    main()
