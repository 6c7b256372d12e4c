"""Golden texts: what a learner reads of a failure, whole, in both languages.

`python -m tests.golden` grades some wrong programs and records their results and reports anew in tests/golden/LANG/; the
tests hold the reports against them. Two runs of one program never have quite the same transcript, for two processes take
turns as they like; so the result is recorded too, and what differs from run to run otherwise (ports, times, folders) is
made the same before the report is drawn, so that every line folds alike.
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
from grader.report.terminal import full_report
from grader.report.terminal.signs import Signs
from grader.result.scorecard import Scorecard
from grader.texts import language
from tests.submitted import REPO, SOLUTIONS

FOLDER = Path(__file__).parent / "golden"
SEED = 7
PORTS = range(15000, 61000)  # the grader's own, and those that systems hand out
FIRST_PORT = 20001  # as wide as any of them
MILLISECONDS = re.compile(r"\b\d+( ms| 毫秒)")
ASIDE = re.compile(r"^ *\|? *[~^]+ *$\n?", re.MULTILINE)  # Python's marks below a line, which differ between versions

# One failure of each kind, and of each exercise two or more.
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


def recorded(case: str, lang: str, kind: str = "txt") -> Path:
    """Where a case's text (or its result, `json`) lies."""
    return FOLDER / lang / (case.replace("/wrong/", "__") + f".{kind}")


def fresh(case: str, lang: str) -> Scorecard:
    """Grade a wrong program, in a language."""
    (exercise,) = catalogue.choose(catalogue.load(), [case.split("/")[0]])
    with spoken(lang), tempfile.TemporaryDirectory() as name:
        folder = Path(name) / exercise.id
        folder.mkdir()
        (folder / exercise.facts.file).write_bytes((SOLUTIONS / f"{case}.py").read_bytes())
        return the_same_each_time(run.grade(Path(name), [exercise], run.Settings(seed=SEED)), name)


def text_of(card: Scorecard, lang: str) -> str:
    """What its learner reads."""
    with spoken(lang):
        lines = full_report.lines(card, Signs("utf-8"), details=True)
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)


@contextlib.contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = language.current()
    language.choose(lang)
    try:
        yield
    finally:
        language.choose(before)


def the_same_each_time(card: Scorecard, folder: str) -> Scorecard:
    """A result without what differs from run to run."""
    known: dict[str, str] = {}

    def port(found: re.Match[str]) -> str:
        if int(found[0]) not in PORTS:
            return found[0]
        return known.setdefault(found[0], str(FIRST_PORT + len(known)))

    def text(given: str) -> str:
        given = ASIDE.sub("", given.replace(Path(folder).as_posix(), "exercises"))
        return re.sub(r"(?<!\d)\d{5}(?!\d)", port, MILLISECONDS.sub(r"40\1", given))

    told = _everywhere(msgspec.to_builtins(card, builtin_types=(bytes,)), text)
    told |= {"seconds": 0.1, "notes": [], "python": "3", "platform": "any"}
    for check in told["exercises"][0]["checks"]:
        check["seconds"] = 0.0
        if check["status"] == "passed":
            check |= {"transcript": [], "output": ""}  # no report shows them
    return msgspec.convert(told, Scorecard)


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _everywhere(each, change) for key, each in value.items()}
    return [_everywhere(each, change) for each in value] if isinstance(value, list) else value


def everything() -> list[tuple[str, str]]:
    """Each case in each language."""
    return [(case, lang) for lang in language.LANGUAGES for case in CASES]


def record(case: str, lang: str) -> bool:
    """Record one case anew; whether its text has changed."""
    card = fresh(case, lang)
    path, text = recorded(case, lang), text_of(card, lang)
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    recorded(case, lang, "json").write_bytes(msgspec.json.encode(card) + b"\n")
    return changed


def main() -> None:
    """Record all of them anew; say which texts have changed."""
    wanted = everything()
    known = {recorded(*each, kind) for each in wanted for kind in ("txt", "json")}
    for path in set(FOLDER.glob("*/*")) - known:
        path.unlink()
    with ProcessPoolExecutor() as pool:
        for each, changed in zip(wanted, pool.map(record, *zip(*wanted, strict=True)), strict=True):
            if changed:
                print(recorded(*each).relative_to(REPO), file=sys.stderr)


if __name__ == "__main__":
    main()
