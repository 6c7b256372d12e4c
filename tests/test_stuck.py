"""The proof that a program is stuck: it finds programs that wait for ever, and no program that goes on."""

import dataclasses

import pytest

from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.lab import LOOPBACK, Lab
from grader.model import events
from grader.program.launch import Launcher
from grader.program.observer import ProcObserver
from tests.conftest import cases, lab_of, line_of

needs_proof = pytest.mark.skipif(not ProcObserver.possible(), reason="this system cannot prove that a program waits")

SERVER = """
    import socket
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 8989))
    listening.listen()
"""


def server(body: str) -> str:
    """A server that listens on the course's port and continues with `body`."""
    indented = "\n".join(f"    {line}" for line in body.strip("\n").splitlines())
    return f"{SERVER}{indented}\n"


@dataclasses.dataclass(frozen=True)
class Stuck:
    """A program that waits for ever at its line `# here`; `call` is the traced call, if there is one."""

    source: str
    call: str = ""
    clients: int = 0


STUCK = {
    "accept": Stuck(server("listening.accept()  # here"), "accept"),
    "recv": Stuck(server("conn, _ = listening.accept()\nconn.recv(1024)  # here"), "recv", clients=1),
    "makefile": Stuck(
        server('conn, _ = listening.accept()\nconn.makefile("rb").readline()  # here'), "recv_into", clients=1
    ),
    "os.read": Stuck(
        server("import os\nconn, _ = listening.accept()\nos.read(conn.fileno(), 9)  # here"), "", clients=1
    ),
    "in a function": Stuck(
        server("conn, _ = listening.accept()\ndef hear():\n    return conn.recv(9)  # here\nhear()"), "recv", clients=1
    ),
    "select": Stuck(server("import select\nselect.select([listening], [], [])  # here")),
    "poll": Stuck(server("import select\np = select.poll()\np.register(listening)\np.poll()  # here")),
    "poll with a negative time limit": Stuck(
        server("import select\np = select.poll()\np.register(listening)\np.poll(-1)  # here")
    ),
    "epoll": Stuck(server("import select\np = select.epoll()\np.register(listening)\np.poll()  # here")),
    "a lock taken twice": Stuck("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()  # here"),
    "two locks in opposite order": Stuck(
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
    "a thread that is not joined": Stuck(
        server("import threading\nthreading.Thread(target=lambda: listening.accept()).start()  # here"), "accept"
    ),
    "a pipe without a writer": Stuck("import os\nr, w = os.pipe()\nos.read(r, 1)  # here"),
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


def run_to_the_end(lab: Lab, clients: int = 0) -> WaitEnd:
    """Start a program, connect this number of clients, and wait until it has ended or is stuck."""
    port = lab.port()
    run = lab.start(ports={8989: port})
    for _ in range(clients):
        lab.connect(run, LOOPBACK, port)
    return run.settle()


@needs_proof
@pytest.mark.parametrize("name", cases(STUCK))
def test_a_stuck_program_is_proven_stuck_at_its_line(own_launcher: Launcher, name: str) -> None:
    stuck = STUCK[name]
    with lab_of(own_launcher, stuck.source) as lab:
        assert run_to_the_end(lab, stuck.clients) is WaitEnd.STUCK
        event = lab.record.last(events.Stuck)
        assert event is not None
        assert (event.line, event.call) == (line_of(stuck.source), stuck.call)


# Each of these ends by itself with exit status 0 unless the grader stops it as stuck.
ALIVE = {
    "it sleeps": "import time\ntime.sleep(0.2)",
    "it sleeps a hundred times": "import time\nfor _ in range(100):\n    time.sleep(0.002)",
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
    "an orphan holds its pipe open": (
        "import subprocess\nsubprocess.run('sleep 0.2 &', shell=True, check=True, stdout=subprocess.PIPE)"
    ),
    "a timer thread will wake it": (
        "import threading\ndone = threading.Event()\nthreading.Timer(0.2, done.set).start()\ndone.wait()"
    ),
    "a thread works while another joins it": (
        "import threading, time\ndef work():\n    end = time.monotonic() + 0.2\n    while time.monotonic() < end:\n"
        "        pass\nt = threading.Thread(target=work)\nt.start()\nt.join()"
    ),
    "two threads wake each other": (
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
    "it imports many modules": "import asyncio, email, http.server, json, logging, sqlite3, unittest, xml.dom.minidom",
}


@needs_proof
@pytest.mark.parametrize(
    "name",
    cases(ALIVE),
)
def test_a_program_is_not_stuck_when(own_launcher: Launcher, name: str) -> None:
    with lab_of(own_launcher, ALIVE[name]) as lab:
        assert run_to_the_end(lab) is WaitEnd.MET
        assert lab.runs[0].running.program.status == 0, lab.output()


@needs_proof
def test_a_server_is_not_stuck_during_fifty_quick_conversations(own_launcher: Launcher) -> None:
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
        assert not any(lab.record.all(events.Stuck))
        assert run.settle() is WaitEnd.STUCK


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
        assert run.settle() is WaitEnd.LATE
        late = lab.record.last(events.Late)
        assert late is not None
        assert (late.line, late.busy) == (line_of(source), False)


@needs_proof
def test_a_sender_whose_reader_reads_slowly_is_not_stuck(own_launcher: Launcher) -> None:
    source = server("conn, _ = listening.accept()\nconn.sendall(bytes(3 << 20))\nconn.close()")
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port, receive_buffer=4096)
        client.read_slowly(3 << 20, 256 << 10, 0.02, 0.05)
        client.expect(bytes(3 << 20))
        client.expect_end()
        assert not any(lab.record.all(events.Stuck))


@needs_proof
def test_a_program_that_stopped_itself_is_late(own_launcher: Launcher) -> None:
    source = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
    with lab_of(own_launcher, source, patience=Patience(silence=0.2)) as lab:
        assert run_to_the_end(lab) is WaitEnd.LATE


def test_without_the_proof_a_stuck_program_is_found_at_its_line() -> None:
    stuck = STUCK["recv"]
    with Launcher(portable=True) as launcher, lab_of(launcher, stuck.source) as lab:
        assert run_to_the_end(lab, stuck.clients) is WaitEnd.STUCK
        event = lab.record.last(events.Stuck)
        assert event is not None
        assert (event.line, event.call) == (line_of(stuck.source), "recv")


def test_without_the_proof_a_program_with_a_time_limit_is_never_stuck() -> None:
    source = server("listening.settimeout(1.3)\ntry:\n    listening.accept()\nexcept TimeoutError:\n    pass")
    with Launcher(portable=True) as launcher, lab_of(launcher, source) as lab:
        assert run_to_the_end(lab) is WaitEnd.MET
