"""Bad input gets one clear line, ends in time and leaves nothing behind; a correct program loses no points by it."""

import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.sourcefile.encodings import encoding_trouble
from grader.sourcefile.merge_markers import first_conflict_marker
from tests.submitted import (
    REPO,
    SOLUTIONS,
    Graded,
    Source,
    cold,
    command,
    grade,
    grade_folder,
    left_in,
    line_of,
    on_linux,
    on_posix,
    processes_of,
    put,
    solution,
    source,
    started,
    unfolded,
)

FILE = "03_bind/bind.py"
SERVER = "13_server/server.py"
SOON = 20.0  # seconds; a blocked program takes seven, and this machine may be busy
RIGHT = "import socket\n\n\ndef bind_server(server, host, port):\n    server.bind((host, port))\n"
GUARD = 'if __name__ == "__main__":'


def assert_ended_well(graded: Graded) -> None:
    """The grading ended without an error of the grader, and left no process and no file."""
    assert graded.status == 0, graded.err
    assert graded.err == ""
    assert graded.left == []
    assert not any(each["own_trouble"] for each in graded.card["exercises"])
    assert str(REPO / "grader") not in graded.out


def assert_one_clear_line(graded: Graded, says: str) -> None:
    """The problem is one line, which the report shows."""
    assert says in graded.problem
    assert graded.problem.isprintable()
    assert unfolded(graded.problem) in unfolded(graded.out)


# A file that cannot be graded ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unreadable:
    """How to create something in place of the learner's file, and a part of the message about it."""

    says: str
    create: Callable[[Path], object]


def unix_socket(path: Path) -> None:
    home = Path.cwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)  # the path of a Unix socket must be short, unix(7)
        try:
            made.bind(path.name)
        finally:
            os.chdir(home)


def linked_folder(path: Path) -> None:
    put(path.parent.parent / "elsewhere", {path.name: RIGHT})
    path.parent.rmdir()
    path.parent.symlink_to("elsewhere")


def sparse(path: Path) -> None:
    path.write_text(RIGHT)
    os.truncate(path, 1 << 30)


UNREADABLE = {
    "a_stub_that_was_deleted": Unreadable("is not there", lambda path: None),
    "a_folder": Unreadable("is a folder", Path.mkdir),
    "a_link": Unreadable("is a link", lambda path: path.symlink_to(SOLUTIONS / FILE)),
    "a_link_to_nothing": Unreadable("is a link", lambda path: path.symlink_to("nothing.py")),
    "a_link_to_itself": Unreadable("is a link", lambda path: path.symlink_to(path.name)),
    "a_link_to_an_endless_device": Unreadable("is a link", lambda path: path.symlink_to("/dev/zero")),
    "a_linked_folder": Unreadable("is a link", linked_folder),
    "a_named_pipe": Unreadable("is not a regular file", lambda path: os.mkfifo(path)),
    "a_unix_socket": Unreadable("is not a regular file", unix_socket),
    "a_huge_file": Unreadable("is larger than", sparse),
    "a_file_one_byte_too_large": Unreadable("is larger than", lambda path: path.write_text(padded((256 << 10) + 1))),
    "utf_16_as_powershell_writes_it": Unreadable("UTF-16", lambda path: path.write_bytes(RIGHT.encode("utf-16"))),
    "utf_16_with_its_bytes_swapped": Unreadable(
        "UTF-16", lambda path: path.write_bytes(b"\xfe\xff" + RIGHT.encode("utf-16-be"))
    ),
    "gbk_without_a_coding_cookie": Unreadable(
        "line 2 is not UTF-8", lambda path: path.write_bytes(f"import socket\n# 绑定\n{RIGHT}".encode("gbk"))
    ),
    "no_text_in_the_encoding_of_its_cookie": Unreadable(
        "line 3 is not GBK", lambda path: path.write_bytes(b"# coding: gbk\n\n# \xff\xff\n" + RIGHT.encode())
    ),
}


def padded(size: int) -> str:
    return RIGHT + "#" * (size - len(RIGHT))


@on_posix
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_graded_is_reported(tmp_path: Path, name: str) -> None:
    case = UNREADABLE[name]
    path = put(tmp_path / "exercises", {"03_bind/README.md": ""}) / FILE
    if name == "a_linked_folder":
        (path.parent / "README.md").unlink()
    case.create(path)
    graded = grade_folder(tmp_path, tmp_path / "exercises", "03")
    assert_ended_well(graded)
    assert_one_clear_line(graded, case.says)
    assert FILE in graded.problem
    assert (graded.card["score"], graded.card["max"], graded.exercise["status"]) == (0, 8, "error")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root can read every file")
def test_a_file_without_read_permission_is_reported(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    (folder / FILE).chmod(0)
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", folder)
    assert (ended.status, ended.left) == (0, [])
    assert unfolded("cannot be read") in unfolded(ended.out)


def test_a_file_instead_of_the_exercises_folder_is_reported(tmp_path: Path) -> None:
    graded = grade(tmp_path, {"03_bind": "no folder"}, "03")
    assert_ended_well(graded)
    assert_one_clear_line(graded, "is not a folder")


def test_an_unreadable_file_costs_points_only_in_its_own_exercise(tmp_path: Path) -> None:
    graded = grade(
        tmp_path, {"03_bind/notes.txt": "", "05_listen/listen.py": solution("05_listen/listen.py")}, "3", "5"
    )
    assert_ended_well(graded)
    assert [each["score"] for each in graded.card["exercises"]] == [0, 8]
    assert [each["status"] for each in graded.card["exercises"]] == ["error", "passed"]


# Unusual but valid files ---------------------------------------------------------------------------------------------

UNUSUAL_BUT_VALID: dict[str, Source] = {
    "gbk_with_a_coding_cookie": f"# -*- coding: gbk -*-\n# 绑定\n{RIGHT}".encode("gbk"),
    "cp936_with_a_coding_cookie": f"# coding=cp936\n# 绑定\n{RIGHT}".encode("gbk"),
    "a_byte_order_mark": b"\xef\xbb\xbf" + RIGHT.encode(),
    "windows_line_ends": RIGHT.replace("\n", "\r\n"),
    "a_mark_windows_line_ends_and_tabs": b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").replace("    ", "\t").encode(),
    "old_line_ends": RIGHT.replace("\n", "\r"),
    "no_line_end_at_all": RIGHT.rstrip("\n"),
    "as_large_as_may_be": padded(256 << 10),
    "a_helper_beside_it": "from helper import *\n",
}


@pytest.mark.parametrize("name", UNUSUAL_BUT_VALID)
def test_an_unusual_but_valid_file_is_graded(tmp_path: Path, name: str) -> None:
    graded = grade(tmp_path, {FILE: UNUSUAL_BUT_VALID[name], "03_bind/helper.py": RIGHT}, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (8, "passed")


# A program that Python does not compile ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wrong:
    """A learner's file, a part of the message about it, and its score.

    The line that the message names carries `# here`, or its number is `at`.
    """

    says: str
    text: Source
    at: int | None = None
    score: int = 0
    file: str = FILE

    @property
    def line(self) -> int | None:
        return self.at or line_of(self.text)


def bad(says: str, text: str, **more: int | str) -> Wrong:
    """A case whose program is indented in this file."""
    return Wrong(says, source(text), **more)  # type: ignore[arg-type]


UNCOMPILABLE = {
    "merge_markers": bad(
        "a merge conflict is not resolved",
        """
        import socket
        <<<<<<< HEAD  # here
        def bind_server(server, host, port):
            server.bind((host, port))
        =======
        >>>>>>> theirs
        """,
    ),
    "a_parenthesis_left_open": bad(
        "'(' was never closed",
        """
        def bind_server(server, host, port):
            server.bind((host, port)  # here
        """,
    ),
    "no_indentation": bad(
        "expected an indented block",
        """
        def bind_server(server, host, port):
        server.bind((host, port))  # here
        """,
    ),
    "tabs_and_spaces": Wrong(
        "inconsistent use of tabs and spaces",
        "def bind_server(server, host, port):\n\tif True:\n        server.bind((host, port))  # here\n",
    ),
    "an_unknown_coding_cookie": Wrong("unknown encoding: klingon", f"# coding: klingon\n{RIGHT}"),
    "zero_bytes": Wrong("null bytes", RIGHT.encode() + b"\0\0\0\n"),
    "utf_16_without_a_mark": Wrong("null bytes", RIGHT.encode("utf-16-le")),
    "nested_too_deeply": Wrong("too many nested parentheses", "x = " + "(" * 5000 + ")" * 5000, at=1),
}
# Full-width characters that a Chinese keyboard types, each at a place where a learner would type it.
FULL_WIDTH = {
    "colon": ("：", "def bind_server(server, host, port)：  # here\n    server.bind((host, port))\n"),
    "comma": ("，", "def bind_server(server, host, port):\n    server.bind((host， port))  # here\n"),
    "parenthesis": ("（", "def bind_server(server, host, port):\n    server.bind（(host, port))  # here\n"),
    "quotation_mark": ("“", "def bind_server(server, host, port):\n    print(“ok”)  # here\n"),
    "single_quotation_mark": ("‘", "def bind_server(server, host, port):\n    print(‘ok’)  # here\n"),
    "stop": ("。", "def bind_server(server, host, port):\n    server。bind((host, port))  # here\n"),
    "enumeration_comma": ("、", "def bind_server(server、 host, port):  # here\n    pass\n"),
    "equals_sign": ("＝", "def bind_server(server, host, port):\n    address ＝ (host, port)  # here\n"),
    "digit": ("１", "BACKLOG = １  # here\n"),
    "semicolon": ("；", "import socket；  # here\n"),
}


@pytest.mark.parametrize("name", UNCOMPILABLE)
def test_a_file_that_does_not_compile_gets_its_line_and_the_reason(tmp_path: Path, name: str) -> None:
    assert_lost(tmp_path, UNCOMPILABLE[name])


@pytest.mark.parametrize("name", FULL_WIDTH)
def test_full_width_punctuation_is_reported_as_full_width(tmp_path: Path, name: str) -> None:
    letter, text = FULL_WIDTH[name]
    graded = assert_lost(tmp_path, Wrong("full-width", text))
    assert letter in graded.problem


def test_a_full_width_space_is_reported_as_full_width(tmp_path: Path) -> None:
    text = "def bind_server(server, host, port):\n\u3000   server.bind((host, port))  # here\n"
    graded = assert_lost(tmp_path, Wrong("full-width", text))
    assert "U+3000" in graded.problem or "space" in graded.problem


SLOWLY = b"-e28h" + b"a" * (200 << 10)  # some codecs need minutes to decode it


@pytest.mark.parametrize("codec", ["punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "hz", "cp037"])
def test_an_encoding_unsuitable_for_source_code_is_refused_before_decoding(codec: str) -> None:
    program = b"# coding: " + codec.encode() + b"\n" + SLOWLY
    began = time.process_time()
    assert f"encoding {codec}, which is not one for programs" in (encoding_trouble(program) or "")
    assert first_conflict_marker(program + b"\n<<<<<<< HEAD\n") is None
    assert time.process_time() - began < 2


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030", "big5", "shift_jis", "euc-kr", "latin-1", "koi8-r", "cp1252", "iso2022_jp"])  # fmt: skip
def test_every_common_source_encoding_is_accepted(codec: str) -> None:
    assert encoding_trouble(b"# coding: " + codec.encode() + b"\nprint('a ~ \\n {}')\n") is None


@pytest.mark.parametrize("codec", ["hex", "rot13", "zlib", "undefined"])
def test_a_coding_cookie_that_names_no_text_encoding_is_the_learners_mistake(tmp_path: Path, codec: str) -> None:
    graded = grade(tmp_path, {FILE: f"# coding: {codec}\n{RIGHT}"}, "03")
    assert_ended_well(graded)
    assert graded.card["score"] == 0
    assert graded.problem


def assert_lost(tmp_path: Path, case: Wrong) -> Graded:
    """The grading ends, the file loses its points, and the message names the reason and the line."""
    graded = grade(tmp_path, {case.file: case.text}, case.file[:2])
    assert_ended_well(graded)
    assert_one_clear_line(graded, case.says)
    assert (graded.card["score"], graded.exercise["status"]) == (case.score, "failed")
    assert graded.lost[0]["line"] == case.line
    if case.line is not None:
        assert f"{Path(case.file).name}:{case.line}" in graded.problem
    return graded


# A missing or wrong step ---------------------------------------------------------------------------------------------

WRONG_STEPS = {
    "an_empty_file": bad("there is no bind_server()", ""),
    "a_file_of_blank_lines": Wrong("there is no bind_server()", "\n\n   \n"),
    "another_name": bad("there is no bind_server()", "def bind(server, host, port): ..."),
    "a_number": bad("bind_server in your file is not a function: its type is int", "bind_server = 5"),
    "a_text": bad("bind_server in your file is not a function: its type is str", 'bind_server = "server.bind"'),
    "fewer_arguments": bad(
        "takes 2 positional arguments but 3 were given", "def bind_server(server, address):\n    server.bind(address)"
    ),
    "more_arguments": bad(
        "missing 1 required positional argument: 'backlog'", "def bind_server(a, b, c, backlog): ..."
    ),
    "returns_nothing": bad(
        "create_tcp_socket() returned None, but it should return a socket",
        "def create_tcp_socket():\n    pass",
        file="02_create_socket/create_socket.py",
    ),
    "returns_the_class": bad(
        "create_tcp_socket() returned <type>, but it should return a socket",
        "import socket\n\n\ndef create_tcp_socket():\n    return socket.socket",
        file="02_create_socket/create_socket.py",
    ),
    "returns_a_list": bad(
        "parse_address() returned <list>, but it should return",
        """
        def parse_address(text):
            return text.split(":")
        def port_kind(port):
            return 5
        """,
        file="01_address/address.py",
    ),
    "returns_one_of_two": bad(
        "accept_client() returned a socket, but it should return (socket, address)",
        "def accept_client(server):\n    return server.accept()[0]",
        file="06_accept/accept.py",
    ),
    "returns_a_text_for_bytes": bad(
        "encode_text() returned '",
        """
        def encode_text(text, encoding="gbk"):
            return text
        def decode_bytes(data, encoding="gbk"):
            return data
        """,
        file="08_encode_decode/codec.py",
    ),
}


@pytest.mark.parametrize("name", WRONG_STEPS)
def test_a_missing_or_wrong_step_is_reported(tmp_path: Path, name: str) -> None:
    assert_lost(tmp_path, WRONG_STEPS[name])


CALLABLE = {
    "a_lambda": "bind_server = lambda server, host, port: server.bind((host, port))\n",
    "a_class": """
        class bind_server:
            def __init__(self, server, host, port):
                server.bind((host, port))
        """,
    "a_partial": """
        import functools
        def bind(add, server, host, port):
            server.bind((host, port + add))
        bind_server = functools.partial(bind, 0)
        """,
    "an_object_with_call": """
        class Binder:
            def __call__(self, server, host, port):
                server.bind((host, port))
        bind_server = Binder()
        """,
    "a_method": """
        class Binder:
            def bind(self, server, host, port):
                server.bind((host, port))
        bind_server = Binder().bind
        """,
    "a_decorated_function": """
        import functools
        @functools.lru_cache
        def bind_server(server, host, port):
            server.bind((host, port))
        """,
    "a_step_that_returns_more_than_it_should": """
        def bind_server(server, host, port):
            server.bind((host, port))
            return server, "bound"
        """,
}


@pytest.mark.parametrize("name", CALLABLE)
def test_any_callable_is_a_step(tmp_path: Path, name: str) -> None:
    graded = grade(tmp_path, {FILE: source(CALLABLE[name])}, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (8, "passed")


@pytest.mark.parametrize("kind", ["async def", "def"])
def test_a_coroutine_or_generator_that_never_runs_earns_nothing(tmp_path: Path, kind: str) -> None:
    text = f"{kind} bind_server(server, host, port):\n    server.bind((host, port))\n    yield\n"
    graded = grade(tmp_path, {FILE: text}, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (0, "failed")


# Code that runs at import --------------------------------------------------------------------------------------------

AT_IMPORT = {
    "waits_for_a_client": bad(
        "waits while it is imported",
        """
        import socket
        def bind_server(server, host, port):
            server.bind((host, port))
        server = socket.socket()
        bind_server(server, "127.0.0.1", 0)
        server.listen()
        server.accept()  # here
        """,
    ),
    "ends_the_program": bad(
        "ended the program while it was imported",
        """
        import sys
        def bind_server(server, host, port):
            server.bind((host, port))
        sys.exit(0)
        """,
    ),
    "raises": bad("cannot be imported at bind.py:2: ZeroDivisionError", "import socket\n1 / 0  # here"),
    "imports_what_is_not_there": bad("No module named 'sokcet'", "import socket\nimport sokcet  # here"),
}


@pytest.mark.parametrize("name", AT_IMPORT)
def test_code_that_fails_at_import_is_reported(tmp_path: Path, name: str) -> None:
    graded = assert_lost(tmp_path, AT_IMPORT[name])
    if "while it" in AT_IMPORT[name].says:
        assert GUARD in graded.problem


def test_for_an_input_call_at_import_the_message_suggests_the_main_guard(tmp_path: Path) -> None:
    graded = assert_lost(tmp_path, bad("bind.py:3", f'{RIGHT.splitlines()[0]}\n\ninput("Enter to start")  # here'))
    assert GUARD in graded.problem


# A program that misbehaves -------------------------------------------------------------------------------------------


def in_step(says: str, *lines: str) -> Wrong:
    """A step of these lines."""
    return Wrong(says, "def bind_server(server, host, port):\n" + "".join(f"    {line}\n" for line in lines))


BADLY_BEHAVED = {
    "prints_without_end": in_step("prints or sends without end", "while True:", '    print("x" * 1000)'),
    "complains_without_end": in_step(
        "prints or sends without end", "import sys", "while True:", '    print("x" * 1000, file=sys.stderr)'
    ),
    "never_ends": in_step("runs round and round", "while True: port += 1  # here"),
    "sleeps_forever": in_step("nothing happened for", "import time", "time.sleep(100_000)  # here"),
    "ignores_every_signal": in_step(
        "your program waits",
        "import signal",
        "for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:",
        "    signal.signal(number, signal.SIG_IGN)",
        "signal.pause()",
    ),
    "ends_at_once": in_step("ended without ever listening", "import sys", "sys.exit(3)"),
    "ends_hard": in_step("ended by itself, exit status 7", "import os", "os._exit(7)"),
    "kills_itself": in_step("ended by signal 9", "import os", "os.kill(os.getpid(), 9)"),
    "breaks_python_itself": in_step("ended by signal", "import ctypes", "ctypes.string_at(0)"),
    "takes_all_memory": in_step("MemoryError", "bytearray(1 << 40)  # here"),
    "calls_itself_forever": in_step("RecursionError", "bind_server(server, host, port)  # here"),
    "closes_every_descriptor": in_step("ended without ever listening", "import os", "os.closerange(0, 256)"),
    "raises_a_text_with_tabs_and_line_ends": in_step(
        "ended with ValueError: one two three at bind.py:2", r'raise ValueError("one\ttwo\nthree")  # here'
    ),
    "raises_in_another_language": in_step("ended with OSError: 地址已被占用", 'raise OSError("地址已被占用")  # here'),
}


@on_posix
@pytest.mark.parametrize("name", BADLY_BEHAVED)
def test_a_program_that_misbehaves_fails_with_a_reason(tmp_path: Path, name: str) -> None:
    assert_lost(tmp_path, BADLY_BEHAVED[name])


WHOLE_PROGRAMS = {
    "an_empty_server": bad("ended without ever listening", "", file=SERVER),
    "a_server_that_ends_at_once": bad("ended by itself, exit status 0", 'print("ready")', file=SERVER),
    "a_server_that_fails_at_once": bad("ended by itself, exit status 1", 'raise SystemExit("sorry")', file=SERVER),
    "a_server_that_binds_and_ends_without_listening": bad(
        "ended without ever listening",
        """
        import socket
        server = socket.socket()
        server.bind(("127.0.0.1", 8989))
        """,
        file=SERVER,
    ),
    "a_server_on_another_port": bad(
        "127.0.0.1:9898",
        solution(SERVER).replace("8989", "9898").replace("accept()", "accept()  # here"),
        file=SERVER,
    ),
    "a_client_that_never_comes": bad("nobody came", 'print("hello")', file="12_client/client.py"),
    "a_client_that_asks_the_keyboard": bad("EOFError", 'input("? ")  # here', file="12_client/client.py"),
}


@pytest.mark.parametrize("name", WHOLE_PROGRAMS)
def test_a_whole_program_that_does_nothing_useful_fails_with_a_reason(tmp_path: Path, name: str) -> None:
    case = WHOLE_PROGRAMS[name]
    graded = grade(tmp_path, {case.file: case.text}, case.file[:2])
    assert_ended_well(graded)
    assert_one_clear_line(graded, case.says)
    assert (graded.card["score"], graded.exercise["status"]) == (0, "failed")
    assert graded.lost[0]["line"] == case.line


# Harmless side effects: they cost no points and leave nothing behind.
HARMLESS = {
    "prints_megabytes": ('print("x" * 3_000_000)',),
    "closes_its_standard_output": ("import sys", "sys.stdout.close()", "sys.stderr.close()"),
    "closes_the_descriptors_of_its_output": ("import os", "os.close(1)", "os.close(2)"),
    "starts_a_child_that_stays": ("import os, signal", "if os.fork() == 0:", "    signal.pause()"),
    "starts_many_children": (
        "import os, signal",
        "for _ in range(12):",
        "    if os.fork() == 0:",
        "        signal.pause()",
    ),
    "leaves_a_daemon_that_ignores_signals": (
        "import os, signal",
        "child = os.fork()",
        "if child == 0:",
        "    os.setsid()",
        "    if os.fork() == 0:",
        "        signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "        signal.signal(signal.SIGHUP, signal.SIG_IGN)",
        "        signal.pause()",
        "    os._exit(0)",
        "os.waitpid(child, 0)",
    ),
    "runs_another_program": (
        "import subprocess, sys",
        'subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])',
    ),
    "writes_files_and_locked_folders": (
        "import os",
        'os.makedirs("deep/er", exist_ok=True)',
        'open("deep/er/file", "w").write("x")',
        'os.chmod("deep", 0)',
        'os.chmod(".", 0)',
    ),
    "writes_temporary_files": ("import tempfile", "tempfile.mkstemp()", "tempfile.mkdtemp()"),
    "goes_to_another_folder": ("import os", 'os.chdir("/")'),
    "changes_its_environment": ("import os", "os.environ.clear()"),
    "ignores_signals": ("import signal", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"),
    "throws_its_modules_away": ("import sys", "sys.modules.clear()"),
}


@on_posix
@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_side_effects_cost_no_points_and_leave_nothing_behind(tmp_path: Path, name: str) -> None:
    graded = grade(tmp_path, {FILE: step_after(*HARMLESS[name])}, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (8, "passed")


def step_after(*lines: str) -> str:
    """The right step, after these lines."""
    return "def bind_server(server, host, port):\n    server.bind((host, port))\n" + "".join(
        f"    {line}\n" for line in lines
    )


@on_posix
def test_the_portable_launcher_also_ends_a_program_in_another_session(tmp_path: Path) -> None:
    lines = (*HARMLESS["leaves_a_daemon_that_ignores_signals"], "raise OSError")
    graded = grade(tmp_path, {FILE: step_after(*lines)}, "03", options=["--portable"])
    assert_ended_well(graded)
    assert graded.card["score"] == 0


def test_a_process_or_file_left_behind_is_found(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    with started(scratch, "schema") as process:
        (scratch / "forgotten").write_text("")
        seen = left_in(scratch)
        process.communicate()
    assert sorted(seen) == sorted([f"{process.pid} {seen[-1].split(' ', 1)[1]}", "forgotten"])


# Not started ---------------------------------------------------------------------------------------------------------

NOT_STARTED = {
    "the_stub_as_it_came": (REPO / "exercises" / FILE).read_text(encoding="utf-8"),
    "a_raise_without_words": "def bind_server(server, host, port):\n    raise NotImplementedError\n",
    "a_raise_in_a_helper": "def rest():\n    raise NotImplementedError\n\n\ndef bind_server(*all):\n    rest()\n",
    "a_raise_at_import": "raise NotImplementedError\n",
    "a_main_part_without_its_guard": "import socket\n\n\ndef bind_server(server, host, port):\n"
    '    raise NotImplementedError("write me")\n\n\nbind_server(socket.socket(), "127.0.0.1", 8989)\n',
}


@pytest.mark.parametrize("name", NOT_STARTED)
def test_a_stub_that_raises_not_implemented_is_not_started(tmp_path: Path, name: str) -> None:
    graded = grade(tmp_path, {FILE: NOT_STARTED[name]}, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (0, "not_started")
    assert "Traceback" not in graded.out


def test_not_implemented_raised_by_a_library_is_a_failure(tmp_path: Path) -> None:
    call = "selectors.BaseSelector.register(None, server, 1)  # here"
    text = f"import selectors\n\n\ndef bind_server(server, host, port):\n    {call}\n"
    assert_lost(tmp_path, Wrong("NotImplementedError", text))


# Files and settings of others ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["socket", "select", "threading", "sys"])
def test_a_file_that_shadows_a_standard_module_is_reported_and_costs_no_points(tmp_path: Path, module: str) -> None:
    text = f"import {module}\n{RIGHT}"
    graded = grade(tmp_path, {FILE: text, f"03_bind/{module}.py": "raise SystemExit('not a module')\n"}, "03")
    assert_ended_well(graded)
    assert graded.card["score"] == 8
    assert [note for note in graded.card["notes"] if f"03_bind/{module}.py" in note and "Rename" in note]
    assert unfolded(f"03_bind/{module}.py") in unfolded(graded.out)


def test_a_folder_that_shadows_a_standard_module_is_reported_and_costs_no_points(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: RIGHT, "03_bind/socket/__init__.py": "1 / 0\n"}, "03")
    assert_ended_well(graded)
    assert graded.card["score"] == 8
    assert "03_bind/socket" in " ".join(graded.card["notes"])


def test_files_named_like_parts_of_the_grader_cost_no_points(tmp_path: Path) -> None:
    names = "_side_channel boot bind_server channel checks conftest exceptions frames order process_setup runner grader hidden host process pytest side_channel trace typing fork_server".split()
    beside = {f"03_bind/{name}.py": "raise SystemExit('not a module')\n" for name in names}
    graded = grade(tmp_path, {FILE: f"import typing\n{RIGHT}", **beside}, "03")
    assert_ended_well(graded)
    assert graded.card["score"] == 8


def test_files_in_the_learners_folder_do_not_configure_the_grader(tmp_path: Path) -> None:
    mark = tmp_path / "was run"
    code = f"open({str(mark)!r}, 'a').write(__file__)\n"
    files: dict[str, Source] = {FILE: RIGHT}
    for place in ("", "03_bind/"):
        for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "noxfile.py", "__init__.py"):
            files[place + name] = code
        files[place + "pytest.ini"] = "[pytest]\naddopts = --collect-only -p no:timeout\n"
        files[place + "tox.ini"] = "[pytest]\naddopts = -k nothing\n"
        files[place + "setup.cfg"] = "[tool:pytest]\naddopts = -k nothing\n"
        files[place + "pyproject.toml"] = '[tool.pytest.ini_options]\naddopts = "-k nothing"\n'
    graded = grade(tmp_path, files, "03")
    assert_ended_well(graded)
    assert (graded.card["score"], graded.exercise["status"]) == (8, "passed")
    folder = tmp_path / "exercises"
    words = ("grade", "03", "--quiet", "--exercises", folder)
    assert [cold(tmp_path / "scratch", *words, cwd=cwd).out for cwd in (folder, folder / "03_bind")] == ["8/8\n"] * 2
    assert not mark.exists()


def test_a_grader_started_in_the_learners_folder_imports_nothing_from_it(tmp_path: Path) -> None:
    mark = tmp_path / "was run"
    code = f"open({str(mark)!r}, 'a').write(__file__)\nraise ImportError('not a module')\n"
    names = ("socket", "select", "threading", "random", "click", "pytest", "rich", "msgspec", "psutil", "json")
    folder = put(tmp_path / "exercises", {FILE: RIGHT} | {f"03_bind/{name}.py": code for name in names})
    words = ("grade", "03", "--exercises", folder, "--quiet")
    ended = cold(tmp_path / "scratch", *words, cwd=folder / "03_bind")
    assert not mark.exists(), f"imported by the grader: {mark.read_text()}"
    assert (ended.status, ended.out, ended.err) == (0, "8/8\n", "")


def test_environment_variables_do_not_change_the_grading(tmp_path: Path) -> None:
    mark = tmp_path / "was run"
    startup = tmp_path / "startup.py"
    startup.write_text(f"open({str(mark)!r}, 'a')\n")
    ended = cold(
        tmp_path / "scratch",
        *("grade", "03", "--quiet", "--exercises", put(tmp_path / "exercises", {FILE: RIGHT})),
        PYTEST_ADDOPTS="--collect-only -k nothing --maxfail=1",
        PYTEST_PLUGINS="no_such_plugin",
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="",
        PYTEST_DEBUG="1",
        PYTHONSTARTUP=str(startup),
        PYTHONOPTIMIZE="2",
        PYTHONHASHSEED="0",
        PYTHONBREAKPOINT="no.such.thing",
    )
    assert (ended.status, ended.out, ended.err, ended.left) == (0, "8/8\n", "", [])
    assert not mark.exists()


def test_the_learners_program_does_not_inherit_pythonpath(tmp_path: Path) -> None:
    elsewhere = put(tmp_path / "elsewhere", {"helper.py": RIGHT, "desk.py": "1 / 0\n", "host.py": "1 / 0\n"})
    path = os.pathsep.join([str(REPO), str(elsewhere)])
    graded = grade(tmp_path, {FILE: "from helper import bind_server  # here\n"}, "03", PYTHONPATH=path)
    assert_ended_well(graded)
    assert_one_clear_line(graded, "No module named 'helper'")
    graded = grade(tmp_path, {FILE: RIGHT}, "03", PYTHONPATH=path)
    assert_ended_well(graded)
    assert graded.card["score"] == 8


def test_the_learners_program_does_not_inherit_secrets(tmp_path: Path) -> None:
    text = "import os\n\n\ndef bind_server(server, host, port):\n    print(sorted(os.environ))\n    raise OSError\n"
    graded = grade(tmp_path, {FILE: text}, "03", GITHUB_TOKEN="a secret", ANSWERS="/solutions")
    printed = graded.lost[0]["output"]
    assert "PATH" in printed
    assert "GITHUB_TOKEN" not in printed
    assert "ANSWERS" not in printed


# The course's ports --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file", "port", "points"), [("12_client/client.py", 8081, 10), (SERVER, 8989, 12)])
def test_a_course_port_in_use_is_reported_and_costs_no_points(
    tmp_path: Path, file: str, port: int, points: int
) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound_here = True
        try:
            holder.bind(("127.0.0.1", port))
            holder.listen()
        except OSError:
            bound_here = False  # another process on this machine holds it, which the note covers too
        graded = grade(tmp_path, {file: solution(file)}, file[:2])
    assert_ended_well(graded)
    assert graded.card["score"] == points
    notes = [note for note in graded.card["notes"] if str(port) in note]
    assert len(notes) == 1
    assert unfolded(notes[0]) in unfolded(graded.out)
    assert not bound_here or str(os.getpid()) in notes[0]


# The end of a grading ------------------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_grading_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    folder = put(tmp_path / "exercises", {FILE: "def bind_server(*all):\n    import time\n    time.sleep(1000)\n"})
    scratch = tmp_path / "scratch"
    # A test run in the background inherits an ignored SIGINT; a command at a terminal does not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with started(scratch, "grade", "03", "--exercises", folder, "--box", "limits") as process:
        signal.signal(signal.SIGINT, before)
        wait_for_program(scratch)
        process.send_signal(number)
        out, err = process.communicate(timeout=SOON)
    assert process.returncode not in (0, 1)
    assert b"Traceback" not in out + err
    wait_for_end(scratch)
    assert left_in(scratch) == []


@on_linux
def test_programs_end_when_the_grader_is_killed(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: "def bind_server(*all):\n    import time\n    time.sleep(1000)\n"})
    scratch = tmp_path / "scratch"
    with started(scratch, "grade", "03", "--exercises", folder, "--box", "limits") as process:
        wait_for_program(scratch)
        process.kill()
        process.communicate()
    wait_for_end(scratch)


def wait_for_end(scratch: Path) -> None:
    """Wait until the killed processes of a command have ended: a signal is sent before its process ends (kill(2))."""
    until = time.monotonic() + SOON
    while left := processes_of(scratch):
        assert time.monotonic() < until, f"still there: {left}"
        time.sleep(0.01)  # the end of a process gives other processes no event


def wait_for_program(scratch: Path) -> None:
    """Wait until the learner's program runs, that is, until its file is in the temporary folder."""
    until = time.monotonic() + SOON
    while not list(scratch.glob("*/*/work/bind.py")) or not list(scratch.glob("*/*/where-*")):
        assert time.monotonic() < until, "no program was started"
        time.sleep(0.01)  # polling needs no file events
