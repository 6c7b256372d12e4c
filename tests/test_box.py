"""After a program ends, none of its processes, sockets or files are left."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.harness.started_program import StartedProgram
from grader.model.errors import GraderError
from grader.program.launch import Launcher
from grader.sandbox import process_tree
from grader.sandbox.limits import Limits, clean_environment
from grader.sandbox.scratch import Scratch
from tests.conftest import belongings, lab_of, on_linux, on_posix, order, run, started, until

# Programs that leave something behind or resist being killed; each calls `ready()` when it has done so.
NASTY = {
    "ends at once": "ready()",
    "hangs": """
        ready()
        time.sleep(300)
    """,
    "computes without end": """
        ready()
        while True:
            pass
    """,
    "listens forever": """
        s = socket.create_server(("127.0.0.1", 0))
        ready()
        s.accept()
    """,
    "ignores every signal it can": """
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        ready()
        while True:
            time.sleep(300)
    """,
    "blocks every signal it can": """
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
        ready()
        time.sleep(300)
    """,
    "stops itself": """
        ready()
        os.kill(os.getpid(), signal.SIGSTOP)
    """,
    "closes every descriptor": """
        ready()
        os.closerange(0, 256)
        while True:
            time.sleep(300)
    """,
    "leaves a forked child": """
        if os.fork() == 0:
            ready()
            time.sleep(300)
    """,
    "leaves a child in a session of its own": """
        if os.fork() == 0:
            os.setsid()
            ready()
            time.sleep(300)
        time.sleep(0.05)
    """,
    "becomes a daemon": """
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            os.chdir("/")
            ready()
            os.closerange(0, 256)
            time.sleep(300)
    """,
    "waits for a daemon": """
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            ready()
            time.sleep(300)
        time.sleep(300)
    """,
    "starts another program": """
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
        ready()
    """,
    "starts another program and waits": """
        p = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
        ready()
        p.wait()
    """,
    "starts a shell in the background": """
        os.system("sleep 300 & sleep 300 &")
        ready()
    """,
    "uses a pool of processes": """
        import multiprocessing
        for _ in range(3):
            multiprocessing.Process(target=time.sleep, args=(300,)).start()
        ready()
    """,
    "leaves children that left children": """
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                for _ in range(3):
                    if os.fork() == 0:
                        os.setpgid(0, 0)
                        time.sleep(300)
                ready()
                time.sleep(300)
        time.sleep(0.05)
    """,
    "leaves children that end only with their parent": """
        for _ in range(5):
            if os.fork() == 0:
                os.setsid()
                break
        ready()
        while True:
            time.sleep(300)
    """,
    "passes its listening socket on": """
        s = socket.create_server(("127.0.0.1", 0))
        if os.fork() == 0:
            os.setsid()
            ready()
            s.accept()
        s.close()
        time.sleep(0.05)
    """,
    "floods its output": """
        ready()
        while True:
            print("x" * 10_000)
    """,
    "takes many sockets": """
        kept = []
        try:
            while True:
                kept.append(socket.socket())
        except OSError:
            pass
        kept.pop().close()
        kept.pop().close()
        ready()
        time.sleep(300)
    """,
    "is killed": """
        ready()
        os.kill(os.getpid(), signal.SIGKILL)
    """,
    "kills its own group": """
        if os.fork() == 0:
            os.setsid()
            time.sleep(300)
        ready()
        os.killpg(0, signal.SIGKILL)
    """,
}

START = """
import os, signal, socket, subprocess, sys, time
here = os.getcwd()
def ready():
    os.close(os.open(os.path.join(here, "ready"), os.O_CREAT | os.O_WRONLY))
"""


def nasty(name: str) -> str:
    """The program of a case of NASTY."""
    body = NASTY[name]
    lines = body.splitlines()
    return START + "\n".join(line[8:] if line.startswith("        ") else line for line in lines)


def wait_for_file(program: StartedProgram, path: Path) -> None:
    """Wait until a file exists, and read the program's trace meanwhile."""

    def there() -> bool:
        program.running.read_trace()
        return path.exists()

    until(there)


def processes_using(folder: Path) -> list[int]:
    """The processes of this machine that run in a folder or have a file of it open."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        with contextlib.suppress(OSError):  # it ended, or belongs to another user
            links = [f"/proc/{name}/cwd", *(f"/proc/{name}/fd/{number}" for number in os.listdir(f"/proc/{name}/fd"))]
            if any(os.readlink(link).startswith(str(folder)) for link in links):
                found.append(int(name))
    return found


@on_linux
@pytest.mark.parametrize("name", NASTY)
def test_nothing_is_left_of_a_program_that(launcher: Launcher, temporary: Path, name: str) -> None:
    run(launcher, "pass")  # so that the warm interpreter and the spare process exist
    before = belongings(temporary)
    with lab_of(launcher, nasty(name), limits=Limits(file_bytes=1 << 20)) as lab:
        program = lab.start()
        folder = program.running.program.folder
        wait_for_file(program, folder / "ready")
    after = belongings(temporary)
    spares = set() if launcher._spare is None else {launcher._spare[0].pid}
    assert after.processes - spares <= before.processes
    assert len(after.descriptors) == len(before.descriptors)
    assert after.files == before.files
    assert processes_using(folder) == []


@on_linux
def test_nothing_is_left_of_a_launcher(temporary: Path) -> None:
    before = belongings(temporary)
    for portable in (False, True):
        with Launcher(portable) as launcher, lab_of(launcher, "import time\ntime.sleep(300)") as lab:
            for _ in range(3):
                lab.start()
    assert belongings(temporary) == before


@on_linux
def test_nothing_is_left_when_a_check_raises(launcher: Launcher, temporary: Path) -> None:
    run(launcher, "pass")
    before = belongings(temporary)

    def broken() -> None:
        with lab_of(launcher, nasty("becomes a daemon")) as lab:
            program = lab.start()
            until(lambda: (program.running.program.folder / "ready").exists())
            lab.serve()
            lab.side_channel()
            raise RuntimeError("a bug in a check")

    with pytest.raises(RuntimeError, match="a bug in a check"):
        broken()
    after = belongings(temporary)
    assert (after.files, len(after.descriptors), len(after.processes)) == (
        before.files,
        len(before.descriptors),
        len(before.processes),
    )


@on_posix
@pytest.mark.parametrize("delay", [0.0, 0.001, 0.003, 0.006, 0.01, 0.02])
def test_a_program_can_be_stopped_at_any_moment(launcher: Launcher, delay: float) -> None:
    with started(launcher, "import time\ntime.sleep(300)") as program:
        end = time.monotonic() + delay
        while time.monotonic() < end:
            program.read_lines()
        program.stop()
        assert program.pid is not None
        assert program.status is not None
        assert not psutil.pid_exists(program.pid)


def test_a_program_may_be_stopped_twice(launcher: Launcher) -> None:
    with started(launcher, "pass") as program:
        program.stop()
        status = program.status
        program.stop()
        assert program.status == status


@on_linux
def test_a_daemon_that_forks_continually_is_killed(own_launcher: Launcher) -> None:
    source = START + (
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    ready()\n"
        "    for _ in range(3000):\n"
        "        if os.fork():\n"
        "            os._exit(0)\n"
        "        os.setsid()\n"
        "    open('escaped', 'w').close()\n"
    )
    with started(own_launcher, source) as program:
        until(lambda: (program.folder / "ready").exists())
        program.stop()
        own_launcher.sweep()
        assert processes_using(program.folder) == []
        assert not (program.folder / "escaped").exists()


@on_linux
def test_orphans_are_adopted_and_reaped(own_launcher: Launcher) -> None:
    before = set(process_tree.children_of(os.getpid()))
    with started(own_launcher, nasty("becomes a daemon")) as program:
        until(lambda: program.poll() is not None)
        until(lambda: (program.folder / "ready").exists())
        orphans = [pid for pid in process_tree.children_of(os.getpid()) if pid not in process_tree.STARTED | before]
        assert orphans
        own_launcher.sweep()
        assert not any(psutil.pid_exists(pid) for pid in orphans)


@on_linux
def test_orphans_of_an_earlier_program_are_killed_with_the_orphans_of_a_later_program(own_launcher: Launcher) -> None:
    before = set(process_tree.children_of(os.getpid()))
    with started(own_launcher, nasty("becomes a daemon")) as first:
        until(lambda: first.poll() is not None)
        until(lambda: (first.folder / "ready").exists())
        orphans = set(process_tree.children_of(os.getpid())) - process_tree.STARTED - before
        assert orphans
        settled = process_tree.now()
        until(lambda: process_tree.now() - settled > 0.1)  # the kernel records a start time in hundredths of a second
        with started(own_launcher, "pass") as second:
            until(lambda: second.poll() is not None)
        assert not any(psutil.pid_exists(pid) for pid in orphans)


@on_linux
def test_children_started_by_other_code_in_this_process_are_not_killed(own_launcher: Launcher) -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as other:
        own_launcher.sweep()
        assert other.poll() is None
        other.communicate()
    assert other.returncode == 1


def test_a_process_that_has_ended_has_no_descendants() -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "pass"]) as gone:
        pass
    assert process_tree.descendants(gone.pid) == []
    assert process_tree.children_of(gone.pid) == []
    process_tree.kill_tree(gone.pid)


def test_the_children_of_a_process_are_found() -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in process_tree.children_of(os.getpid())
        assert child.pid in [each.pid for each in process_tree.descendants(os.getpid())]
        child.communicate()


@pytest.fixture
def scratch(temporary: Path) -> Iterator[Scratch]:
    """A scratch folder in its own temporary folder."""
    assert list(temporary.iterdir()) == []
    made = Scratch()
    yield made
    if made.root.exists():
        made.remove()


def test_a_scratch_folder_is_private(scratch: Scratch) -> None:
    assert scratch.work.is_dir()
    if os.name == "posix":
        assert scratch.root.stat().st_mode & 0o077 == 0


def test_a_scratch_folder_is_removed_with_its_contents(scratch: Scratch, temporary: Path) -> None:
    deep = scratch.work / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    scratch.remove()
    assert list(temporary.iterdir()) == []


@on_posix
def test_a_scratch_folder_without_permissions_is_removed(scratch: Scratch, temporary: Path) -> None:
    locked = scratch.work / "locked"
    locked.mkdir()
    (locked / "file").write_text("x")
    (locked / "file").chmod(0)
    locked.chmod(0)
    scratch.work.chmod(0)
    scratch.remove()
    assert list(temporary.iterdir()) == []


@on_posix
def test_a_link_in_a_scratch_folder_is_removed_but_not_followed(scratch: Scratch, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x")
    (scratch.work / "to_folder").symlink_to(precious)
    (scratch.work / "to_file").symlink_to(precious / "file")
    (scratch.work / "to_nothing").symlink_to(tmp_path / "nothing")
    os.mkfifo(scratch.work / "pipe")
    scratch.remove()
    assert (precious / "file").read_text() == "x"
    assert not scratch.root.exists()


@on_linux
def test_folders_of_any_depth_are_removed(scratch: Scratch, temporary: Path) -> None:
    source = "import os\nfor _ in range(1000):\n    os.mkdir('deeper')\n    os.chdir('deeper')\n"
    subprocess.run([sys.executable, "-I", "-S", "-c", source], cwd=scratch.work, check=True)
    try:
        scratch.remove()
        left = list(temporary.iterdir())
    except RecursionError:
        left = [scratch.root]
    finally:
        subprocess.run(["rm", "-rf", str(scratch.root)], check=True)
    assert left == []


def test_the_limits_have_the_names_of_the_system() -> None:
    known = Limits(cpu_seconds=3, memory_bytes=1 << 30, file_bytes=5, open_files=7).for_resource()
    if os.name != "posix":
        assert known == []
        return
    import resource

    assert dict(known) == {
        "RLIMIT_CPU": 3,
        "RLIMIT_AS": 1 << 30,
        "RLIMIT_FSIZE": 5,
        "RLIMIT_NOFILE": 7,
        "RLIMIT_CORE": 0,
    }
    assert all(hasattr(resource, name) for name, _ in known)


def test_the_environment_keeps_only_what_a_program_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setenv("GRADERS_SECRET", "x")
    kept = clean_environment()
    assert kept["PATH"] == "/bin"
    assert kept["LANG"] == "C.UTF-8"
    assert "GRADERS_SECRET" not in kept


@on_linux
def test_processes_that_cannot_be_killed_are_a_grader_error(
    own_launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(own_launcher, nasty("becomes a daemon")) as program:
        until(lambda: (program.folder / "ready").exists())
        with monkeypatch.context() as powerless:
            powerless.setattr(process_tree, "kill_tree", lambda pid: None)
            powerless.setattr(process_tree, "_END_WITHIN", 0.05)
            with pytest.raises(GraderError, match="cannot be ended"):
                process_tree.kill_orphans(0.0)


def test_the_temporary_files_of_a_program_are_removed_with_its_folder(launcher: Launcher, temporary: Path) -> None:
    ended = run(launcher, "import tempfile\nprint(tempfile.mkstemp()[1], tempfile.mkdtemp())")
    assert len(ended.stdout.split()) == 2
    assert all(name.startswith(str(temporary)) for name in ended.stdout.split())
    assert list(temporary.iterdir()) == []


@on_posix
def test_a_program_that_ignores_sigxfsz_does_not_fill_the_disk(launcher: Launcher) -> None:
    source = """
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        while True:
            try:
                print("x" * 1000)
            except OSError:
                pass
    """
    tiny = Limits(file_bytes=1 << 16)
    with started(launcher, source, order(limits=tiny)) as program:
        until(lambda: program.flooded(tiny))
        program.stop()
        assert program.files["stdout"].stat().st_size <= tiny.file_bytes
        assert program.status == -signal.SIGKILL
