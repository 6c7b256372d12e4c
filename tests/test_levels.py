"""The stronger boxes: a program in one works as ever, and can neither see nor reach what is not its own."""

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
    """Skip, with the reason, where the machine lacks a level."""
    reason = levels.lacks(level)
    return pytest.mark.skipif(bool(reason), reason=f"{level}: {reason}")


STRONGER = [pytest.param(each, id=each.value, marks=needs(each)) for each in (Level.LANDLOCK, Level.BUBBLEWRAP)]
in_room = needs(Level.BUBBLEWRAP)
shut_in = needs(Level.LANDLOCK)


@pytest.fixture(scope="module", params=STRONGER)
def boxed(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    with Launcher(level=request.param) as made:
        yield made


@pytest.fixture(scope="module")
def rooms() -> Iterator[Launcher]:
    with Launcher(level=Level.BUBBLEWRAP) as made:
        yield made


@pytest.fixture(scope="module")
def landlocked() -> Iterator[Launcher]:
    with Launcher(level=Level.LANDLOCK) as made:
        yield made


# It works as ever --------------------------------------------------------------------------------------------------


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
def test_a_boxed_program_ends_with_its_own_status(boxed: Launcher, source: str, status: int) -> None:
    assert run(boxed, source).status == status


def test_what_a_boxed_program_prints_is_kept(boxed: Launcher) -> None:
    ended = run(boxed, "import sys\nprint('out')\nprint('err', file=sys.stderr)")
    assert (ended.stdout, ended.stderr) == ("out\n", "err\n")


def test_a_boxed_programs_traceback_shows_its_own_frames_only(boxed: Launcher) -> None:
    with lab_of(boxed, "def f():\n    raise ValueError('mine')\nf()") as lab:
        lab.start().settle()
        assert re.findall(r'File "(.*)", line (\d+)', lab.output()) == [(FILE, "3"), (FILE, "2")]


def test_a_boxed_program_talks_to_the_reference_side(boxed: Launcher) -> None:
    source = (
        "import socket\ns = socket.create_server(('127.0.0.1', 8989))\nc, _ = s.accept()\nc.sendall(c.recv(99)[::-1])\n"
    )
    with lab_of(boxed, source) as lab:
        port = lab.port()
        client = lab.connect(lab.start(ports={8989: port}), LOOPBACK, port)
        client.send(b"hello")
        client.expect(b"olleh")


def test_a_boxed_program_reaches_the_reference_server(boxed: Launcher) -> None:
    with lab_of(boxed, "import socket\nsocket.create_connection(('127.0.0.1', 8081)).sendall(b'hi')") as lab:
        reception = lab.serve()
        run = lab.start(ports={8081: reception.server.port})
        reception.expect_client(run).expect(b"hi")


@pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove it")
def test_a_boxed_program_that_is_stuck_is_proven_stuck_at_its_line(boxed: Launcher) -> None:
    source = "import socket\ns = socket.create_server(('127.0.0.1', 8989))\n\ns.accept()"
    with lab_of(boxed, source) as lab:
        run = lab.start(ports={8989: lab.port()})
        run.settle()
        (stuck,) = lab.record.all(Stuck)
        assert (stuck.call, stuck.line) == ("accept", 4)


@in_room
@pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove it")
def test_a_program_that_waits_for_its_own_daemon_is_not_stuck(rooms: Launcher) -> None:
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
    with lab_of(rooms, source) as lab:
        run = lab.start()
        run.settle()
        assert list(lab.record.all(Stuck)) == []
        assert run.output() == "went on\n"


def test_where_a_boxed_program_is_can_be_asked(boxed: Launcher) -> None:
    with started(boxed, "import time\nprint('here')\ntime.sleep(60)") as program:
        until(lambda: program.printed("stdout", Limits()) == b"here\n")
        program.ask_where()
        assert f'{program.folder}{os.sep}{FILE}", line 3' in program.where()


def test_a_boxed_program_has_files_and_temporary_files_that_go_with_it(boxed: Launcher, temporary: Path) -> None:
    source = """
        import os, tempfile
        with open("beside", "w") as file:
            file.write("x")
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x")
        print(sorted(os.listdir()))
    """
    assert run(boxed, source).stdout == f"['beside', '{FILE}']\n"
    assert list(temporary.iterdir()) == []


def test_a_boxed_program_can_start_other_programs(boxed: Launcher) -> None:
    source = "import subprocess, sys\nprint(subprocess.check_output([sys.executable, '-c', 'print(6 * 7)']))"
    assert run(boxed, source).stdout == "b'42\\n'\n"


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
def test_a_boxed_program_reads_nothing_that_is_not_its_own(boxed: Launcher, path: str) -> None:
    source = f"""
        import os
        try:
            print(os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read(9))
        except OSError as error:
            print("denied")
    """
    shown = run(boxed, source).stdout
    assert shown in ("denied\n", "['.pyenv']\n")  # a folder in which Python itself lies is there, with that alone


@pytest.mark.parametrize("folder", ["/", "/usr", "/etc", "/var/tmp", "/dev", str(REPO), os.path.dirname(os.__file__)])
def test_a_boxed_program_writes_nowhere_else(boxed: Launcher, folder: str) -> None:
    source = f"open(os.path.join({folder!r}, 'written'), 'w')"
    ended = run(boxed, f"import os\n{source}")
    assert re.search("PermissionError|Read-only file system|FileNotFoundError", ended.stderr), ended.stderr
    assert not os.path.exists(os.path.join(folder, "written"))


def test_a_boxed_program_finds_no_secret_in_its_environment(boxed: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", CANARY)
    with Launcher(level=boxed.level) as fresh:
        ended = run(fresh, "import os\nprint(sorted(os.environ))")
    assert set(eval(ended.stdout)) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "PWD", "TEMP", "TMP", "TMPDIR"}


def test_a_boxed_program_cannot_signal_the_grader(boxed: Launcher) -> None:
    source = """
        import os, signal
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
            try:
                os.kill(os.getppid(), number)
            except OSError:
                pass
        print("still here")
    """
    assert run(boxed, source).stdout == "still here\n"


def test_a_boxed_program_has_no_powers(boxed: Launcher) -> None:
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
    assert run(boxed, source).stdout == "[]\n"


@shut_in
def test_a_port_that_is_not_its_own_is_as_if_nobody_listened(landlocked: Launcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        source = f"""
            import socket
            print(socket.socket().connect_ex(("127.0.0.1", {port})))
            socket.create_connection(("127.0.0.1", {port}))
        """
        ended = run(landlocked, source)
    assert ended.stdout == "111\n"
    assert "ConnectionRefusedError: [Errno 111]" in ended.stderr


@in_room
def test_a_room_holds_the_program_and_its_keeper_alone(rooms: Launcher) -> None:
    source = "import os\nprint(os.getpid(), os.getppid(), os.path.exists('/proc/self'))"
    assert run(rooms, source).stdout == "2 1 False\n"


@in_room
def test_a_message_for_the_next_program_does_not_arrive(rooms: Launcher) -> None:
    source = """
        import os
        for folder in ("/tmp", "/dev/shm"):
            print(os.path.exists(f"{folder}/message"))
            open(f"{folder}/message", "w").close()
    """
    assert run(rooms, source).stdout == run(rooms, source).stdout == "False\nFalse\n"


@in_room
@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm"])
def test_a_room_is_soon_full_and_the_disk_is_not(rooms: Launcher, folder: str) -> None:
    source = f"""
        try:
            for number in range(200):
                with open(f"{folder}/{{number}}", "wb") as file:
                    file.write(bytes(1 << 20))
        except OSError as error:
            print(number < 100, error.strerror)
    """
    assert run(rooms, source).stdout == "True No space left on device\n"


# How it is ended -----------------------------------------------------------------------------------------------------


def heard(source: str) -> str:
    """A nasty program that says on its standard output that it is ready: nobody sees its folder."""
    return source.replace(
        'os.close(os.open(os.path.join(here, "ready"), os.O_CREAT | os.O_WRONLY))', "os.write(1, b'ready')"
    )


@in_room
@pytest.mark.parametrize("name", NASTY)
def test_nothing_is_left_in_the_room_of_a_program_that(rooms: Launcher, temporary: Path, name: str) -> None:
    run(rooms, "pass")
    before = belongings(temporary)
    with lab_of(rooms, heard(nasty(name)), limits=Limits(file_bytes=1 << 20)) as lab:
        trial = lab.start()
        program = trial.running.program

        def ready() -> bool:
            trial.running.hear()
            # Where the program itself ends, its room may be gone before its children say anything.
            return trial.running.ended or program.printed("stdout", Limits()).startswith(b"ready")

        until(ready)
        init = program.handle.root
        assert init != program.pid
    assert not is_alive(init)
    # The dead are still listed until the first process of the box has reaped them.
    until(lambda: belongings(temporary).processes <= before.processes)
    after = belongings(temporary)
    assert (after.descriptors, after.files) == (before.descriptors, before.files)


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@in_room
def test_nothing_is_left_of_a_launcher_of_rooms(temporary: Path) -> None:
    before = belongings(temporary)
    with Launcher(level=Level.BUBBLEWRAP) as launcher, lab_of(launcher, "import time\ntime.sleep(300)") as lab:
        for _ in range(3):
            lab.start()
    assert belongings(temporary) == before


@in_room
def test_a_box_that_is_gone_is_made_anew() -> None:
    with Launcher(level=Level.BUBBLEWRAP) as launcher:
        assert run(launcher, "print('one')").stdout == "one\n"
        assert launcher._fork_server.process is not None
        launcher._fork_server.process.kill()
        launcher._fork_server.process.wait()
        assert run(launcher, "print('two')").stdout == "two\n"


@in_room
def test_without_a_box_no_program_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
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
        if os.getuid() == 0 or level is not Level.BUBBLEWRAP:  # else the kernel lets it start no more
            assert lost.value.finding.kind is FindingKind.FLOODED
            assert "more than 30 at a time" in english(lost.value.finding.observed)


# The levels ----------------------------------------------------------------------------------------------------------


def test_a_missing_bwrap_is_told_with_the_package_that_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "the package bubblewrap" in bubblewrap.lacks()


@on_linux
def test_a_bwrap_that_may_not_make_a_box_is_told_in_its_own_words(
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


def test_the_order_to_use_every_systems_ways_alone_means_the_level_that_every_system_has() -> None:
    assert levels.chosen(None, portable=True) is Level.LIMITS


# What may be seen ----------------------------------------------------------------------------------------------------


def test_a_folder_without_anything_hidden_is_shown_whole(tmp_path: Path) -> None:
    assert visible_paths.without(str(tmp_path), [str(tmp_path.parent / "elsewhere")]) == [str(tmp_path)]


@on_posix
def test_a_folder_with_something_hidden_is_shown_piece_by_piece(tmp_path: Path) -> None:
    for name in ("lib/site-packages/grader", "lib/site-packages/other", "lib/json", "bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib" / "os.py").touch()
    (tmp_path / "lib" / "link").symlink_to("json")
    shown = visible_paths.without(str(tmp_path), [str(tmp_path / "lib" / "site-packages")])
    assert shown == [str(tmp_path / name) for name in ("bin", "lib/json", "lib/os.py")]


def test_nothing_of_the_course_may_be_seen() -> None:
    shown = [path for path in visible_paths.readable() if visible_paths.is_beneath(str(REPO / "grader"), path)]
    assert shown == []
