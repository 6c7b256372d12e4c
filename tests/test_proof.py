"""The rules of the proof, tested without processes; and the observers, which read real processes."""

import contextlib
import functools
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.harness.lab import LOOPBACK
from grader.program import observer
from grader.program.observer import ProcObserver, QuietObserver, read_sample
from grader.program.processor_time import process_of, processor_seconds
from grader.program.proof import Judgement, Verdict, judge, judge_quiet, waiting_tasks, waits_for_ever
from grader.program.samples import Adopted, Process, Queues, Quiet, Sample, Task, any_under_way, parse_status
from grader.program.system_calls import TABLES, SystemCall, Waits, name_endless_wait, parse_system_call
from grader.wire.tcp_queues import parse_row
from tests.conftest import cases, on_linux, until

needs_proof = pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove that a program waits")

TABLE = TABLES["x86_64"]
OWN_TABLE = TABLES.get(platform.machine().lower(), TABLE)
ACCEPT = SystemCall(288, (3, 0, 0, 0x80000, 0, 0))
SLEEP = SystemCall(230, (1, 1, 0, 0, 0, 0))  # clock_nanosleep
SIGINT, SIGUSR1, SIGALRM, SIGVTALRM, SIGPROF = 2, 10, 14, 26, 27


def waiting(number: int = 1, switches: tuple[int, int] = (1, 1), state: str = "S", **masks: int) -> Task:
    """A task that waits for ever in accept(); `masks` as signal numbers."""
    return Task(number, ACCEPT, state, switches, **{name: 1 << (signal - 1) for name, signal in masks.items()})


def process(number: int, *tasks: Task, children: tuple[int, ...] = ()) -> Process:
    return Process(number, tasks, children)


# One sample ---------------------------------------------------------------------------------------------------------

RUNS = Task(1)
SLEEPS = Task(1, SLEEP)
PARENT = process(1, waiting(), children=(2,))
ORPHAN = (Adopted(2, 1),)
OF_ANOTHER_SESSION = (Adopted(2, 9),)

WAIT = {
    "it waits": Sample(1, (process(1, waiting()),)),
    "both of its tasks wait": Sample(1, (process(1, waiting(), waiting(5)),)),
    "it catches Ctrl-C": Sample(1, (process(1, waiting(caught=SIGINT)),)),
    "it blocks a signal that no timer sends": Sample(1, (process(1, waiting(blocked=SIGUSR1)),)),
    "its child waits": Sample(1, (PARENT, process(2, waiting(2)))),
    "its child has ended": Sample(1, (PARENT, Process(2, ended=True))),
    "its orphan waits": Sample(1, (process(1, waiting()), process(2, waiting(2))), ORPHAN),
    "another child of the adopter goes on": Sample(1, (process(1, waiting()), process(2, RUNS)), OF_ANOTHER_SESSION),
    "another child of the adopter was not read": Sample(1, (process(1, waiting()),), OF_ANOTHER_SESSION),
    "a child was adopted just now": Sample(1, (PARENT, process(2, waiting(2))), ORPHAN),
}
GO_ON = {
    "it runs": Sample(1, (process(1, RUNS),)),
    "it sleeps for a limited time": Sample(1, (process(1, SLEEPS),)),
    "it is ready to run": Sample(1, (process(1, waiting(state="R")),)),
    "it waits for a disk": Sample(1, (process(1, waiting(state="D")),)),
    "it is stopped": Sample(1, (process(1, waiting(state="T")),)),
    "its state was not read": Sample(1, (process(1, Task(1, ACCEPT)),)),
    "it catches SIGALRM": Sample(1, (process(1, waiting(caught=SIGALRM)),)),
    "it catches SIGVTALRM": Sample(1, (process(1, waiting(caught=SIGVTALRM)),)),
    "it catches SIGPROF": Sample(1, (process(1, waiting(caught=SIGPROF)),)),
    "it blocks SIGALRM": Sample(1, (process(1, waiting(blocked=SIGALRM)),)),
    "it blocks SIGVTALRM": Sample(1, (process(1, waiting(blocked=SIGVTALRM)),)),
    "it blocks SIGPROF": Sample(1, (process(1, waiting(blocked=SIGPROF)),)),
    "its second task runs": Sample(1, (process(1, waiting(), Task(5)),)),
    "it could not be read": Sample(1, (process(1),)),
    "it has ended": Sample(1, (Process(1, ended=True),)),
    "its child runs": Sample(1, (PARENT, process(2, RUNS))),
    "its child could not be read": Sample(1, (PARENT, process(2))),
    "its child was not read": Sample(1, (PARENT,)),
    "its grandchild sleeps": Sample(1, (PARENT, process(2, waiting(2), children=(3,)), process(3, SLEEPS))),
    "its orphan sleeps": Sample(1, (process(1, waiting()), process(2, SLEEPS)), ORPHAN),
    "its orphan was not read": Sample(1, (process(1, waiting()),), ORPHAN),
    "its orphan's child runs": Sample(
        1, (process(1, waiting()), process(2, waiting(2), children=(3,)), process(3, RUNS)), ORPHAN
    ),
}


@pytest.mark.parametrize("name", cases(WAIT))
def test_a_program_waits_for_ever_when(name: str) -> None:
    assert waiting_tasks(WAIT[name], TABLE)


@pytest.mark.parametrize("name", cases(GO_ON))
def test_a_program_may_go_on_when(name: str) -> None:
    assert waiting_tasks(GO_ON[name], TABLE) is None


# Many samples -------------------------------------------------------------------------------------------------------

ENTRIES: dict[str, Sample | Queues] = {
    "s": Sample(1, (process(1, waiting()),)),
    "t": Sample(1, (process(1, waiting(switches=(2, 1))),)),  # switched out and in again
    "u": Sample(1, (process(1, waiting(switches=(1, 2))),)),  # interrupted
    "r": Sample(1, (process(1, RUNS),)),
    "x": Sample(1, (Process(1, ended=True),)),
    "q": Queues(under_way=False),
    "m": Queues(under_way=True),
}
JUDGED = {
    "": Verdict.NOT_YET,
    "s": Verdict.NOT_YET,
    "ss": Verdict.NOT_YET,
    "sss": Verdict.NOT_YET,
    "ssss": Verdict.READ_QUEUES,
    "ssssq": Verdict.LOOK_AGAIN,
    "ssssqs": Verdict.PROVEN,
    "ssssqt": Verdict.NOT_YET,  # it ran while the queues were read
    "ssssqr": Verdict.NOT_YET,
    "ssssqts": Verdict.NOT_YET,
    "ssssqtttt": Verdict.READ_QUEUES,
    "ssssqss": Verdict.READ_QUEUES,  # each proof must read the queues
    "ssssm": Verdict.NOT_YET,  # bytes are under way
    "ssssms": Verdict.NOT_YET,
    "ssssmss": Verdict.NOT_YET,
    "ssssmsss": Verdict.READ_QUEUES,
    "ssssmsssqs": Verdict.PROVEN,
    "ssst": Verdict.NOT_YET,
    "sssu": Verdict.NOT_YET,
    "ssstttt": Verdict.READ_QUEUES,
    "stststst": Verdict.NOT_YET,
    "sssr": Verdict.NOT_YET,
    "sssrsss": Verdict.NOT_YET,
    "sssrssss": Verdict.READ_QUEUES,
    "rrrrrr": Verdict.NOT_YET,
    "x": Verdict.NEVER,
    "ssssx": Verdict.NEVER,
}


def judged(letters: str) -> Verdict:
    entries = [ENTRIES[letter] for letter in letters]
    return functools.reduce(lambda before, entry: judge(before, entry, TABLE), entries, Judgement()).verdict


@pytest.mark.parametrize("letters", JUDGED)
def test_a_series_of_samples_has_its_verdict(letters: str) -> None:
    assert judged(letters) is JUDGED[letters]


def test_the_number_of_looks_can_be_reduced() -> None:
    one = judge(Judgement(), ENTRIES["s"], TABLE, looks=2)
    assert one.verdict is Verdict.NOT_YET
    assert judge(one, ENTRIES["s"], TABLE, looks=2).verdict is Verdict.READ_QUEUES


Look = tuple[float, float | None, bool]
QUIETS: dict[str, tuple[list[Look], Verdict]] = {
    "no look": ([], Verdict.NOT_YET),
    "one look": ([(0.0, 0.5, True)], Verdict.NOT_YET),
    "quiet for less than a second": ([(0.0, 0.5, True), (0.9, 0.5, True)], Verdict.NOT_YET),
    "quiet for a second": ([(0.0, 0.5, True), (0.4, 0.5, True), (1.0, 0.5, True)], Verdict.PROVEN),
    "it worked meanwhile": ([(0.0, 0.5, True), (0.4, 0.6, True), (1.0, 0.6, True)], Verdict.NOT_YET),
    "quiet after it worked": ([(0.0, 0.5, True), (0.4, 0.6, True), (1.5, 0.6, True)], Verdict.PROVEN),
    "outside every traced call": ([(0.0, 0.5, False), (1.0, 0.5, False)], Verdict.NOT_YET),
    "it left the call meanwhile": ([(0.0, 0.5, True), (0.4, 0.5, False), (1.0, 0.5, True)], Verdict.NOT_YET),
    "its time is not known": ([(0.0, None, True), (1.0, None, True)], Verdict.NOT_YET),
    "its time was not known": ([(0.0, 0.5, True), (0.4, None, True), (1.0, 0.5, True)], Verdict.NOT_YET),
}


@pytest.mark.parametrize("name", QUIETS)
def test_a_series_of_quiet_samples_has_its_verdict(name: str) -> None:
    looks, verdict = QUIETS[name]
    assert judge_quiet([Quiet(*look) for look in looks]) is verdict


# Observers ----------------------------------------------------------------------------------------------------------


class Script:
    """Replaces the system with a list of samples and queues; `steps` records the order in which they are read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, entries: str, every: float = 0.0) -> None:
        self.left = entries
        self.steps = ""
        monkeypatch.setattr(observer, "read_sample", lambda *_: self._read("strux"))
        monkeypatch.setattr("platform.machine", lambda: "x86_64")
        self.observer = ProcObserver(1, 2, set, self._under_way, every=every)

    def _read(self, letters: str) -> Sample | Queues:
        letter, self.left = self.left[0], self.left[1:]
        assert letter in letters
        self.steps += letter
        return ENTRIES[letter]

    def _under_way(self) -> bool:
        return self._read("qm") == Queues(under_way=True)


def test_an_observer_reads_the_queues_and_one_more_sample_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, "ssssqs")
    assert [script.observer.observe() for _ in range(4)] == [Verdict.NOT_YET] * 3 + [Verdict.PROVEN]
    assert script.left == ""


def test_after_bytes_under_way_an_observer_starts_its_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, "ssssmsssmsssqs")
    assert [script.observer.observe() for _ in range(10)] == [Verdict.NOT_YET] * 9 + [Verdict.PROVEN]


def test_an_observer_takes_a_sample_after_it_has_read_the_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, "ssssqt")
    assert [script.observer.observe() for _ in range(4)] == [Verdict.NOT_YET] * 4
    assert script.left == ""


def test_samples_before_forget_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, "sssssss")
    for _ in range(3):
        script.observer.observe()
    script.observer.forget()
    assert [script.observer.observe() for _ in range(3)] == [Verdict.NOT_YET] * 3


def test_an_observer_takes_at_most_one_sample_per_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(monkeypatch, "s", every=1000.0)
    assert [script.observer.observe() for _ in range(9)] == [Verdict.NOT_YET] * 9
    assert script.steps == "s"


@contextlib.contextmanager
def python(source: str, state: str) -> Iterator[int]:
    """The pid of a Python process that has started and has reached a state of psutil."""
    command = [sys.executable, "-I", "-S", "-c", f"print(flush=True); {source}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        until(lambda: psutil.Process(child.pid).status() == state)
        yield child.pid
        child.kill()


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that waits for its input."""
    with python("input()", psutil.STATUS_SLEEPING) as pid:
        yield pid


@pytest.fixture
def worker() -> Iterator[int]:
    """A process that computes."""
    with python("\nwhile True: pass", psutil.STATUS_RUNNING) as pid:
        yield pid


def proc_observer(pid: int, ports: set[int] | None = None) -> ProcObserver:
    return ProcObserver(pid, os.getpid(), lambda: ports or set(), every=0.0)


@needs_proof
def test_a_waiting_process_is_proven_with_the_fourth_look(sleeper: int) -> None:
    proof = proc_observer(sleeper)
    assert [proof.observe() for _ in range(4)] == [Verdict.NOT_YET] * 3 + [Verdict.PROVEN]


@needs_proof
def test_a_computing_process_is_not_proven(worker: int) -> None:
    proof = proc_observer(worker)
    assert {proof.observe() for _ in range(100)} == {Verdict.NOT_YET}


@needs_proof
def test_an_ended_process_is_not_proven() -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "pass"]) as gone:
        pass
    assert proc_observer(gone.pid).observe() is Verdict.NEVER
    quiet = QuietObserver(gone.pid, lambda: True, quiet_for=0.0)
    assert [quiet.observe() for _ in range(3)] == [Verdict.NOT_YET] * 3


@needs_proof
def test_a_sample_contains_the_process_and_its_children() -> None:
    source = 'import subprocess; subprocess.run(["sh", "-c", "read x; true"])'
    with python(source, psutil.STATUS_SLEEPING) as pid:
        until(lambda: [each.name() for each in psutil.Process(pid).children()] == ["sh"])
        (child,) = psutil.Process(pid).children()
        until(lambda: waiting_tasks(read_sample(pid, os.getpid(), OWN_TABLE), OWN_TABLE) is not None)
        sample = read_sample(pid, os.getpid(), OWN_TABLE)
        assert [each.number for each in sample.processes] == [pid, child.pid]
        assert [each.children for each in sample.processes] == [(child.pid,), ()]


@needs_proof
def test_a_sample_contains_the_adopted_processes_with_their_sessions(sleeper: int) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as other:
        until(lambda: os.getsid(other.pid) == other.pid)
        sample = read_sample(sleeper, os.getpid(), OWN_TABLE)
        assert Adopted(other.pid, other.pid) in sample.adopted
        assert sleeper not in [each.number for each in sample.adopted]
        assert [each.number for each in sample.processes] == [sleeper]
        other.kill()


def test_a_quiet_process_is_proven(sleeper: int) -> None:
    proof = QuietObserver(sleeper, lambda: True, quiet_for=0.1)
    until(lambda: proof.observe() is Verdict.PROVEN)


def test_a_quiet_process_outside_a_traced_call_is_not_proven(sleeper: int) -> None:
    proof = QuietObserver(sleeper, lambda: False, quiet_for=0.0)
    assert {proof.observe() for _ in range(9)} == {Verdict.NOT_YET}


def test_forget_restarts_the_quiet_time(sleeper: int) -> None:
    proof = QuietObserver(sleeper, lambda: True, quiet_for=0.0)
    assert proof.observe() is Verdict.NOT_YET
    proof.forget()
    assert proof.observe() is Verdict.NOT_YET
    assert proof.observe() is Verdict.PROVEN


@needs_proof
def test_bytes_under_way_on_one_of_the_ports_prevent_the_proof(sleeper: int) -> None:
    def proven(ports: set[int]) -> bool:
        proof = proc_observer(sleeper, ports)
        return Verdict.PROVEN in [proof.observe() for _ in range(9)]

    with socket.create_server((LOOPBACK, 0)) as listening, socket.create_connection(listening.getsockname()) as client:
        ports = {listening.getsockname()[1]}
        accepted, _ = listening.accept()
        with accepted:
            assert proven(ports)
            client.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    client.send(bytes(1 << 20))
            assert not proven(ports)
            assert proven({1})


def test_the_processor_time_of_a_process_grows(worker: int) -> None:
    process = process_of(worker)
    before = processor_seconds(process)
    assert before is not None
    until(lambda: (processor_seconds(process) or 0.0) > before)


def test_a_missing_process_has_no_processor_time() -> None:
    assert processor_seconds(None) is None


# Texts of the kernel ------------------------------------------------------------------------------------------------


def endless_wait_in(line: str, table: Waits) -> str | None:
    """The name of the endless wait in a line of /proc; None if the call ends by itself."""
    call = parse_system_call(line)
    return None if call is None else name_endless_wait(call, table)


# Lines of /proc/PID/task/TID/syscall. The last two numbers are the stack pointer and the program counter.
END = "0x7ffd2f9b3e58 0x7f1b6c31e0aa"
X86_64 = {
    f"288 0x3 0x7ffd8f0 0x7ffd8ec 0x80000 0x0 0x0 {END}": "accept4",
    f"43 0x3 0x0 0x0 0x0 0x0 0x0 {END}": "accept",
    f"45 0x4 0x55d0a8 0x400 0x0 0x0 0x0 {END}": "recvfrom",
    f"47 0x4 0x55d0a8 0x0 0x0 0x0 0x0 {END}": "recvmsg",
    f"44 0x4 0x55d0a8 0x400 0x0 0x0 0x0 {END}": "sendto",
    f"46 0x4 0x55d0a8 0x0 0x0 0x0 0x0 {END}": "sendmsg",
    f"0 0x5 0x55d0a8 0x400 0x0 0x0 0x0 {END}": "read",
    f"1 0x5 0x55d0a8 0x400 0x0 0x0 0x0 {END}": "write",
    f"7 0x7ffd8f0 0x1 0xffffffff 0x0 0x0 0x0 {END}": "poll",
    f"7 0x7ffd8f0 0x1 0xffffffffffffffff 0x0 0x0 0x0 {END}": "poll",
    f"7 0x7ffd8f0 0x1 0x3e8 0x0 0x0 0x0 {END}": None,
    f"7 0x7ffd8f0 0x1 0x0 0x0 0x0 0x0 {END}": None,
    f"271 0x7ffd8f0 0x1 0x0 0x0 0x8 0x0 {END}": "ppoll",
    f"271 0x7ffd8f0 0x1 0x7ffd900 0x0 0x8 0x0 {END}": None,
    f"23 0x4 0x7ffd8f0 0x7ffd970 0x7ffd9f0 0x0 0x0 {END}": "select",
    f"23 0x4 0x7ffd8f0 0x7ffd970 0x7ffd9f0 0x7ffda70 0x0 {END}": None,
    f"270 0x4 0x7ffd8f0 0x7ffd970 0x7ffd9f0 0x0 0x7ffd8c0 {END}": "pselect6",
    f"270 0x4 0x7ffd8f0 0x7ffd970 0x7ffd9f0 0x7ffd8b0 0x7ffd8c0 {END}": None,
    f"232 0x3 0x55d0a8 0x1fe 0xffffffff 0x0 0x0 {END}": "epoll_wait",
    f"232 0x3 0x55d0a8 0x1fe 0xc8 0x0 0x0 {END}": None,
    f"281 0x3 0x55d0a8 0x1fe 0xffffffff 0x0 0x8 {END}": "epoll_pwait",
    f"441 0x3 0x55d0a8 0x1fe 0x0 0x0 0x8 {END}": "epoll_pwait2",
    f"441 0x3 0x55d0a8 0x1fe 0x7ffd8b0 0x0 0x8 {END}": None,
    f"202 0x55d0a8 0x189 0x0 0x0 0x0 0xffffffff {END}": "futex",
    f"202 0x55d0a8 0x80 0x0 0x0 0x0 0x0 {END}": "futex",
    f"202 0x55d0a8 0x0 0x2 0x0 0x0 0x0 {END}": "futex",
    f"202 0x55d0a8 0x189 0x0 0x7ffd8b0 0x0 0xffffffff {END}": None,
    f"202 0x55d0a8 0x81 0x1 0x0 0x0 0x0 {END}": None,
    f"61 0xffffffff 0x7ffd8b0 0x0 0x0 0x0 0x0 {END}": "wait4",
    f"247 0x1 0x2f1 0x7ffd8b0 0x1000004 0x0 0x0 {END}": "waitid",
    f"34 0x0 0x0 0x0 0x0 0x0 0x0 {END}": "pause",
    f"230 0x1 0x1 0x7ffd8b0 0x0 0x0 0x0 {END}": None,  # clock_nanosleep
    f"42 0x3 0x7ffd8b0 0x10 0x0 0x0 0x0 {END}": None,  # connect ends by itself
    f"74 0x3 0x0 0x0 0x0 0x0 0x0 {END}": None,  # fsync
    "running": None,
    f"-1 {END}": None,
    "": None,
    "288": None,
    "288 0x3": None,
}
AARCH64 = {
    f"242 0x3 0xffffd8f0 0xffffd8ec 0x80000 0x0 0x0 {END}": "accept4",
    f"202 0x3 0x0 0x0 0x0 0x0 0x0 {END}": "accept",
    f"207 0x4 0xaaaad0a8 0x400 0x0 0x0 0x0 {END}": "recvfrom",
    f"212 0x4 0xaaaad0a8 0x0 0x0 0x0 0x0 {END}": "recvmsg",
    f"206 0x4 0xaaaad0a8 0x400 0x0 0x0 0x0 {END}": "sendto",
    f"211 0x4 0xaaaad0a8 0x0 0x0 0x0 0x0 {END}": "sendmsg",
    f"63 0x5 0xaaaad0a8 0x400 0x0 0x0 0x0 {END}": "read",
    f"64 0x5 0xaaaad0a8 0x400 0x0 0x0 0x0 {END}": "write",
    f"73 0xffffd8f0 0x1 0x0 0x0 0x8 0x0 {END}": "ppoll",
    f"73 0xffffd8f0 0x1 0xffffd900 0x0 0x8 0x0 {END}": None,
    f"72 0x4 0xffffd8f0 0xffffd970 0xffffd9f0 0x0 0xffffd8c0 {END}": "pselect6",
    f"72 0x4 0xffffd8f0 0xffffd970 0xffffd9f0 0xffffd8b0 0xffffd8c0 {END}": None,
    f"22 0x3 0xaaaad0a8 0x1fe 0xffffffff 0x0 0x8 {END}": "epoll_pwait",
    f"22 0x3 0xaaaad0a8 0x1fe 0xc8 0x0 0x8 {END}": None,
    f"98 0xaaaad0a8 0x189 0x0 0x0 0x0 0xffffffff {END}": "futex",
    f"98 0xaaaad0a8 0x189 0x0 0xffffd8b0 0x0 0xffffffff {END}": None,
    f"98 0xaaaad0a8 0x81 0x1 0x0 0x0 0x0 {END}": None,
    f"260 0xffffffff 0xffffd8b0 0x0 0x0 0x0 0x0 {END}": "wait4",
    f"95 0x1 0x2f1 0xffffd8b0 0x1000004 0x0 0x0 {END}": "waitid",
    f"115 0x1 0x1 0xffffd8b0 0x0 0x0 0x0 {END}": None,  # clock_nanosleep
    f"203 0x3 0xffffd8b0 0x10 0x0 0x0 0x0 {END}": None,  # connect
    "running": None,
}
LINES = [("x86_64", *item) for item in X86_64.items()] + [("aarch64", *item) for item in AARCH64.items()]


@pytest.mark.parametrize(("machine", "line", "call"), LINES)
def test_a_call_without_a_time_limit_is_known_by_its_number_and_arguments(
    machine: str, line: str, call: str | None
) -> None:
    assert endless_wait_in(line, TABLES[machine]) == call


@on_linux
def test_the_line_of_this_kernel_is_understood(sleeper: int) -> None:
    if not ProcObserver.possible():
        pytest.skip("no table of this machine's system calls")
    table = TABLES[os.uname().machine]
    until(lambda: endless_wait_in(Path(f"/proc/{sleeper}/syscall").read_text(), table) == "read")


STATUS = (
    "Name:\tpython\nState:\t{state} (as words)\nTgid:\t7\nSigBlk:\t{blocked:016x}\nSigIgn:\t0000000001001000\n"
    "SigCgt:\t{caught:016x}\nCapInh:\t0\nvoluntary_ctxt_switches:\t31\nnonvoluntary_ctxt_switches:\t4\n"
)


def test_the_status_of_a_task_is_read() -> None:
    status = STATUS.format(state="S", blocked=1 << 13, caught=3)
    assert parse_status(7, ACCEPT, status) == Task(7, ACCEPT, "S", (31, 4), caught=3, blocked=1 << 13)


@pytest.mark.parametrize(
    ("state", "blocked", "caught", "waits"),
    [
        ("S", 0, 0, True),
        ("S", 0, 1 << (SIGINT - 1), True),
        ("S", 0, 1 << (SIGALRM - 1), False),
        ("S", 1 << (SIGALRM - 1), 0, False),
        ("D", 0, 0, False),
        ("R", 0, 0, False),
    ],
)
def test_the_status_decides_whether_a_task_waits_for_ever(state: str, blocked: int, caught: int, waits: bool) -> None:
    task = parse_status(7, ACCEPT, STATUS.format(state=state, blocked=blocked, caught=caught))
    assert waits_for_ever(task, TABLE) is waits


def test_a_status_without_the_fields_proves_nothing() -> None:
    assert parse_status(7, ACCEPT, "Name:\tpython\n") == Task(7, ACCEPT)


HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"


def row(local: int, remote: int, state: str, queues: str) -> str:
    return f"   0: 0100007F:{local:04X} 0100007F:{remote:04X} {state} {queues} 00:00000000 00000000     0        0 44 1"


@pytest.mark.parametrize(
    ("rows", "under_way"),
    [
        ([], False),
        ([HEAD], False),
        ([row(20000, 0, "0A", "00000000:00000000")], False),  # listening
        ([row(20000, 0, "0A", "00000000:00000003")], False),  # clients wait to be accepted
        ([row(20000, 40000, "01", "00000000:00000000")], False),
        ([row(20000, 40000, "01", "00000005:00000000")], True),
        ([row(40000, 20000, "01", "00000005:00000000")], True),
        ([row(20000, 40000, "01", "00000000:00000005")], False),  # they have arrived and are unread
        ([row(20001, 40000, "01", "00000005:00000000")], False),  # a conversation on another port
        ([row(40000, 20000, "02", "00000001:00000000")], True),
        ([row(40000, 20000, "02", "00000000:00000000")], True),
        ([row(20000, 40000, "03", "00000000:00000000")], True),
        ([row(20000, 40000, "06", "00000000:00000000")], False),  # TIME_WAIT
        ([HEAD, row(1, 2, "01", "00000005:00000000"), row(20000, 40000, "01", "00000005:00000000")], True),
        (["   1: " + "0" * 24 + "01000000:4E20 " + "0" * 24 + "01000000:9C40 01 00000005:00000000 00:0"], True),  # IPv6
        (["nonsense"], False),
    ],
)
def test_bytes_and_handshakes_under_way_are_seen_in_the_kernels_table(rows: list[str], under_way: bool) -> None:
    assert any_under_way(filter(None, map(parse_row, rows)), {20000}) is under_way
