"""A program is started by both launchers: its environment, its output, its exit status, its errors."""

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from grader.program.launch import Launcher
from grader.program.process import is_whole
from grader.sandbox import process_tree
from grader.sandbox.limits import Limits
from grader.sandbox.scratch import Scratch
from tests.conftest import FILE, LINUX, Ended, line_of, on_linux, on_posix, order, run, started, text, until

TINY = Limits(file_bytes=1 << 16, output_shown=1000)


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("pass", 0),
        ("raise SystemExit", 0),
        ("import sys\nsys.exit(7)", 7),
        ("import sys\nsys.exit(None)", 0),
        ("import sys\nsys.exit(True)", 1),
        ("import sys\nsys.exit('no port')", 1),
        ("import sys\nsys.exit(('no', 'port'))", 1),
        ("exit(3)", 3),
        ("quit()", 0),
        ("raise ValueError('x')", 1),
        ("import os\nos._exit(9)", 9),
        ("import atexit, os\natexit.register(os._exit, 4)", 4),
        ("import threading, os\nthreading.Thread(target=lambda: os._exit(5)).start()", 5),
    ],
)
def test_the_exit_status_of_the_program_is_returned(launcher: Launcher, source: str, status: int) -> None:
    assert run(launcher, source).status == status


@on_posix
@pytest.mark.parametrize(
    "source", ["import sys\nsys.exit(-1)", "import sys\nsys.exit(256)", "import sys\nsys.exit(511)"]
)
def test_an_exit_status_out_of_range_is_the_same_as_in_plain_python(launcher: Launcher, source: str) -> None:
    plain = subprocess.run([sys.executable, "-c", source], check=False).returncode
    assert run(launcher, source).status == plain


@on_posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGALRM, signal.SIGINT])
def test_the_status_names_the_signal_that_ended_the_program(launcher: Launcher, number: signal.Signals) -> None:
    source = f"""
        import os, signal
        if {int(number)} not in (signal.SIGKILL, signal.SIGSEGV):
            signal.signal({int(number)}, signal.SIG_DFL)
        print("before")
        os.kill(os.getpid(), {int(number)})
    """
    ended = run(launcher, source)
    assert (ended.status, ended.stdout) == (-number, "before\n")


def test_the_text_of_sys_exit_is_printed(launcher: Launcher) -> None:
    assert run(launcher, "import sys\nsys.exit('没有端口')").stderr == "没有端口\n"


def test_chinese_is_printed_in_utf_8_in_every_environment_of_the_grader(
    monkeypatch: pytest.MonkeyPatch, launcher: Launcher
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")
    with Launcher(launcher.portable) as fresh:
        ended = run(fresh, "import sys\nprint('你好')\nprint('小黑', file=sys.stderr)\nprint(sys.stdout.encoding)")
    assert (ended.stdout, ended.stderr) == ("你好\nutf-8\n", "小黑\n")


def test_a_file_with_a_declared_encoding_or_a_bom_runs(launcher: Launcher) -> None:
    with started(launcher, "pass") as before:
        (before.folder / "gbk.py").write_bytes("# coding: gbk\nprint('你好')\n".encode("gbk"))
        (before.folder / "bom.py").write_bytes(b"\xef\xbb\xbfprint('bom')\r\n")
        scratch = Scratch()
        try:
            for name, shown in (("gbk.py", "你好"), ("bom.py", "bom")):
                (scratch.work / name).write_bytes((before.folder / name).read_bytes())
                program = launcher.start(dataclasses.replace(order(), file=name), scratch)
                until(lambda program=program: program.poll() is not None)  # type: ignore[misc]
                assert program.printed("stdout", Limits()).decode().strip() == shown
                program.stop()
        finally:
            scratch.remove()


def test_standard_input_is_open_and_empty(launcher: Launcher) -> None:
    source = """
        import os, sys
        print(repr(sys.stdin.read()), os.read(0, 9), sys.stdin.isatty())
        try:
            input()
        except EOFError:
            print("end of file")
    """
    assert run(launcher, source).stdout == "'' b'' False\nend of file\n"


def test_the_output_of_a_killed_program_is_kept(launcher: Launcher) -> None:
    source = """
        import sys, time
        print("one")
        print("two", file=sys.stderr)
        sys.stdout.buffer.write(b"three\\n")
        sys.stdout.flush()
        time.sleep(60)
    """
    with started(launcher, source) as program:
        until(lambda: program.printed("stdout", Limits()).endswith(b"three\n"))
        program.stop()
        assert program.printed("stdout", Limits()) == b"one\nthree\n"
        assert program.printed("stderr", Limits()) == b"two\n"


def test_the_output_of_a_child_is_kept(launcher: Launcher) -> None:
    source = "import os, subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(5)'])\nos.write(1, b'six\\n')"
    assert run(launcher, source).stdout == "5\nsix\n"


def test_long_output_is_cut_to_its_first_and_last_part(launcher: Launcher) -> None:
    ended = run(launcher, "for n in range(1000):\n    print('line', n)", given=order(limits=TINY))
    first, last = ended.stdout.splitlines()[0], ended.stdout.splitlines()[-1]
    assert (ended.status, first, last) == (0, "line 0", "line 999")
    assert "bytes left out" in ended.stdout
    assert len(ended.stdout) < TINY.output_shown + 100


@on_posix
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_flood_of_output_is_ended_by_the_kernel_and_recognised(launcher: Launcher, stream: str) -> None:
    source = f"import sys\nwhile True:\n    print('x' * 1000, file=sys.{stream})"
    with started(launcher, source, order(limits=TINY)) as program:
        until(lambda: program.poll() is not None)
        assert program.status == -signal.SIGXFSZ
        assert program.flooded(TINY)


def test_a_short_output_is_not_a_flood(launcher: Launcher) -> None:
    with started(launcher, "print('hello')") as program:
        until(lambda: program.poll() is not None)
        assert not program.flooded(Limits())


@on_posix
def test_the_resource_limits_apply(launcher: Launcher) -> None:
    source = """
        import os, resource, socket
        print(*(resource.getrlimit(each)[0] for each in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE,
                                                         resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)))
        try:
            bytearray(1 << 30)
        except MemoryError:
            print("no memory")
        kept = []
        try:
            while True:
                kept.append(socket.socket())
        except OSError as error:
            print("no more files")
    """
    limits = Limits(cpu_seconds=7, memory_bytes=1 << 29, file_bytes=1 << 20, open_files=64)
    printed = run(launcher, source, given=order(limits=limits)).stdout.splitlines()
    assert printed == ["7 536870912 1048576 64 0", "no memory", "no more files"]


@on_posix
def test_an_endless_loop_is_ended_by_the_cpu_limit(own_launcher: Launcher) -> None:
    ended = run(own_launcher, "while True:\n    pass", given=order(limits=Limits(cpu_seconds=1)))
    assert ended.status in (-signal.SIGXCPU, -signal.SIGKILL)


def test_a_program_sees_only_known_environment_variables(monkeypatch: pytest.MonkeyPatch, launcher: Launcher) -> None:
    monkeypatch.setenv("GRADERS_SECRET", "do not show")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-q")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    with Launcher(launcher.portable) as fresh:
        ended = run(fresh, "import os\nprint(*sorted(os.environ))")
    kept = {"PATH", "HOME", "LANG", "TEMP", "TMP", "TMPDIR", "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "LC_CTYPE"}
    assert set(ended.stdout.split()) <= kept


def test_sys_argv_is_the_same_as_in_a_program_started_by_hand(launcher: Launcher) -> None:
    ended = run(launcher, "import sys\nprint(sys.argv, __name__, __file__)", "one", "127.0.0.1:5 6")
    assert ended.stdout.startswith(f"['{FILE}'] __main__ ")
    assert ended.stdout.rstrip().endswith(FILE)


def test_packages_of_the_grader_cannot_be_imported(launcher: Launcher) -> None:
    source = """
        import sys
        print(sys.flags.isolated, sys.flags.no_site, [name for name in sys.path if "packages" in name])
        try:
            import msgspec
        except ImportError:
            print("no such module")
    """
    assert run(launcher, source).stdout == "1 1 []\nno such module\n"


def test_each_program_has_its_own_working_folder(launcher: Launcher) -> None:
    with started(launcher, "import os, sys\nprint(os.getcwd())\nprint(sys.path[-1])") as program:
        until(lambda: program.poll() is not None)
        printed = program.printed("stdout", Limits()).decode().splitlines()
        assert printed == [str(program.folder)] * 2


def test_a_module_beside_the_file_can_be_imported_but_does_not_hide_a_standard_module(launcher: Launcher) -> None:
    source = """
        import pathlib
        pathlib.Path("helper.py").write_text("answer = 42")
        pathlib.Path("colorsys.py").write_text("answer = 0")
        import helper, colorsys
        print(helper.answer, hasattr(colorsys, "answer"))
    """
    assert run(launcher, source).stdout == "42 False\n"


def test_the_order_does_not_appear_in_arguments_or_environment(launcher: Launcher) -> None:
    source = "import time\nprint('here')\ntime.sleep(60)"
    with started(launcher, source, order("a-secret-argument", ports={8989: 12345})) as program:
        until(lambda: program.printed("stdout", Limits()) == b"here\n")
        process = psutil.Process(program.pid)
        for shown in (process.cmdline(), list(process.environ().items())):
            assert "secret" not in str(shown)
            assert "12345" not in str(shown)
            assert FILE not in str(shown)


@on_linux
def test_a_program_inherits_only_its_own_descriptors(launcher: Launcher, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with open(secret, "w") as kept:
        os.set_inheritable(kept.fileno(), True)
        with Launcher(launcher.portable) as fresh:
            source = """
                import os
                for number in range(256):
                    if os.path.lexists(f"/proc/self/fd/{number}"):
                        print(os.readlink(f"/proc/self/fd/{number}"))
            """
            ended = run(fresh, source)
    assert str(secret) not in ended.stdout
    assert ended.stdout.count("socket:") == 1  # its channel


@on_linux
def test_signals_are_handled_as_in_plain_python(launcher: Launcher) -> None:
    source = """
        import signal
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []) or "none blocked")
        for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGALRM):
            print(number, getattr(signal.getsignal(number), "name", signal.getsignal(number) is not None))
    """
    plain = subprocess.run([sys.executable, "-c", text(source)], capture_output=True, text=True, check=True)
    assert run(launcher, source).stdout == plain.stdout


def test_each_program_gets_different_random_numbers(launcher: Launcher) -> None:
    source = "import random, sys, tempfile\nprint(random.random(), hash('text'), sys.flags.hash_randomization)"
    shown = {run(launcher, source).stdout.split()[0] for _ in range(3)}
    assert len(shown) == 3


def test_an_exception_is_reported_with_the_innermost_line_of_the_learner(launcher: Launcher) -> None:
    source = """
        import json

        def read():
            return json.loads("nothing")  # here

        read()
    """
    ended = run(launcher, source)
    ((kind, file, line, said, *_),) = ended.said("raised")
    assert (kind, file, line) == ("JSONDecodeError", FILE, str(line_of(source)))
    assert said.startswith("Expecting value")


@pytest.mark.parametrize("message", ["one\\ttwo", "one\\ntwo", "one\\rtwo", "\\udcff", "二", "", "x" * 10_000])
def test_an_exception_is_reported_with_any_text(launcher: Launcher, message: str) -> None:
    reported = run(launcher, f"raise ValueError('{message}')").said("raised")
    usual = run(launcher, "raise ValueError('usual')").said("raised")
    assert [len(fields) for fields in reported] == [len(usual[0])]
    assert reported[0][:3] == ["ValueError", FILE, "1"]


def test_an_exception_whose_str_raises_is_reported(launcher: Launcher) -> None:
    source = "class Odd(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise Odd"
    assert run(launcher, source).said("raised")[0][:4] == ["Odd", FILE, "4", ""]


@pytest.mark.parametrize(
    "raised",
    [
        "SyntaxError",
        "SyntaxError()",
        "KeyboardInterrupt",
        "GeneratorExit",
        "BaseException",
    ],
)
def test_an_exception_of_any_class_is_reported(launcher: Launcher, raised: str) -> None:
    ended = run(launcher, f"raise {raised}")
    assert (ended.status, ended.said("raised")[0][:4]) == (1, [raised.strip("()"), FILE, "1", ""])


def test_the_printed_traceback_shows_only_the_learners_lines(launcher: Launcher) -> None:
    source = (
        "import socket\ntry:\n    socket.socket().accept()\nexcept OSError as error:\n"
        "    raise ValueError('x') from error"
    )
    shown = run(launcher, source).stderr
    assert shown.count(FILE) == 2
    assert "ValueError: x" in shown
    assert "boot.py" not in shown
    assert "trace.py" not in shown


def test_an_exception_that_ends_only_a_thread_is_reported(launcher: Launcher) -> None:
    source = """
        import socket, threading
        def work():
            socket.socket().accept()  # here
        t = threading.Thread(target=work)
        t.start()
        t.join()
        print("goes on")
    """
    ended = run(launcher, source)
    assert (ended.status, ended.stdout, ended.said("raised")) == (0, "goes on\n", [])
    assert [fields[:3] for fields in ended.said("thread")] == [["OSError", FILE, str(line_of(source))]]
    assert "OSError" in ended.stderr
    assert "trace.py" not in ended.stderr


def test_an_exit_in_a_thread_is_not_an_exception(launcher: Launcher) -> None:
    source = "import sys, threading\nt = threading.Thread(target=sys.exit)\nt.start()\nt.join()"
    ended = run(launcher, source)
    assert (ended.status, ended.said("thread"), ended.stderr) == (0, [], "")


@pytest.mark.parametrize(
    "spoilt",
    [
        "sys.stdout.close()",
        "sys.stdout = None",
        "sys.stderr = None",
        "os.close(1)",
    ],
)
def test_an_exception_after_a_closed_output_is_reported_without_a_second_exception(
    launcher: Launcher, spoilt: str
) -> None:
    ended = run(launcher, f"import os, sys\n{spoilt}\nraise ValueError('x')")
    assert [fields[:4] for fields in ended.said("raised")] == [["ValueError", FILE, "3", "x"]]
    assert "During handling" not in ended.stderr


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("def f(:\n    pass", "SyntaxError", 1),
        ("def f():\npass", "IndentationError", 2),
        ("if 1:\n\tpass\n        pass", "TabError", 3),
        ("x = 1\ny = “2”", "SyntaxError", 2),
        ("x = '\0'", "SyntaxError" if sys.version_info >= (3, 11, 4) else "ValueError", 0),
        ("x = " + "(" * 500, "SyntaxError", 1),
        ("x = " + "-" * 100_000 + "1", "RecursionError", 0),
    ],
)
def test_a_file_that_does_not_compile_is_reported_with_its_line(
    launcher: Launcher, source: str, kind: str, line: int
) -> None:
    ended = run(launcher, source)
    ((reported_kind, file, reported_line, said, *_),) = ended.said("unloadable")
    assert (ended.status, reported_kind.replace("MemoryError", "RecursionError")) == (1, kind)
    assert said or kind == "RecursionError"
    if line:
        assert (file, reported_line) == (FILE, str(line))


HOST = """
    import sys
    from _side_channel import MisreturnedStep, argv
    from program import step
    value = step(*argv)
    if not isinstance(value, int):
        raise MisreturnedStep("step", "int", value)
    sys.exit(value)
"""


def run_hosted(launcher: Launcher, source: str, *argv: str) -> Ended:
    return run(launcher, source, given=order(*argv, host=HOST, steps=("step",)))


def test_a_host_program_runs_the_learners_step(launcher: Launcher) -> None:
    ended = run_hosted(launcher, "def step(text):\n    return len(text)", "seven77")
    assert ended.status == 7
    assert ended.said("loaded") == [[]]


@pytest.mark.parametrize(
    ("source", "word", "fields"),
    [
        ("pass", "missing", ["step", "nothing"]),
        ("step = 5", "missing", ["step", "int"]),
        ("step = None", "missing", ["step", "NoneType"]),
        ("async def step(text):\n    return 1", "missing", ["step", "coroutine function"]),
        ("def step(text):\n    yield 1", "missing", ["step", "generator function"]),
        ("def step(text):\n    return text", "misreturned", ["step", "int", "'x'"]),
        ("import nothing_of_this_name", "unloadable", ["ModuleNotFoundError", FILE, "1"]),
        ("raise ValueError('x')", "unloadable", ["ValueError", FILE, "1", "x"]),
        ("def step(text):\n    raise NotImplementedError", "raised", ["NotImplementedError", FILE, "2", ""]),
        ("def step(text):\n    raise ValueError('x')", "raised", ["ValueError", FILE, "2", "x"]),
        ("def step():\n    return 1", "raised", ["TypeError", "", "0"]),
    ],
)
def test_a_step_that_cannot_be_used_is_reported(launcher: Launcher, source: str, word: str, fields: list[str]) -> None:
    ended = run_hosted(launcher, source, "x")
    assert ended.status == 1
    assert ended.said(word)[0][: len(fields)] == fields


def test_a_missing_step_is_an_error_only_when_it_is_called(launcher: Launcher) -> None:
    host = "from program import step, other\nprint(step())"
    given = order(host=host, steps=("step", "other"))
    ended = run(launcher, "def step():\n    return 5", given=given)
    assert (ended.status, ended.stdout, ended.said("missing")) == (0, "5\n", [])


def test_the_learners_file_does_not_see_the_arguments_of_the_host(launcher: Launcher) -> None:
    source = "import sys\nprint(sys.argv, '_side_channel' in sys.modules)\ndef step(text):\n    return 0"
    assert run_hosted(launcher, source, "a secret").stdout == f"['{FILE}'] False\n"


def test_a_file_that_exits_during_its_import_is_not_loaded(launcher: Launcher) -> None:
    ended = run_hosted(launcher, "import sys\nsys.exit(0)", "x")
    assert (ended.status, ended.said("loaded")) == (0, [])


def test_not_implemented_error_from_a_library_has_another_name(launcher: Launcher) -> None:
    source = "import codecs\ndef step(text):\n    return codecs.Codec().encode(text)"
    kind = run_hosted(launcher, source, "x").said("raised")[0][0]
    assert kind.startswith("NotImplementedError")
    assert kind != "NotImplementedError"


@on_posix
def test_the_lines_of_all_threads_can_be_requested(own_launcher: Launcher) -> None:
    source = "import time\nprint('here')\ntime.sleep(60)"
    with started(own_launcher, source) as program:
        until(lambda: program.printed("stdout", Limits()) == b"here\n")

        def request_lines() -> str:
            program.ask_where()  # right after print(), it may still be at that line
            return program.where()

        until(lambda: f'{program.folder}{os.sep}{FILE}", line 3' in request_lines())


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("", False),
        ("Thread 0x0000 (most recent call first):\n", False),
        ('Thread 0x0000 (most recent call first):\n  File "program.py", line 3 in wait\n', False),
        ('Current thread 0x0000 (most recent call first):\n  File "program.py", line 1 in <modu', False),
        ('Current thread 0x0000 (most recent call first):\n  File "boot.py", line 380 in <module>\n', True),
        ("Current thread 0x0000 (most recent call first):\n  ...\n", True),
    ],
)
def test_an_incomplete_stack_dump_is_recognised(written: str, whole: bool) -> None:
    assert is_whole(written) is whole


def test_without_signals_the_line_is_known_before_the_time_limit() -> None:
    given = order(patience=0.1)
    with Launcher(portable=True) as launcher, started(launcher, "import time\ntime.sleep(60)", given) as program:
        until(lambda: f'{FILE}", line 2' in program.where())


BUSY = """
import sys
sys.setswitchinterval(0.0001)
def deep(frames):
    return frames and deep(frames - 1)
while True:
    (lambda: [each for each in range(9)])()
    deep(120)
"""


def test_a_busy_program_survives_the_writing_of_its_stacks() -> None:
    with Launcher(portable=True) as launcher, started(launcher, BUSY, order(patience=0.004)) as program:
        until(lambda: program.where() != "")
        until(lambda: program.poll() is not None or program.files["where"].stat().st_size > 1 << 20)
        assert program.poll() is None
        assert f'{FILE}", line' in program.where()


def test_the_thread_that_writes_the_stacks_is_not_counted(launcher: Launcher) -> None:
    source = "import threading, time\ntime.sleep(0.1)\nprint(threading.active_count())"
    with started(launcher, source, order(patience=0.1)) as program:
        until(lambda: program.poll() is not None)
        assert (program.status, program.printed("stdout", Limits())) == (0, b"1\n")


def test_two_programs_run_at_the_same_time(launcher: Launcher) -> None:
    with started(launcher, "import time\ntime.sleep(60)") as first, started(launcher, "print('second')") as second:
        until(lambda: second.poll() is not None)
        assert second.printed("stdout", Limits()) == b"second\n"
        assert first.poll() is None
        assert first.pid != second.pid


def test_a_program_leads_its_own_session(launcher: Launcher) -> None:
    with started(launcher, "import time\ntime.sleep(60)") as program:
        assert program.pid is not None
        program_pid = program.pid
        until(lambda: os.getsid(program_pid) != os.getsid(0))
        assert os.getsid(program_pid) != os.getsid(os.getpid())


@on_linux
def test_a_killed_fork_server_is_replaced() -> None:
    with Launcher() as launcher:
        assert run(launcher, "print('one')").stdout == "one\n"
        warm = launcher._fork_server.process
        assert warm is not None
        os.kill(warm.pid, signal.SIGKILL)
        until(lambda: psutil.Process(warm.pid).status() == psutil.STATUS_ZOMBIE)
        assert run(launcher, "print('two')").stdout == "two\n"
        assert launcher._fork_server.process is not None
        assert launcher._fork_server.process.pid != warm.pid
        assert not psutil.pid_exists(warm.pid)


@on_linux
def test_one_fork_server_starts_many_programs() -> None:
    with Launcher() as launcher:
        pids = set()
        for _ in range(3):
            pids.add(run(launcher, "import os\nprint(os.getppid(), os.getpid())").stdout)
        warm = launcher._fork_server.process
        assert warm is not None
        assert warm.poll() is None
    assert {line.split()[0] for line in pids} == {str(os.getpid())}
    assert len(pids) == 3


@on_linux
def test_a_program_does_not_change_the_modules_of_the_fork_server() -> None:
    with Launcher() as launcher:
        run(launcher, "import socket, builtins, colorsys\nsocket.spoilt = builtins.spoilt = 1\nsocket.socket = None")
        source = """
            import socket, builtins, sys
            print(hasattr(socket, "spoilt"), hasattr(builtins, "spoilt"), "colorsys" in sys.modules)
        """
        assert run(launcher, source).stdout == "False False False\n"


def test_a_spare_process_is_started_in_advance_and_used() -> None:
    with Launcher(portable=True) as launcher:
        run(launcher, "pass")
        assert launcher._spare is not None
        spare = launcher._spare[0].pid
        assert run(launcher, "import os\nprint(os.getpid())").stdout == f"{spare}\n"
        assert launcher._spare[0].pid != spare


def test_a_dead_spare_process_is_replaced() -> None:
    with Launcher(portable=True) as launcher:
        run(launcher, "pass")
        assert launcher._spare is not None
        spare = launcher._spare[0]
        spare.kill()
        spare.wait()
        assert run(launcher, "print('alive')").stdout == "alive\n"


def test_both_launchers_give_a_program_the_same_modules_builtins_and_flags() -> None:
    source = """
        import builtins, sys
        print(sorted(set(dir(builtins)) - {"__debug__"}), sys.flags, sys.path[:-1], sys.argv)
        print(sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.getrecursionlimit(), sys.gettrace())
        print(sys.stdout is sys.__stdout__, __builtins__ is builtins, sorted(set(globals()) - {"sys", "builtins"}))
    """
    shown = set()
    for portable in (False, True):
        with Launcher(portable) as launcher:
            ended = run(launcher, source)
            assert ended.status == 0, ended.stderr
            shown.add(ended.stdout)
    assert len(shown) == 1


@on_linux
def test_a_program_ends_when_its_grader_is_killed(tmp_path: Path) -> None:
    source = text("""
        import sys, time
        from tests.conftest import started
        from grader.program.launch import Launcher
        with Launcher() as launcher, started(launcher, "import time; time.sleep(300)") as program:
            print(program.pid, flush=True)
            time.sleep(300)
    """)
    command = [sys.executable, "-c", source]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=environment) as grader:
        assert grader.stdout is not None
        pid = int(grader.stdout.readline())
        below = [each.pid for each in psutil.Process(grader.pid).children(recursive=True)]
        assert pid in below
        grader.kill()
    try:
        until(lambda: not any(_is_alive(each) for each in below), seconds=5)
    finally:
        for each in filter(_is_alive, below):
            with contextlib.suppress(OSError):
                os.kill(each, signal.SIGKILL)
        for each in below:  # this process has adopted them
            with contextlib.suppress(ChildProcessError):
                os.waitpid(each, 0)


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def test_a_closed_launcher_has_no_started_processes(launcher: Launcher) -> None:
    with Launcher(launcher.portable) as fresh:
        before = set(process_tree.STARTED)
        run(fresh, "pass")
    assert before >= process_tree.STARTED
    assert LINUX or launcher.portable


@on_linux
def test_a_process_left_by_an_older_program_is_ended_while_a_newer_one_runs(own_launcher: Launcher) -> None:
    leaves = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            print(os.getpid(), flush=True)
            os.close(0)
            time.sleep(300)
    """
    limits = Limits()
    with started(own_launcher, leaves) as older:
        until(lambda: older.poll() is not None and older.printed("stdout", limits).endswith(b"\n"))
        left = int(older.printed("stdout", limits))
        time.sleep(0.1)  # ten clock ticks, the unit of a process's start time (proc_pid_stat(5))
        with started(own_launcher, "import time\ntime.sleep(300)") as newer:
            own_launcher.sweep()
            assert not _is_alive(left)
            assert newer.poll() is None


def test_a_launcher_removes_the_folders_that_are_left(launcher: Launcher) -> None:
    with Launcher(launcher.portable) as fresh:
        left = Scratch(fresh.home)
        left.put("program.py", b"")
        os.chmod(left.work, 0)
    assert not fresh.home.exists()
    assert not left.root.exists()
