"""The manual peer: it talks to real programs that were started separately, and reports what they do wrong."""

import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from grader.course import catalogue, manual_peer
from grader.course.exercise import Exercise
from grader.course.manual_peer import CLIENT, SERVER, Finish, Hear, HearEnd, ManualPeer, Nap, Say
from grader.learner import manual_session
from grader.learner.manual_session import Play
from grader.model.errors import CourseError, GraderError, UsageError
from grader.model.events import Connected, Event, Received
from grader.model.transcript import Transcript
from grader.wire.client import Client
from tests.submitted import STUBS, cold, environment_of, on_posix, solution, started

EXERCISES = catalogue.load()
WAIT = 20.0  # seconds; far more than any of these programs takes on a busy machine
ENTERS = b"\n" * 5


@dataclass
class Heard:
    """The events and notes of a session with the peer."""

    events: list[Event] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def kinds(self) -> list[str]:
        """The names of the events; repeated names appear once."""
        names = [type(event).__name__ for event in self.events]
        return [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]

    def received(self) -> bytes:
        return b"".join(event.data for event in self.events if isinstance(event, Received))


def play_of(part: ManualPeer, port: int, heard: Heard, wait: float = WAIT) -> Play:
    return Play(part, ("127.0.0.1", port), "start it", heard.events.append, heard.notes.append, wait)


def command_of(exercise: Exercise, port: int) -> list[str]:
    """Python's arguments: the solution with the stub's main part, or the README's line, on a private port."""
    part, name = manual_peer.read_manual_peer(exercise), f"{exercise.id}/{exercise.facts.file}"
    if part.in_readme:
        readme = (STUBS / exercise.id / "README.md").read_text(encoding="utf-8")
        module = exercise.facts.file.removesuffix(".py")
        (code,) = re.findall(rf'python -c "(import socket, {module};.*)"', readme)
        assert str(part.port) in code
        return ["-c", code.replace(str(part.port), str(port))]
    text = solution(name)
    if exercise.facts.steps:
        stub = (STUBS / name).read_text(encoding="utf-8")
        head, body = stub[: stub.index("\ndef ")], stub[stub.index("\nif __name__") :]
        text = f"{head}\n{text}\n{body}"
    assert str(part.port) in text
    return ["program.py", text.replace(str(part.port), str(port))]


@contextlib.contextmanager
def running(tmp_path: Path, exercise: Exercise, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The program of an exercise in a separate process, as a learner starts it by hand."""
    words = command_of(exercise, port)
    folder = tmp_path
    if words[0] == "-c":
        (folder / exercise.facts.file).write_text(solution(f"{exercise.id}/{exercise.facts.file}"), encoding="utf-8")
    else:
        (folder / "program.py").write_text(words.pop(), encoding="utf-8")
    if exercise.number == 1:
        words.append(f"127.0.0.1:{port}")
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def output_at_end(process: "subprocess.Popen[bytes]") -> str:
    """Wait for the end of a program, which must succeed. Return its output."""
    out, _err = process.communicate(timeout=WAIT)
    said = out.decode("utf-8")
    assert process.returncode == 0, said
    return said


# Every exercise ----------------------------------------------------------------------------------------------------

# The events that the peer sees, and a part of the program's output.
SEEN = {
    "01_address": (["Connected", "Finished", "Closed"], "arrived at"),
    "02_create_socket": (["Connected", "Received", "Closed", "Finished", "Closed"], "waiting one minute"),
    "03_bind": (["Connected", "Received", "Closed", "Finished", "Closed"], "bound to"),
    "04_reuse_address": (["Connected", "Finished", "Closed"], "a client was here"),
    "05_listen": (["Connected", "Reset", "Closed"], "listening at"),
    "06_accept": (["Connected", "Received", "Finished", "Closed"] * 2, "client 2 came from"),
    "07_recv": (["Connected", "Sent", "Closed", "Finished", "Closed"], "b'my compu'"),
    "08_encode_decode": (["Connected", "Received", "Sent", "Closed", "Finished", "Closed"], "The client says: 你好"),
    "09_send": (["Connected", "Received", "Finished", "Closed"], "send_reply() has returned"),
    "10_close": (["Connected", "Finished", "Closed"], "Enter: close the server"),
    "11_connect": (["Connected", "Finished", "Closed"], "I am ('127.0.0.1'"),
    "12_client": (["Connected", "Received", "Sent", "Closed", "Finished", "Closed"], "您好，问题正在处理中"),
    "13_server": (["Connected", "Sent", "Received", "Finished", "Closed"], "你好服务端，我是客户端小黑"),
}


def test_every_exercise_can_be_tried_by_hand() -> None:
    assert list(SEEN) == [each.id for each in EXERCISES]
    for each in EXERCISES:
        part = manual_peer.read_manual_peer(each)
        assert part.port == (each.facts.port or part.port)
        assert manual_peer.how_to_start(each, part)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_the_peer_talks_to_a_solution_started_by_hand(exercise: Exercise, tmp_path: Path, free_port: int) -> None:
    part, heard = manual_peer.read_manual_peer(exercise), Heard()
    given = play_of(part, free_port, heard)
    with contextlib.ExitStack() as stack:
        processes = []

        def start() -> None:
            processes.append(stack.enter_context(running(tmp_path, exercise, free_port)))

        def enter(event: Event | None = None) -> None:
            stdin = processes[0].stdin
            assert stdin is not None
            stdin.write(ENTERS)
            stdin.flush()

        def record_event(event: Event) -> None:
            heard.events.append(event)
            if isinstance(event, Connected) and exercise.number in (5, 10, 11):
                enter()

        def record_note(line: str) -> None:
            heard.notes.append(line)
            if line.startswith("waiting for it") and part.role == SERVER:
                start()

        if part.role == CLIENT:
            start()
        manual_session.play(replace(given, on_event=record_event, on_note=record_note))
        said = output_at_end(processes[0])
    kinds, word = SEEN[exercise.id]
    assert heard.kinds() == kinds
    assert word in said


def test_the_slow_client_gets_every_byte(tmp_path: Path, free_port: int) -> None:
    exercise = EXERCISES[8]
    heard = Heard()
    with running(tmp_path, exercise, free_port) as process:
        manual_session.play(play_of(manual_peer.read_manual_peer(exercise), free_port, heard))
        output_at_end(process)
    assert sum(event.size for event in heard.events if isinstance(event, Received)) == 20_000_000
    first = next(event for event in heard.events if isinstance(event, Received))
    assert first.at >= 1.0
    assert "the client reads nothing for 1 s" in heard.notes


# Programs that go wrong --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def program_on(port: int, body: str) -> Iterator[None]:
    """A small program that accepts one connection `conn` on a port and runs the code `body`."""
    code = (
        "import socket, struct\n"
        f"server = socket.create_server(('127.0.0.1', {port}))\n"
        "conn, _ = server.accept()\n"
        f"{body}\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        try:
            yield
        finally:
            process.kill()


TALK = manual_peer.ManualPeer(
    CLIENT,
    0,
    (
        Say(b"hello"),
        HearEnd(),
    ),
)
RESET = "conn.recv(9); conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); conn.close()"


def test_a_reset_by_the_program_is_reported(free_port: int) -> None:
    heard = Heard()
    with program_on(free_port, RESET):
        manual_session.play(play_of(TALK, free_port, heard))
    assert heard.kinds() == ["Connected", "Sent", "Reset", "Closed"]


def test_after_a_reset_the_peer_sends_nothing(free_port: int) -> None:
    heard = Heard()
    part = manual_peer.ManualPeer(
        CLIENT,
        0,
        (
            Say(b"hello"),
            Hear(),
            Say(b"again"),
            HearEnd(),
        ),
    )
    with program_on(free_port, RESET):
        manual_session.play(play_of(part, free_port, heard))
    assert heard.kinds() == ["Connected", "Sent", "Reset", "Closed"]


def test_the_peer_waits_for_a_silent_program_and_notes_it(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manual_session, "SILENCE", 0.05)
    heard = Heard()
    with program_on(free_port, "conn.recv(9); input()"), pytest.raises(UsageError, match="nothing came for 1 s"):
        manual_session.play(play_of(TALK, free_port, heard, wait=1))
    assert [note for note in heard.notes if "your program's turn" in note] == [
        "nothing comes; it is your program's turn (Ctrl+C ends) ..."
    ]


def test_each_hear_waits_for_new_bytes(free_port: int) -> None:
    heard = Heard()
    part = manual_peer.ManualPeer(
        CLIENT,
        0,
        (
            Hear(2),
            Say(b"1"),
            Hear(2),
            Say(b"2"),
            Finish(),
            HearEnd(),
        ),
    )
    with program_on(free_port, "conn.sendall(b'ab'); conn.recv(1); conn.sendall(b'cd'); conn.recv(1); conn.close()"):
        manual_session.play(play_of(part, free_port, heard))
    assert heard.received() == b"abcd"
    assert heard.kinds() == ["Connected", "Received", "Sent", "Received", "Sent", "Closed", "Finished", "Closed"]


def test_every_byte_is_sent_before_the_peer_closes(free_port: int) -> None:
    counts = []

    def read_all(server: socket.socket) -> None:
        conn, _ = server.accept()
        with conn, conn.makefile("rb") as stream:
            counts.append(len(stream.read()))

    with socket.create_server(("127.0.0.1", free_port)) as server:
        server.settimeout(WAIT)
        reader = threading.Thread(target=read_all, args=(server,))
        reader.start()
        manual_session.play(play_of(manual_peer.ManualPeer(CLIENT, 0, (Say(b"x" * 20_000_000),)), free_port, Heard()))
        reader.join()
    assert counts == [20_000_000]


def test_a_client_does_not_read_during_a_nap(free_port: int) -> None:
    heard = Heard()
    part = manual_peer.ManualPeer(
        CLIENT,
        0,
        (
            Nap(0.3),
            HearEnd(),
        ),
    )
    with program_on(free_port, "conn.sendall(b'ab'); conn.close()"):
        manual_session.play(play_of(part, free_port, heard))
    (came,) = (event for event in heard.events if isinstance(event, Received))
    assert came.at >= 0.3


def test_a_client_that_begins_with_a_nap_reads_nothing_before_it(
    free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, sent = Heard(), threading.Event()

    class LateClient(Client):
        """A client whose constructor returns only after bytes for it have arrived."""

        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            assert sent.wait(WAIT)

    monkeypatch.setattr(manual_session, "Client", LateClient)

    def speak(server: socket.socket) -> None:
        conn, _ = server.accept()
        with conn:
            conn.sendall(b"ab")
            sent.set()

    with socket.create_server(("127.0.0.1", free_port)) as server:
        server.settimeout(WAIT)
        speaker = threading.Thread(target=speak, args=(server,))
        speaker.start()
        manual_session.play(
            play_of(
                manual_peer.ManualPeer(
                    CLIENT,
                    0,
                    (
                        Nap(0.1),
                        HearEnd(),
                    ),
                ),
                free_port,
                heard,
            )
        )
        speaker.join()
    (came,) = (event for event in heard.events if isinstance(event, Received))
    assert came.at >= 0.1


# No listener, or no route ------------------------------------------------------------------------------------------


def test_without_a_listener_the_error_names_the_command_that_starts_the_program(free_port: int) -> None:
    heard = Heard()
    with pytest.raises(UsageError) as caught:
        manual_session.play(play_of(TALK, free_port, heard, wait=0))
    assert str(caught.value) == f"nobody listens on 127.0.0.1:{free_port}; start your program first: start it"
    assert heard.events == []


def test_a_program_that_is_started_later_is_found(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, waited, tries = Heard(), threading.Event(), []

    class Counted(Client):
        def __init__(self, *given: object) -> None:
            tries.append(given)
            if len(tries) > 3:
                waited.set()
            super().__init__(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(manual_session, "Client", Counted)
    monkeypatch.setattr(manual_session, "RETRY_EVERY", 0.02)

    def serve() -> None:
        assert waited.wait(WAIT)
        with socket.create_server(("127.0.0.1", free_port)) as server:
            server.settimeout(WAIT)
            conn, _ = server.accept()
            conn.recv(9)
            conn.close()

    late = threading.Thread(target=serve)
    late.start()
    manual_session.play(play_of(TALK, free_port, heard))
    late.join()
    assert heard.kinds() == ["Connected", "Sent", "Finished", "Closed"]
    assert len([note for note in heard.notes if "nobody listens" in note]) == 1


def test_a_client_that_connected_to_itself_is_recognised(free_port: int) -> None:
    class Itself:
        local_port = free_port

    assert manual_session.met_itself(Itself(), ("127.0.0.1", free_port))  # type: ignore[arg-type]
    assert not manual_session.met_itself(Itself(), ("127.0.0.1", free_port + 1))  # type: ignore[arg-type]


ANSWER = manual_peer.ManualPeer(SERVER, 0, (HearEnd(),))


def test_a_server_without_a_client_stops_after_its_wait(free_port: int) -> None:
    heard = Heard()
    with pytest.raises(UsageError, match=f"nobody came to 127.0.0.1:{free_port}"):
        manual_session.play(play_of(ANSWER, free_port, heard, wait=0.2))
    with socket.create_server(("127.0.0.1", free_port)):
        pass  # the port is free again


def test_the_clock_of_a_server_starts_with_the_connection(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, records, left = Heard(), [], []

    class Kept(Transcript):
        def __init__(self) -> None:
            super().__init__()
            records.append(self)

    monkeypatch.setattr(manual_session, "Transcript", Kept)

    def come() -> None:
        left.append(time.monotonic())
        with socket.create_connection(("127.0.0.1", free_port), timeout=WAIT):
            pass

    later = threading.Timer(0.1, come)
    later.start()
    manual_session.play(play_of(ANSWER, free_port, heard))
    later.join()
    assert records[0].began >= left[0]


def test_a_port_in_use_is_refused_in_one_line(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(UsageError) as caught:
        manual_session.play(play_of(ANSWER, free_port, Heard(), wait=0))
    assert f"port {free_port} is taken by " in str(caught.value) or "may not be used" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "from 1024 up"),
        (errno.EADDRINUSE, "is taken by"),
        (errno.EADDRNOTAVAIL, "not an address of this machine"),
    ],
)
def test_an_error_of_bind_is_reported_in_one_line(
    code: int, words: str, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    def refused(*_: object, **__: object) -> None:
        try:
            raise OSError(code, os.strerror(code))
        except OSError as error:
            raise GraderError("no server") from error

    monkeypatch.setattr(manual_session, "Server", refused)
    with pytest.raises(UsageError, match=words):
        manual_session.play(play_of(ANSWER, free_port, Heard(), wait=0))


def test_the_server_can_use_its_port_again_at_once(free_port: int) -> None:
    part = manual_peer.ManualPeer(
        SERVER,
        0,
        (
            Finish(),
            HearEnd(),
        ),
    )  # it closes first, so the port stays in TIME_WAIT
    for _ in range(2):
        heard, came = Heard(), []

        def record_note(line: str) -> None:
            if line.startswith("waiting for it"):
                came.append(socket.create_connection(("127.0.0.1", free_port), timeout=WAIT))  # noqa: B023
                threading.Thread(target=leave, args=(came[0],)).start()  # noqa: B023

        manual_session.play(replace(play_of(part, free_port, heard), on_note=record_note))
        assert heard.kinds() == ["Connected", "Closed", "Finished", "Closed"]


def leave(client: socket.socket) -> None:
    with client:
        client.recv(1)


@pytest.mark.parametrize("host", ["no such name.invalid", "", "x" * 300, "::1", "\x00", "999.1.1.1"])
def test_a_host_that_does_not_resolve_is_reported_in_one_line(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str, *_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(UsageError) as caught:
        manual_session.resolve_host(host, 8989)
    assert "\n" not in str(caught.value)


def test_a_host_is_resolved_to_ipv4() -> None:
    assert manual_session.resolve_host("localhost", 8989) == ("127.0.0.1", 8989)


# Suites ------------------------------------------------------------------------------------------------------------


def test_the_manual_peer_of_a_suite_is_optional_but_must_be_valid(tmp_path: Path) -> None:
    bare = replace(EXERCISES[0], folder=tmp_path)
    with pytest.raises(UsageError, match="01_address"):
        manual_peer.read_manual_peer(bare)
    (tmp_path / "manual_peer.py").write_text("MANUAL_PEER = 3\n")
    with pytest.raises(CourseError, match="MANUAL_PEER"):
        manual_peer.read_manual_peer(bare)


# The command -------------------------------------------------------------------------------------------------------


def test_the_command_shows_the_conversation_line_by_line(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, EXERCISES[12], free_port) as process:
        ended = cold(tmp_path / "scratch", "peer", "13", "--port", str(free_port), "--wait", str(WAIT))
        output_at_end(process)
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    shown = [line for line in ended.out.splitlines() if re.match(r" +\d\.\d{3} s ", line)]
    assert len(shown) == 5
    assert '──▶ 26 bytes: "你好服务端，我是客户端小黑"  [c4 e3 ba c3 ' in shown[1]
    assert '◀── 21 bytes: "ok, 问题正在处理中..."' in shown[2]
    assert "the end of the stream" in shown[3]
    assert ended.out.endswith("the conversation is over\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name one exercise"),
        (("3", "4"), "name one exercise"),
        (("99",), "there is no exercise"),
        (("13", "--port", "0"), "--port"),
        (("13", "--port", "65536"), "--port"),
        (("13", "--wait", "-1"), "--wait"),
        (("13", "--host", "\u0561..example"), "is not known here"),
    ],
)
def test_bad_arguments_end_in_status_2(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    ended = cold(tmp_path / "scratch", "peer", *words)
    assert ended.status == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


@on_posix
@pytest.mark.parametrize("number", ["12", "13"])
def test_ctrl_c_ends_the_command_cleanly(tmp_path: Path, free_port: int, number: str) -> None:
    with started(tmp_path / "scratch", "peer", number, "--port", str(free_port)) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if b"waiting for it" in line:
                break
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=WAIT)
    assert (process.returncode, err.decode().strip()) == (130, "grader: stopped")
    assert out == b""


@on_posix
def test_a_closed_pipe_for_the_output_is_not_an_error(tmp_path: Path, free_port: int) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    environment = environment_of(tmp_path, tmp_path, {})
    words = [sys.executable, "-m", "grader", "peer", "12", "--port", str(free_port), "--wait", "0.1"]
    ran = subprocess.run(words, stdout=write_end, stderr=subprocess.PIPE, env=environment, timeout=WAIT, check=False)
    os.close(write_end)
    assert b"Traceback" not in ran.stderr
