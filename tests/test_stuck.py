"""The proof that a program is stuck: always where it is, and never where it is not."""

import contextlib
import dataclasses
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.harness.lab import LOOPBACK, Lab
from grader.harness.loop import Outcome, Patience
from grader.model import transcript
from grader.program.launch import Launcher
from grader.program.proof import (
    _TABLES,
    LOOKS,
    Proof,
    QuietProof,
    catches_alarms,
    on_its_way,
    processor_seconds,
    waits_for_ever,
)
from tests.conftest import cases, lab_of, line_of, on_linux, until

needs_proof = pytest.mark.skipif(not Proof.possible(), reason="this system cannot prove it")
WITHIN = 1.5  # seconds; the deadline behind the proof is twice as long

SERVER = """
    import socket
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 8989))
    listening.listen()
"""


def server(body: str) -> str:
    """A server on the course's port that goes on with `body`."""
    indented = "\n".join(f"    {line}" for line in body.strip("\n").splitlines())
    return f"{SERVER}{indented}\n"


@dataclasses.dataclass(frozen=True)
class Stuck:
    """A program that waits for ever at its line `# here`, in a traced call or in none."""

    source: str
    call: str = ""
    clients: int = 0


STUCK = {
    "accept": Stuck(server("listening.accept()  # here"), "accept"),
    "accept again": Stuck(server("conn, _ = listening.accept()\nlistening.accept()  # here"), "accept", clients=1),
    "recv": Stuck(server("conn, _ = listening.accept()\nconn.recv(1024)  # here"), "recv", clients=1),
    "recv_into": Stuck(
        server("conn, _ = listening.accept()\nconn.recv_into(bytearray(9))  # here"), "recv_into", clients=1
    ),
    "makefile": Stuck(
        server('conn, _ = listening.accept()\nconn.makefile("rb").readline()  # here'), "recv_into", clients=1
    ),
    "os.read": Stuck(
        server("import os\nconn, _ = listening.accept()\nos.read(conn.fileno(), 9)  # here"), "", clients=1
    ),
    "a step deeper": Stuck(
        server("conn, _ = listening.accept()\ndef hear():\n    return conn.recv(9)  # here\nhear()"), "recv", clients=1
    ),
    "select": Stuck(server("import select\nselect.select([listening], [], [])  # here")),
    "poll": Stuck(server("import select\np = select.poll()\np.register(listening)\np.poll()  # here")),
    "poll of less than nothing": Stuck(
        server("import select\np = select.poll()\np.register(listening)\np.poll(-1)  # here")
    ),
    "epoll": Stuck(server("import select\np = select.epoll()\np.register(listening)\np.poll()  # here")),
    "selectors": Stuck(
        server(
            "import selectors\ns = selectors.DefaultSelector()\ns.register(listening, selectors.EVENT_READ)\n"
            "s.select()  # here"
        )
    ),
    "a lock taken twice": Stuck("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()  # here"),
    "two locks crosswise": Stuck(
        "import threading\na, b = threading.Lock(), threading.Lock()\nmeet = threading.Barrier(2)\n"
        "def other():\n    with b:\n        meet.wait()\n        with a:\n            pass\n"
        "t = threading.Thread(target=other)\nt.start()\nwith a:\n    meet.wait()\n    with b:  # here\n        pass"
    ),
    "a join of a thread that receives": Stuck(
        server(
            "import threading\nconn, _ = listening.accept()\ndef hear():\n    conn.recv(9)  # here\n"
            "t = threading.Thread(target=hear)\nt.start()\nt.join()"
        ),
        "recv",
        clients=1,
    ),
    "a thread that nobody joins": Stuck(
        server("import threading\nthreading.Thread(target=lambda: listening.accept()).start()  # here"), "accept"
    ),
    "many threads": Stuck(
        server(
            "import threading\ngo = threading.Event()\nts = [threading.Thread(target=go.wait) for _ in range(9)]\n"
            "for t in ts: t.start()\nlistening.accept()  # here"
        ),
        "accept",
    ),
    "an event that nobody sets": Stuck("import threading\nthreading.Event().wait()  # here"),
    "a queue that nobody fills": Stuck("import queue\nqueue.SimpleQueue().get()  # here"),
    "a pipe that nobody writes to": Stuck("import os\nr, w = os.pipe()\nos.read(r, 1)  # here"),
    "pause": Stuck("import signal\nsignal.pause()  # here"),
    "asyncio": Stuck(
        server(
            "import asyncio\nasync def main():\n    server = await asyncio.start_server(print, sock=listening)\n"
            "    await server.serve_forever()\nasyncio.run(main())  # here"
        )
    ),
    "a child that waits": Stuck(
        "import subprocess, sys\nsubprocess.run([sys.executable, '-I', '-S', '-c', "
        "'import socket; s = socket.socket(); s.listen(); s.accept()'])  # here"
    ),
    "a forked child that waits": Stuck(
        server("import os\npid = os.fork()\nif pid == 0:\n    listening.accept()\nos.waitpid(pid, 0)  # here")
    ),
    "beside a child that has ended": Stuck(
        server("import os\nif os.fork() == 0:\n    os._exit(0)\nlistening.accept()  # here"), "accept"
    ),
}


def settled(lab: Lab, source: str, clients: int = 0) -> tuple[Outcome, float]:
    """Start a program, let so many clients come, and wait until it has ended or will not go on; the seconds of that."""
    port = lab.port()
    run = lab.start(ports={8989: port})
    for _ in range(clients):
        lab.connect(run, LOOPBACK, port)
    began = time.monotonic()
    return run.settle(), time.monotonic() - began


@needs_proof
@pytest.mark.parametrize("name", cases(STUCK))
def test_it_is_proven_at_the_right_line(own_launcher: Launcher, name: str) -> None:
    stuck = STUCK[name]
    with lab_of(own_launcher, stuck.source) as lab:
        outcome, seconds = settled(lab, stuck.source, stuck.clients)
        event = lab.record.last(transcript.Stuck)
        assert outcome is Outcome.STUCK
        assert event is not None
        assert (event.line, event.call) == (line_of(stuck.source), stuck.call)
        assert seconds < WITHIN


# Each of these ends by itself with exit status 0 if nobody says that it is stuck.
ALIVE = {
    "it sleeps": "import time\ntime.sleep(0.2)",
    "it sleeps a little again and again": "import time\nfor _ in range(100):\n    time.sleep(0.002)",
    "it computes": "import time\nend = time.monotonic() + 0.2\nwhile time.monotonic() < end:\n    pass",
    "it computes in a child": (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', "
        "'import time; end = time.monotonic() + 0.2\\nwhile time.monotonic() < end: pass'], check=True)"
    ),
    "a child sleeps": "import subprocess\nsubprocess.run(['sleep', '0.2'], check=True)",
    "a grandchild sleeps": "import subprocess\nsubprocess.run('sleep 0.2; true', shell=True, check=True)",
    "accept has a time limit": server(
        "listening.settimeout(0.2)\ntry:\n    listening.accept()\nexcept TimeoutError:\n    pass"
    ),
    "the kernel has a time limit": server(
        "import struct\nlistening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 200_000))\n"
        "try:\n    listening.accept()\nexcept BlockingIOError:\n    pass"
    ),
    "select has a time limit": server("import select\nselect.select([listening], [], [], 0.2)"),
    "poll has a time limit": server("import select\np = select.poll()\np.register(listening)\np.poll(200)"),
    "epoll has a time limit": server("import select\np = select.epoll()\np.register(listening)\np.poll(0.2)"),
    "a lock has a time limit": "import threading\nthreading.Lock().acquire(timeout=0.2)\nthreading.Event().wait(0.2)",
    "a queue has a time limit": (
        "import queue\ntry:\n    queue.SimpleQueue().get(timeout=0.2)\nexcept queue.Empty:\n    pass"
    ),
    "asyncio has a time limit": server(
        "import asyncio\nasync def main():\n    listening.setblocking(False)\n    try:\n"
        "        await asyncio.wait_for(asyncio.get_running_loop().sock_accept(listening), 0.2)\n"
        "    except TimeoutError:\n        pass\nasyncio.run(main())"
    ),
    "an alarm will wake it": server(
        "import signal\nclass Enough(Exception): pass\ndef wake(*_): raise Enough\n"
        "signal.signal(signal.SIGALRM, wake)\nsignal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "try:\n    listening.accept()\nexcept Enough:\n    pass"
    ),
    "it waits for the signal of an alarm": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.2)\nsignal.sigwait([signal.SIGALRM])"
    ),
    "it waits for a process that left it": (
        "import subprocess\nsubprocess.run('sleep 0.2 &', shell=True, check=True, stdout=subprocess.PIPE)"
    ),
    "a timer thread will wake it": (
        "import threading\ndone = threading.Event()\nthreading.Timer(0.2, done.set).start()\ndone.wait()"
    ),
    "a thread works while another joins it": (
        "import threading, time\ndef work():\n    end = time.monotonic() + 0.2\n    while time.monotonic() < end:\n"
        "        pass\nt = threading.Thread(target=work)\nt.start()\nt.join()"
    ),
    "threads hand the turn to each other": (
        "import threading, time\na, b = threading.Semaphore(0), threading.Semaphore(0)\nend = time.monotonic() + 0.2\n"
        "def other():\n    while a.acquire() and time.monotonic() < end:\n        b.release()\n    b.release()\n"
        "t = threading.Thread(target=other)\nt.start()\nwhile time.monotonic() < end:\n"
        "    a.release()\n    b.acquire()\na.release()\nt.join()"
    ),
    "it talks to itself": server(
        "import threading, time\nend = time.monotonic() + 0.2\ndef echo():\n    conn, _ = listening.accept()\n"
        "    while data := conn.recv(9):\n        conn.sendall(data)\nt = threading.Thread(target=echo)\nt.start()\n"
        "with socket.create_connection(('127.0.0.1', 8989)) as client:\n    while time.monotonic() < end:\n"
        "        client.sendall(b'x')\n        client.recv(9)\nt.join()"
    ),
    "it talks through a pipe to a child": (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import sys, time\\nfor line in sys.stdin:"
        '\\n    time.sleep(0.02)\\n    print(line, end="", flush=True)\'],'
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "for _ in range(8):\n    child.stdin.write(b'x\\n')\n    child.stdin.flush()\n    child.stdout.readline()\n"
        "child.stdin.close()\nchild.wait()"
    ),
    "it writes a large file": (
        "import os\nfor _ in range(20):\n    with open('large', 'wb') as file:\n        file.write(bytes(1 << 20))\n"
        "        os.fsync(file.fileno())"
    ),
    "it imports much": "import asyncio, email, http.server, json, logging, sqlite3, unittest, xml.dom.minidom",
}


@needs_proof
@pytest.mark.parametrize(
    "name",
    cases(ALIVE),
)
def test_nobody_is_called_stuck_when(own_launcher: Launcher, name: str) -> None:
    with lab_of(own_launcher, ALIVE[name]) as lab:
        outcome, _seconds = settled(lab, ALIVE[name])
        assert outcome is Outcome.MET
        assert lab.runs[0].running.program.status == 0, lab.output()


@needs_proof
def test_fifty_quick_conversations_raise_no_alarm(own_launcher: Launcher) -> None:
    source = server(
        "while True:\n    conn, _ = listening.accept()\n    with conn:\n        while data := conn.recv(9):\n"
        "            conn.sendall(data.upper())  # here"
    )
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        for number in range(50):
            client = lab.connect(run, LOOPBACK, port)
            for _ in range(3):
                client.send(b"ping%03d" % number)
                client.expect(b"PING%03d" % number)
            client.close()
        assert not any(lab.record.all(transcript.Stuck))
        assert run.settle() is Outcome.STUCK


@needs_proof
def test_a_sender_whose_reader_never_reads_is_late_and_not_proven_stuck(own_launcher: Launcher) -> None:
    source = server("conn, _ = listening.accept()\nconn.sendall(bytes(50 << 20))  # here")
    with lab_of(own_launcher, source, patience=Patience(silence=0.4)) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        run.until_listening(port)
        client = lab.knock(run, LOOPBACK, port)
        client.connection.paused = True
        client.expect_connected()
        assert run.settle() is Outcome.LATE
        late = lab.record.last(transcript.Late)
        assert late is not None
        assert (late.line, late.busy) == (line_of(source), False)


@needs_proof
def test_a_sender_whose_reader_reads_slowly_is_no_stuck_program(own_launcher: Launcher) -> None:
    source = server("conn, _ = listening.accept()\nconn.sendall(bytes(3 << 20))\nconn.close()")
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port, receive_buffer=4096)
        client.read_slowly(3 << 20, 256 << 10, 0.02, 0.05)
        client.expect(bytes(3 << 20))
        client.expect_end()
        assert not any(lab.record.all(transcript.Stuck))


@needs_proof
def test_a_program_that_stopped_itself_is_late_and_ended(own_launcher: Launcher) -> None:
    source = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
    with lab_of(own_launcher, source, patience=Patience(silence=0.2)) as lab:
        assert settled(lab, source)[0] is Outcome.LATE


def test_without_the_proof_the_second_way_finds_it_stuck_at_the_right_line() -> None:
    stuck = STUCK["recv"]
    with Launcher(portable=True) as launcher, lab_of(launcher, stuck.source) as lab:
        outcome, seconds = settled(lab, stuck.source, stuck.clients)
        event = lab.record.last(transcript.Stuck)
        assert outcome is Outcome.STUCK
        assert event is not None
        assert (event.line, event.call) == (line_of(stuck.source), "recv")
        assert seconds < 2.0


def test_without_the_proof_a_program_with_a_time_limit_is_never_stuck() -> None:
    source = server("listening.settimeout(1.3)\ntry:\n    listening.accept()\nexcept TimeoutError:\n    pass")
    with Launcher(portable=True) as launcher, lab_of(launcher, source) as lab:
        assert settled(lab, source)[0] is Outcome.MET


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that waits for its input."""
    command = [sys.executable, "-I", "-S", "-c", "print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        proof = QuietProof(child.pid, lambda: True, quiet_for=0.05)
        until(proof.look)  # its start is over
        yield child.pid
        child.communicate(b"\n")


@pytest.fixture
def worker() -> Iterator[int]:
    """A process that computes."""
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "while True: pass"]) as child:
        yield child.pid
        child.kill()


def looks(proof: Proof | QuietProof, seconds: float) -> bool:
    """Whether looking for so long ends in a proof."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if proof.look():
            return True
        time.sleep(0.001)
    return False


def test_a_quiet_process_is_found_quiet(sleeper: int) -> None:
    assert looks(QuietProof(sleeper, lambda: True, quiet_for=0.1), 5.0)


def test_a_quiet_process_that_waits_in_no_known_call_is_not_proven(sleeper: int) -> None:
    assert not looks(QuietProof(sleeper, lambda: False, quiet_for=0.05), 0.2)


def test_a_process_is_quiet_only_after_so_many_seconds(sleeper: int) -> None:
    proof = QuietProof(sleeper, lambda: True, quiet_for=60.0)
    assert not looks(proof, 0.1)


def test_what_was_seen_before_a_restart_proves_nothing(sleeper: int) -> None:
    proof = QuietProof(sleeper, lambda: True, quiet_for=0.0)
    assert not proof.look()
    proof.restart()
    assert not proof.look()
    assert proof.look()


def test_a_process_that_computes_is_not_quiet(worker: int) -> None:
    assert not looks(QuietProof(worker, lambda: True, quiet_for=0.2), 0.6)


@needs_proof
def test_a_process_that_waits_is_proven_within_a_few_looks(sleeper: int) -> None:
    began = time.monotonic()
    assert looks(Proof(sleeper, set), 5.0)
    assert time.monotonic() - began < WITHIN


@needs_proof
def test_one_look_is_no_proof(sleeper: int) -> None:
    proof = Proof(sleeper, set)
    seen: list[bool] = []
    while not any(seen):
        before = time.monotonic()
        seen.append(proof.look())
        until(lambda before=before: time.monotonic() - before > 0.006)  # type: ignore[misc]
    assert len(seen) >= LOOKS


@needs_proof
def test_a_proof_begins_anew_after_a_restart(sleeper: int) -> None:
    proof = Proof(sleeper, set)
    for _ in range(LOOKS * 3):
        before = time.monotonic()
        assert not proof.look()
        proof.restart()
        until(lambda before=before: time.monotonic() - before > 0.006)  # type: ignore[misc]


@needs_proof
def test_a_process_that_computes_is_never_proven(worker: int) -> None:
    assert not looks(Proof(worker, set), 0.3)


@needs_proof
@pytest.mark.parametrize("kind", [Proof, QuietProof])
def test_a_process_that_is_gone_is_not_proven(kind: type[Proof] | type[QuietProof]) -> None:
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "pass"]) as gone:
        pass
    proof = Proof(gone.pid, set) if kind is Proof else QuietProof(gone.pid, lambda: True, quiet_for=0.0)
    assert not looks(proof, 0.1)


@needs_proof
def test_bytes_on_their_way_on_one_of_the_ports_forbid_the_proof(sleeper: int) -> None:
    with socket.create_server((LOOPBACK, 0)) as listening, socket.create_connection(listening.getsockname()) as client:
        ports = {listening.getsockname()[1]}
        accepted, _ = listening.accept()
        with accepted:
            assert looks(Proof(sleeper, lambda: ports), 2.0)
            client.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    client.send(bytes(1 << 20))
            assert not looks(Proof(sleeper, lambda: ports), 0.2)
            assert looks(Proof(sleeper, lambda: {1}), 2.0)


def test_the_processor_time_of_a_process_grows(worker: int) -> None:
    import psutil

    process = psutil.Process(worker)
    before = processor_seconds(process)
    assert before is not None
    until(lambda: (processor_seconds(process) or 0.0) > before)


def test_nobody_has_no_processor_time() -> None:
    assert processor_seconds(None) is None


# Lines of /proc/PID/task/TID/syscall. The last two numbers are the stack's and the instruction's address.
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
    assert waits_for_ever(line, _TABLES[machine]) == call


@on_linux
def test_the_line_of_this_very_kernel_is_understood(sleeper: int) -> None:
    if not Proof.possible():
        pytest.skip("its table is not known")
    table = _TABLES[os.uname().machine]
    until(lambda: waits_for_ever(Path(f"/proc/{sleeper}/syscall").read_text(), table) == "read")


STATUS = "Name:\tpython\nSigBlk:\t0000000000000000\nSigIgn:\t0000000001001000\nSigCgt:\t{caught:016x}\nCapInh:\t0\n"


@pytest.mark.parametrize(
    ("signals", "caught"),
    [
        ([], False),
        ([2], False),
        ([2, 10], False),
        ([14], True),
        ([2, 26], True),
        ([27], True),
        ([13, 15, 25, 28], False),
    ],
)
def test_a_handler_for_a_timers_signal_is_seen(signals: list[int], caught: bool) -> None:
    mask = sum(1 << (number - 1) for number in signals)
    assert catches_alarms(STATUS.format(caught=mask)) is caught


def test_a_status_that_tells_no_signals_catches_none() -> None:
    assert not catches_alarms("Name:\tpython\n")


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
        ([row(20000, 40000, "01", "00000000:00000005")], False),  # they have arrived; nobody reads them
        ([row(20001, 40000, "01", "00000005:00000000")], False),  # another's conversation
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
    assert on_its_way(rows, {20000}) is under_way
