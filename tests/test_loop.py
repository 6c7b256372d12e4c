"""Waiting for both sides: a wait ends as soon as possible, and it always ends."""

import json
import time

import msgspec
import pytest

from grader.harness.conversation import PeerConversation
from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.lab import LOOPBACK
from grader.harness.loop import Care, Loop
from grader.model.events import AnyEvent, Call, Exited, Flooded, Late, Started
from grader.model.transcript import Transcript
from grader.program.launch import Launcher
from grader.program.traced import TracedProgram, innermost
from grader.sandbox.limits import Limits
from grader.wire.tcp_queues import Address
from tests.conftest import FILE, lab_of, line_of, on_linux, on_posix

SHORT = Patience(silence=0.2, processor=0.2)
LONG = Patience(silence=10.0, processor=10.0)
LISTENS = """
    import socket
    listening = socket.create_server(("127.0.0.1", 8989))
"""


def must_not_wait(_seconds: float) -> None:
    """Replaces the wait in a test that must not wait."""
    pytest.fail("it waited")


def test_a_true_condition_returns_without_a_wait(own_launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with lab_of(own_launcher, "import time; time.sleep(60)") as lab:
        run = lab.start()
        monkeypatch.setattr(lab.loop, "_wait", must_not_wait)
        assert lab.loop.until(lambda: True, run.running) is WaitEnd.MET


def test_a_program_that_ends_first_ends_the_wait(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import sys; sys.exit(3)") as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.ENDED
        assert [event.status for event in lab.record.all(Exited)] == [3]


def test_a_wait_for_an_ended_program_returns_at_once(own_launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with lab_of(own_launcher, "pass") as lab:
        run = lab.start()
        run.settle()
        monkeypatch.setattr(lab.loop, "_wait", must_not_wait)
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.ENDED
        assert len(list(lab.record.all(Exited))) == 1


@pytest.mark.parametrize("_again", range(10))
def test_the_last_bytes_of_a_program_are_received_after_its_end(own_launcher: Launcher, _again: int) -> None:
    source = LISTENS + "    conn, _ = listening.accept()\n    conn.sendall(b'bye')\n"
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        assert lab.loop.until(lambda: bytes(client.connection.received) == b"bye", run.running) is WaitEnd.MET
        assert lab.loop.until(lambda: client.connection.finished, run.running) is WaitEnd.MET


class Straggler:
    """A peer that receives something only when the program has ended."""

    def __init__(self) -> None:
        self.running: TracedProgram | None = None
        self.came = False

    def readers(self) -> list[int]:
        return []

    writers = readers

    def pairs(self) -> list[tuple[Address, Address]]:
        return []

    def pump(self) -> bool:
        if self.came or self.running is None or not self.running.ended:
            return False
        self.came = True
        return True


def test_peers_are_read_once_more_after_the_end_of_the_program(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "pass") as lab:
        peer = Straggler()
        lab.loop.peers.append(peer)
        run = lab.start()
        peer.running = run.running
        assert lab.loop.until(lambda: peer.came, run.running) is WaitEnd.MET


class Pacemaker(Straggler):
    """A peer that sends a byte every tenth of a second."""

    def __init__(self, talk: PeerConversation) -> None:
        super().__init__()
        self._talk = talk
        self._next = time.monotonic()

    def pump(self) -> bool:
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + 0.1
        self._talk.send(b"x")
        return True


def test_without_the_proof_a_program_that_receives_bytes_is_not_stuck() -> None:
    source = LISTENS + "    conn, _ = listening.accept()\n    for _ in range(7):\n        conn.recv(1)\n"
    with Launcher(portable=True) as launcher, lab_of(launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        lab.loop.peers.append(Pacemaker(client))
        assert lab.loop.until(lambda: run.running.ended, run.running, care=Care(quiet_for=0.3)) is WaitEnd.MET


def test_the_wait_for_a_busy_program_lasts_as_long_as_requested(launcher: Launcher) -> None:
    with lab_of(launcher, LISTENS + "    while True:\n        pass\n", patience=LONG) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        run.until_listening(port)
        began = time.monotonic()
        assert lab.loop.until_waiting(run.running, 0.4) is WaitEnd.MET
        assert time.monotonic() - began >= 0.4


def test_without_the_proof_a_waiting_program_is_recognised() -> None:
    source = LISTENS + "    listening.accept()\n"
    with Launcher(portable=True) as launcher, lab_of(launcher, source, patience=LONG) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        run.until_listening(port)
        assert lab.loop.until_waiting(run.running, 30.0) is WaitEnd.STUCK


@on_posix
@pytest.mark.parametrize("body", ["time.sleep(60)", "threading.Event().wait(60)", "select.select([], [], [], 60)"])
def test_a_program_that_waits_too_long_is_late_at_its_line(launcher: Launcher, body: str) -> None:
    source = f"import select, threading, time\ntime.sleep(0.01)\n{body}  # here"
    with lab_of(launcher, source, patience=SHORT) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.LATE
        (late,) = lab.record.all(Late)
        assert not late.busy
        if not launcher.portable:  # in portable mode the line is known only if the program started quickly
            assert (late.file, late.line) == (FILE, line_of(source))
        assert late.seconds >= 0.2


@pytest.mark.parametrize(
    "source",
    [
        "while True:  # here\n    pass",
        "import time\nend = time.monotonic() + 60\nwhile time.monotonic() < end: pass  # here",
        "import socket\ns = socket.socket()\ns.setblocking(False)\nwhile True:  # here\n    try: s.recv(1)\n"
        "    except OSError: pass",
    ],
)
def test_a_program_in_an_endless_loop_is_busy(launcher: Launcher, source: str) -> None:
    with lab_of(launcher, source, patience=SHORT) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.LATE
        (late,) = lab.record.all(Late)
        assert late.busy
        assert late.line >= line_of(source)


@on_linux
def test_a_child_in_an_endless_loop_makes_its_program_busy(own_launcher: Launcher) -> None:
    source = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])"
    with lab_of(own_launcher, source, patience=Patience(silence=30.0, processor=0.2)) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.LATE
        assert next(lab.record.all(Late)).busy


@on_posix
def test_a_program_that_prints_without_end_is_flooding(launcher: Launcher) -> None:
    with lab_of(launcher, "while True:\n    print('x' * 9999)", limits=Limits(file_bytes=1 << 20)) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) in (WaitEnd.FLOODED, WaitEnd.ENDED)
        flood = next(lab.record.all(Flooded))
        assert (flood.what, flood.size) == ("printed", 1 << 20)


@on_posix
def test_a_flood_by_a_program_that_ignores_sigxfsz_ends_the_wait(own_launcher: Launcher) -> None:
    source = """
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        while True:
            try:
                print("x" * 1000)
            except OSError:
                pass
    """
    with lab_of(own_launcher, source, limits=Limits(file_bytes=1 << 16)) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.FLOODED


@on_linux
def test_a_quiet_wait_adds_no_event(own_launcher: Launcher) -> None:
    for source in ("import threading\nthreading.Event().wait()", "while True: pass", "import time\ntime.sleep(60)"):
        with lab_of(own_launcher, source, patience=SHORT) as lab:
            run = lab.start()
            assert lab.loop.until(lambda: False, run.running, quietly=True) in (WaitEnd.STUCK, WaitEnd.LATE)
            assert [type(event) for event in lab.record.events()] == [Started]


def test_a_program_that_sends_without_end_ends_the_wait(own_launcher: Launcher) -> None:
    source = (
        LISTENS
        + "    import time\n    conn, _ = listening.accept()\n    while True:\n"
        + "        conn.send(b'x')\n        time.sleep(0.01)\n"
    )
    with lab_of(own_launcher, source, limits=Limits(wall_seconds=0.4)) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.LATE
        assert client.connection.received


def test_received_bytes_restart_the_time_limit(own_launcher: Launcher) -> None:
    source = (
        LISTENS + "    import time\n    conn, _ = listening.accept()\n    for _ in range(8):\n        time.sleep(0.1)\n"
        "        conn.send(b'x')\n"
    )
    with lab_of(own_launcher, source, patience=Patience(silence=0.5)) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        assert lab.loop.until(lambda: client.connection.finished, run.running) is WaitEnd.MET
        assert len(client.connection.received) == 8


@on_linux
def test_a_waiting_program_is_recognised_before_the_time_limit(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, LISTENS + "    listening.accept()\n") as lab:
        run = lab.start(ports={8989: lab.port()})
        assert lab.loop.until_waiting(run.running, at_most=60.0) is WaitEnd.STUCK


def test_until_waiting_ends_after_its_time_limit(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import time\ntime.sleep(60)") as lab:
        run = lab.start()
        assert lab.loop.until_waiting(run.running, at_most=0.05) is WaitEnd.MET
        assert list(lab.record.all(Late)) == []


@pytest.mark.parametrize("limit", [0.0, 0.1])
def test_a_time_limit_of_the_program_counts_from_its_call(own_launcher: Launcher, limit: float) -> None:
    # It first sleeps for longer than the limit; its end after the limit must still be seen.
    source = (
        LISTENS + f"    import time\n    listening.settimeout({limit})\n    time.sleep(0.4)\n    listening.accept()\n"
    )
    with lab_of(own_launcher, source) as lab:
        run = lab.start(ports={8989: lab.port()})
        run.until_listening(8989)
        assert lab.loop.until_waiting(run.running, at_most=5.0) is WaitEnd.ENDED


def test_peers_and_traces_are_read_during_a_rest(own_launcher: Launcher) -> None:
    source = LISTENS + "    conn, _ = listening.accept()\n    conn.sendall(b'hello')\n    listening.accept()\n"
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        began = time.monotonic()
        lab.loop.rest(0.1)
        assert time.monotonic() - began >= 0.1
        assert client.connection.received == b"hello"
        assert [call.call for call in lab.record.all(Call)][-1] == "accept"


def test_events_of_both_sides_are_in_the_order_in_which_they_happened(own_launcher: Launcher) -> None:
    source = LISTENS + "    conn, _ = listening.accept()\n    conn.sendall(conn.recv(9).upper())\n    conn.close()\n"
    with lab_of(own_launcher, source) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port)
        client.send(b"hello")
        client.expect(b"HELLO")
        client.expect_end()
        run.settle()
        happened = lab.record.events()
        names = [each.call if isinstance(each, Call) else type(each).__name__ for each in happened]
        order = ("listen", "Connected", "Sent", "sendall", "Received", "Finished", "Exited")
        assert sorted(order, key=names.index) == list(order)
        assert [each.at for each in happened] == sorted(each.at for each in happened)


FORGED = [
    "call",
    "call\t1",
    "call\tx\ty\tz\t\t\t\t\t",
    "call\t1\tnan\trecv\t\tnan\tf\t1\t1",
    "call\t2\tinf\trecv\t\tinf\tf\t1\t1",
    f"call\t{10**30}\t1.0\trecv\t\tNone\tf\t{10**30}\t1",
    "done\t1\tnan\t\t",
    "done\tx\t1\t\t",
    "raised\tK\tf\tx\tt\t\t",
    "raised\tNotAnError",
    "encoding\thex",
    "encoding\tno-such-encoding",
    "exited\t0",
    "hello\t1",
    "\x00\x01",
    "",
]
CHANNEL = """
    import os, stat
    def is_socket(number):
        try:
            return stat.S_ISSOCK(os.fstat(number).st_mode)
        except OSError:
            return False
    channel = next(filter(is_socket, range(3, 256)))
"""
FORGER = f"""{CHANNEL}
    for line in {FORGED!r}:
        os.write(channel, line.encode() + b"\\xff\\n")
        os.write(channel, line.encode() + b"\\n")
    print("done")
"""


@on_posix
def test_forged_lines_on_the_channel_do_not_stop_the_grading(launcher: Launcher) -> None:
    with lab_of(launcher, FORGER) as lab:
        run = lab.start()
        pid = run.running.program.pid
        assert run.settle() is WaitEnd.MET
        assert (run.running.program.pid, run.running.program.status) == (pid, 0)
        assert lab.output() == "done\n"


@on_posix
def test_events_from_forged_lines_can_be_written_as_json(launcher: Launcher) -> None:
    with lab_of(launcher, FORGER) as lab:
        lab.start().settle()
        text = msgspec.json.encode(lab.record.events())
        again = msgspec.json.decode(text, type=list[AnyEvent])
        assert len(again) == len(lab.record.events())
        assert "Infinity" not in json.dumps(json.loads(text))


@on_posix
def test_a_flood_on_its_channel_ends_the_wait(own_launcher: Launcher) -> None:
    source = f"""{CHANNEL}
    import signal
    signal.alarm(60)  # the end of a program that is not stopped
    while True:
        os.write(channel, bytes(1 << 16))
    """
    with lab_of(own_launcher, source, patience=LONG) as lab:
        run = lab.start()
        assert lab.loop.until(lambda: False, run.running) is WaitEnd.ENDED
        assert run.running.program.status == 1  # BrokenPipeError: the channel was closed


STACKS = """Thread 0x00007f1b (most recent call first):
  File "/usr/lib/python3.11/threading.py", line 320 in wait
  File "/tmp/w/server.py", line 12 in work

Current thread 0x00007f1c (most recent call first):
  File "/usr/lib/python3.11/socket.py", line 294 in accept
  File "/tmp/w/sub/helper.py", line 5 in hear
  File "/tmp/w/server.py", line 30 in main
  File "/tmp/w/server.py", line 44 in <module>
"""


@pytest.mark.parametrize(
    ("stacks", "folder", "where"),
    [
        (STACKS, "/tmp/w", ("sub/helper.py", 5)),
        (STACKS, "/tmp/other", ("", 0)),
        (STACKS.split("Current")[0], "/tmp/w", ("server.py", 12)),
        ("", "/tmp/w", ("", 0)),
        ("nonsense", "/tmp/w", ("", 0)),
        ('Current thread 0x1:\n  File "C:\\w\\server.py", line 7 in main\n', "C:\\w", ("server.py", 7)),
    ],
)
def test_the_innermost_line_of_the_learner_is_read_from_the_stacks(
    stacks: str, folder: str, where: tuple[str, int]
) -> None:
    assert innermost(stacks, folder) == where


def test_a_loop_without_peers_and_programs_has_nothing_to_do() -> None:
    empty = Loop(Transcript(), Patience())
    assert not empty.pump()
