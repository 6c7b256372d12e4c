"""The stronger sandboxes: a program works normally, but sees and reaches only its own files and processes."""

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.harness.lab import LOOPBACK, Unmet
from grader.model.errors import GraderError
from grader.model.events import Stuck
from grader.program.launch import Launcher
from grader.program.observer import ProcObserver
from grader.result.finding import FindingKind
from grader.sandbox import bubblewrap, levels, visible_paths
from grader.sandbox.levels import Level
from grader.sandbox.limits import Limits
from grader.texts.message import verbatim
from tests.conftest import FILE, belongings, lab_of, on_linux, on_posix, run, started, until
from tests.english import english
from tests.submitted import REPO
from tests.test_box import NASTY, nasty

CANARY = "a canary of the grader's"


def needs(level: Level) -> pytest.MarkDecorator:
    """Skip the test, with the reason, on a machine that lacks a level."""
    reason = levels.lacks(level)
    return pytest.mark.skipif(bool(reason), reason=f"{level}: {reason}")


STRONGER = [pytest.param(each, id=each.value, marks=needs(each)) for each in (Level.LANDLOCK, Level.BUBBLEWRAP)]
needs_bubblewrap = needs(Level.BUBBLEWRAP)
needs_landlock = needs(Level.LANDLOCK)


@pytest.fixture(scope="module", params=STRONGER)
def sandboxed(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    with Launcher(level=request.param) as made:
        yield made


@pytest.fixture(scope="module")
def bubblewrap_launcher() -> Iterator[Launcher]:
    with Launcher(level=Level.BUBBLEWRAP) as made:
        yield made


@pytest.fixture(scope="module")
def landlock_launcher() -> Iterator[Launcher]:
    with Launcher(level=Level.LANDLOCK) as made:
        yield made


# It works as without a sandbox -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("pass", 0),
        ("import sys\nsys.exit(7)", 7),
        ("raise ValueError('x')", 1),
        ("import os\nos._exit(9)", 9),
        ("import os\nos.kill(os.getpid(), 9)", -9),
        ("import os\nos.kill(os.getpid(), 15)", -15),
        ("import os\nos.abort()", -6),
    ],
)
def test_a_sandboxed_program_ends_with_its_own_status(sandboxed: Launcher, source: str, status: int) -> None:
    assert run(sandboxed, source).status == status


def test_the_output_of_a_sandboxed_program_is_kept(sandboxed: Launcher) -> None:
    ended = run(sandboxed, "import sys\nprint('out')\nprint('err', file=sys.stderr)")
    assert (ended.stdout, ended.stderr) == ("out\n", "err\n")


def test_the_traceback_of_a_sandboxed_program_shows_only_its_own_frames(sandboxed: Launcher) -> None:
    with lab_of(sandboxed, "def f():\n    raise ValueError('mine')\nf()") as lab:
        lab.start().settle()
        assert re.findall(r'File "(.*)", line (\d+)', lab.output()) == [(FILE, "3"), (FILE, "2")]


def test_a_reference_client_reaches_a_sandboxed_program(sandboxed: Launcher) -> None:
    source = (
        "import socket\ns = socket.create_server(('127.0.0.1', 8989))\nc, _ = s.accept()\nc.sendall(c.recv(99)[::-1])\n"
    )
    with lab_of(sandboxed, source) as lab:
        port = lab.port()
        client = lab.connect(lab.start(ports={8989: port}), LOOPBACK, port)
        client.send(b"hello")
        client.expect(b"olleh")


def test_a_sandboxed_program_reaches_the_reference_server(sandboxed: Launcher) -> None:
    with lab_of(sandboxed, "import socket\nsocket.create_connection(('127.0.0.1', 8081)).sendall(b'hi')") as lab:
        reception = lab.serve()
        run = lab.start(ports={8081: reception.server.port})
        reception.expect_client(run).expect(b"hi")


@pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove it")
def test_a_sandboxed_program_is_proven_stuck_at_its_line(sandboxed: Launcher) -> None:
    source = "import socket\ns = socket.create_server(('127.0.0.1', 8989))\n\ns.accept()"
    with lab_of(sandboxed, source) as lab:
        run = lab.start(ports={8989: lab.port()})
        run.settle()
        (stuck,) = lab.record.all(Stuck)
        assert (stuck.call, stuck.line) == ("accept", 4)


@needs_bubblewrap
@pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove it")
def test_a_program_that_waits_for_its_own_daemon_is_not_stuck(bubblewrap_launcher: Launcher) -> None:
    source = """
        import os, time
        there, here = os.pipe()
        if os.fork() == 0:
            if os.fork():
                os._exit(0)
            time.sleep(0.5)
            os.write(here, b"x")
            os._exit(0)
        os.wait()
        os.read(there, 1)
        print("went on")
    """
    with lab_of(bubblewrap_launcher, source) as lab:
        run = lab.start()
        run.settle()
        assert list(lab.record.all(Stuck)) == []
        assert run.output() == "went on\n"


def test_the_line_of_a_sandboxed_program_can_be_requested(sandboxed: Launcher) -> None:
    with started(sandboxed, "import time\nprint('here')\ntime.sleep(60)") as program:
        until(lambda: program.printed("stdout", Limits()) == b"here\n")
        program.ask_where()
        assert f'{program.folder}{os.sep}{FILE}", line 3' in program.where()


def test_the_files_of_a_sandboxed_program_are_removed_after_its_end(sandboxed: Launcher, temporary: Path) -> None:
    source = """
        import os, tempfile
        with open("beside", "w") as file:
            file.write("x")
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x")
        print(sorted(os.listdir()))
    """
    assert run(sandboxed, source).stdout == f"['beside', '{FILE}']\n"
    assert list(temporary.iterdir()) == []


def test_a_sandboxed_program_can_start_other_programs(sandboxed: Launcher) -> None:
    source = "import subprocess, sys\nprint(subprocess.check_output([sys.executable, '-c', 'print(6 * 7)']))"
    assert run(sandboxed, source).stdout == "b'42\\n'\n"


# It sees and reaches nothing else ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        str(REPO / "solutions" / "12_client" / "client.py"),
        str(REPO / "grader" / "harness" / "lab.py"),
        str(Path(__file__)),
        os.path.expanduser("~"),
        "/proc/1/environ",
        pytest.param(f"/proc/{os.getpid()}/environ", id="the grader's environment"),
        "/etc/passwd",
        "/var/lib",
        "/dev/tty0",
    ],
)
def test_a_sandboxed_program_reads_only_its_own_files(sandboxed: Launcher, path: str) -> None:
    source = f"""
        import os
        try:
            print(os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read(9))
        except OSError as error:
            print("denied")
    """
    shown = run(sandboxed, source).stdout
    assert shown in ("denied\n", "['.pyenv']\n")  # the parents of Python's own folder exist, without other files


@pytest.mark.parametrize("folder", ["/", "/usr", "/etc", "/var/tmp", "/dev", str(REPO), os.path.dirname(os.__file__)])
def test_a_sandboxed_program_writes_only_into_its_own_folders(sandboxed: Launcher, folder: str) -> None:
    source = f"open(os.path.join({folder!r}, 'written'), 'w')"
    ended = run(sandboxed, f"import os\n{source}")
    assert re.search("PermissionError|Read-only file system|FileNotFoundError", ended.stderr), ended.stderr
    assert not os.path.exists(os.path.join(folder, "written"))


def test_a_sandboxed_program_sees_only_known_environment_variables(
    sandboxed: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", CANARY)
    with Launcher(level=sandboxed.level) as fresh:
        ended = run(fresh, "import os\nprint(sorted(os.environ))")
    assert set(eval(ended.stdout)) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "PWD", "TEMP", "TMP", "TMPDIR"}


def test_a_sandboxed_program_cannot_signal_the_grader(sandboxed: Launcher) -> None:
    source = """
        import os, signal
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
            try:
                os.kill(os.getppid(), number)
            except OSError:
                pass
        print("still here")
    """
    assert run(sandboxed, source).stdout == "still here\n"


def test_a_sandboxed_program_has_no_capabilities(sandboxed: Launcher) -> None:
    source = """
        import ctypes, os, socket
        libc = ctypes.CDLL(None, use_errno=True)
        done = []
        try:
            socket.sethostname("x")
            done.append("hostname")
        except OSError:
            pass
        for name, call in {
            "mount": lambda: libc.mount(b"tmpfs", b".", b"tmpfs", 0, None),
            "umount": lambda: libc.umount2(b"/tmp", 2),
            "chroot": lambda: libc.chroot(b"."),
        }.items():
            if call() == 0:
                done.append(name)
        print(done)
    """
    assert run(sandboxed, source).stdout == "[]\n"


@needs_landlock
def test_a_connection_to_a_foreign_port_is_refused(landlock_launcher: Launcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        source = f"""
            import socket
            print(socket.socket().connect_ex(("127.0.0.1", {port})))
            socket.create_connection(("127.0.0.1", {port}))
        """
        ended = run(landlock_launcher, source)
    assert ended.stdout == "111\n"
    assert "ConnectionRefusedError: [Errno 111]" in ended.stderr


@needs_bubblewrap
def test_a_pid_namespace_contains_only_the_program_and_its_init_process(bubblewrap_launcher: Launcher) -> None:
    source = "import os\nprint(os.getpid(), os.getppid(), os.path.exists('/proc/self'))"
    assert run(bubblewrap_launcher, source).stdout == "2 1 False\n"


@needs_bubblewrap
def test_a_program_does_not_see_the_temporary_files_of_an_earlier_program(bubblewrap_launcher: Launcher) -> None:
    source = """
        import os
        for folder in ("/tmp", "/dev/shm"):
            print(os.path.exists(f"{folder}/message"))
            open(f"{folder}/message", "w").close()
    """
    assert run(bubblewrap_launcher, source).stdout == run(bubblewrap_launcher, source).stdout == "False\nFalse\n"


@needs_bubblewrap
@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm"])
def test_temporary_folders_are_limited_in_size(bubblewrap_launcher: Launcher, folder: str) -> None:
    source = f"""
        try:
            for number in range(200):
                with open(f"{folder}/{{number}}", "wb") as file:
                    file.write(bytes(1 << 20))
        except OSError as error:
            print(number < 100, error.strerror)
    """
    assert run(bubblewrap_launcher, source).stdout == "True No space left on device\n"


# How it is ended -----------------------------------------------------------------------------------------------------


def ready_on_stdout(source: str) -> str:
    """A nasty program that reports on standard output that it is ready: its folder is not visible from outside."""
    return source.replace(
        'os.close(os.open(os.path.join(here, "ready"), os.O_CREAT | os.O_WRONLY))', "os.write(1, b'ready')"
    )


@needs_bubblewrap
@pytest.mark.parametrize("name", NASTY)
def test_no_process_or_file_is_left_by_a_program_that(
    bubblewrap_launcher: Launcher, temporary: Path, name: str
) -> None:
    run(bubblewrap_launcher, "pass")
    before = belongings(temporary)
    with lab_of(bubblewrap_launcher, ready_on_stdout(nasty(name)), limits=Limits(file_bytes=1 << 20)) as lab:
        trial = lab.start()
        program = trial.running.program

        def ready() -> bool:
            trial.running.read_trace()
            # If the program itself ends, its namespace may be gone before its children print anything.
            return trial.running.ended or program.printed("stdout", Limits()).startswith(b"ready")

        until(ready)
        init = program.handle.root
        assert init != program.pid
    assert not is_alive(init)
    # Dead processes are listed until the sandbox's init process has reaped them.
    until(lambda: belongings(temporary).processes <= before.processes)
    after = belongings(temporary)
    assert (after.descriptors, after.files) == (before.descriptors, before.files)


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@needs_bubblewrap
def test_a_closed_launcher_leaves_no_process_descriptor_or_file(temporary: Path) -> None:
    before = belongings(temporary)
    with Launcher(level=Level.BUBBLEWRAP) as launcher, lab_of(launcher, "import time\ntime.sleep(300)") as lab:
        for _ in range(3):
            lab.start()
    assert belongings(temporary) == before


@needs_bubblewrap
def test_a_killed_sandbox_is_replaced() -> None:
    with Launcher(level=Level.BUBBLEWRAP) as launcher:
        assert run(launcher, "print('one')").stdout == "one\n"
        assert launcher._fork_server.process is not None
        launcher._fork_server.process.kill()
        launcher._fork_server.process.wait()
        assert run(launcher, "print('two')").stdout == "two\n"


@needs_bubblewrap
def test_a_program_is_not_started_without_its_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "inner", lambda command: ["/bin/false"])
    with Launcher(level=Level.BUBBLEWRAP) as launcher, pytest.raises(GraderError, match="no namespaces"):
        run(launcher, "print('free')")


@on_linux
@pytest.mark.parametrize("level", [pytest.param(Level.LIMITS, id="limits"), *STRONGER])
def test_a_program_that_starts_processes_without_end_is_stopped(level: Level) -> None:
    source = """
        import os, time
        for _ in range(60):
            try:
                if os.fork() == 0:
                    time.sleep(20)
            except OSError:
                pass
        time.sleep(20)
    """
    with Launcher(level=level) as launcher, lab_of(launcher, source, limits=Limits(processes=30)) as lab:
        run = lab.start()
        with pytest.raises(Unmet) as lost:
            run.expect_printed("never", verbatim("it never prints it"))
        if os.getuid() == 0 or level is not Level.BUBBLEWRAP:  # otherwise the kernel refuses further processes
            assert lost.value.finding.kind is FindingKind.FLOODED
            assert "more than 30 at a time" in english(lost.value.finding.observed)


# The levels ----------------------------------------------------------------------------------------------------------


def test_a_missing_bwrap_is_reported_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "the package bubblewrap" in bubblewrap.lacks()


@on_linux
def test_a_bwrap_without_permission_is_reported_with_its_own_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert bubblewrap.lacks() == "bwrap: setting up uid map: Permission denied"


def test_every_machine_has_a_level() -> None:
    assert levels.lacks(Level.LIMITS) == ""
    assert levels.lacks(levels.best()) == ""


def test_the_option_portable_selects_the_level_limits() -> None:
    assert levels.chosen(None, portable=True) is Level.LIMITS


# Visible paths -------------------------------------------------------------------------------------------------------


def test_a_folder_without_hidden_parts_is_visible_as_a_whole(tmp_path: Path) -> None:
    assert visible_paths.without(str(tmp_path), [str(tmp_path.parent / "elsewhere")]) == [str(tmp_path)]


@on_posix
def test_in_a_folder_with_hidden_parts_the_other_entries_are_visible(tmp_path: Path) -> None:
    for name in ("lib/site-packages/grader", "lib/site-packages/other", "lib/json", "bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib" / "os.py").touch()
    (tmp_path / "lib" / "link").symlink_to("json")
    shown = visible_paths.without(str(tmp_path), [str(tmp_path / "lib" / "site-packages")])
    assert shown == [str(tmp_path / name) for name in ("bin", "lib/json", "lib/os.py")]


def test_no_file_of_the_course_is_visible() -> None:
    shown = [path for path in visible_paths.readable() if visible_paths.is_beneath(str(REPO / "grader"), path)]
    assert shown == []
