"""The API of a check: each expectation holds, or ends the check with the right finding."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.expectations import Ending
from grader.harness.lab import LOOPBACK, Lab, NotStarted, PeerConversation, StartedProgram, Unmet, Withheld
from grader.model.events import Call, Connected, Exited, Late, SideChannelLine, Started
from grader.program.launch import Launcher
from grader.result.finding import Finding, FindingKind
from grader.texts.message import verbatim
from tests.conftest import FILE, lab_of, line_of, on_linux, on_posix
from tests.english import english

BRIEF = Patience(silence=0.3, processor=0.3)
ONE_CLIENT = """
    import socket
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 8989))
    listening.listen()
    conn, address = listening.accept()
"""


RESET = "import struct\nconn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))\nconn.close()"


def serving(body: str) -> str:
    """A server on the course's port that accepts one client and then runs `body`."""
    return ONE_CLIENT + "\n".join(f"    {line}" for line in body.splitlines()) + "\n"


def start_and_connect(lab: Lab) -> tuple[StartedProgram, PeerConversation]:
    port = lab.port()
    run = lab.start(ports={8989: port})
    return run, lab.connect(run, LOOPBACK, port)


def finding_of(step: Callable[[], object]) -> Finding:
    """The finding with which a step ends the check."""
    with pytest.raises(Unmet) as raised:
        step()
    return raised.value.finding


def test_a_whole_conversation_meets_its_expectations(launcher: Launcher) -> None:
    with lab_of(launcher, serving("conn.sendall(conn.recv(99).upper())\nconn.close()\nlistening.close()")) as lab:
        run, client = start_and_connect(lab)
        client.send(b"hello")
        client.expect(b"HELLO")
        client.expect_end()
        run.expect_exit(0)
        lab.knock(run, LOOPBACK, client.connection.address[1]).expect_refused()  # type: ignore[attr-defined]


def test_addresses_are_shown_with_the_courses_port(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.close()")) as lab:
        run, client = start_and_connect(lab)
        client.expect_end()
        run.settle()
        connected = next(lab.record.all(Connected))
        assert connected.remote == f"{LOOPBACK}:8989"
        bind = next(call for call in lab.record.all(Call) if call.call == "bind")
        assert bind.arguments == "('127.0.0.1', 8989)"


def test_a_refused_connection_names_the_line_and_port_of_the_program(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("pass").replace("8989))", "0))")) as lab:
        finding = finding_of(lambda: start_and_connect(lab))
        assert "127.0.0.1:8989" in english(finding.expected)
        assert finding.kind is FindingKind.STUCK
        assert "refused, nobody listens there; your program listens at 127.0.0.1:" in english(finding.observed)
        assert finding.line == line_of(serving("pass"), "listening.accept()")


def test_a_program_that_ends_without_listening_gets_its_own_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "print('hello')") as lab:
        finding = finding_of(lambda: start_and_connect(lab))
        assert "your program listens on port 8989" in english(finding.expected)
        assert english(finding.observed).startswith("it ended without ever listening")


def test_a_failed_listen_does_not_count_as_listening(own_launcher: Launcher) -> None:
    with lab_of(
        own_launcher, "import socket\ntry:\n    socket.socket().listen('5')\nexcept TypeError:\n    pass"
    ) as lab:
        assert "without ever listening" in english(finding_of(lambda: start_and_connect(lab)).observed)


UNTRACED = {
    "the class _socket.socket": "import _socket\nlistening = _socket.socket()\nlistening.bind(('127.0.0.1', {port}))\n"
    "listening.listen()\nlistening._accept()",
    "the class _socket.socket with a time limit": "import _socket\nlistening = _socket.socket()\n"
    "listening.bind(('127.0.0.1', {port}))\nlistening.listen()\nlistening.settimeout(30)\nlistening._accept()",
    "a child": "import os, socket\nif os.fork() == 0:\n    listening = socket.create_server(('127.0.0.1', {port}))\n"
    "    listening.accept()[0].close()\n    os._exit(0)\nos.wait()",
}


@on_linux
@pytest.mark.parametrize("name", UNTRACED)
def test_a_program_that_listens_without_a_traced_call_is_reached(
    own_launcher: Launcher, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lab_of(own_launcher, "pass") as lab:
        port = lab.port()
        lab.work.files[FILE] = UNTRACED[name].format(port=port).encode()
        run = lab.start()
        until, ends = lab.loop.until, []

        def recorded(*given: Any, **named: Any) -> WaitEnd:
            ends.append(until(*given, **named))
            return ends[-1]

        monkeypatch.setattr(lab.loop, "until", recorded)
        client = lab.connect(run, LOOPBACK, port)
        assert ends
        assert WaitEnd.LATE not in ends
        client.until_over()
        assert client.ending() is not Ending.OPEN


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("conn.recv(9)", ""),
        ("conn.sendall(b'hello')\nconn.recv(9)", "stuck"),
        ("conn.close()\nlistening.accept()", "stuck"),
    ],
)
def test_silence_is_expected(own_launcher: Launcher, body: str, kind: str) -> None:
    with lab_of(own_launcher, serving(body)) as lab:
        run, client = start_and_connect(lab)
        run.settle()
        if not kind:
            client.expect_silence()
        else:
            assert finding_of(client.expect_silence).kind == kind


@pytest.mark.parametrize(("body", "closed"), [("conn.close()", True), (RESET, True), ("listening.accept()", False)])
def test_a_closed_connection_is_expected(own_launcher: Launcher, body: str, closed: bool) -> None:
    with lab_of(own_launcher, serving(body)) as lab:
        _run, client = start_and_connect(lab)
        if closed:
            client.expect_over()
        else:
            assert "still open" in english(finding_of(client.expect_over).observed)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("conn.sendall(b'hello')", "", ""),
        (
            "conn.sendall(b'hel')\nconn.close()",
            "exited",
            "only 3 of 5 bytes, then the end of the stream",
        ),
        ("conn.sendall(b'hexxo')", "other_bytes", "byte 3 is the first that differs"),
        ("conn.close()", "exited", "nothing but the end of the stream"),
        ("conn.recv(9)", "stuck", "nothing; stuck after"),
        ("raise ValueError('x')", "raised", "ValueError: x"),
        (RESET, "exited", "nothing but a reset"),
    ],
)
def test_bytes_are_expected(own_launcher: Launcher, body: str, kind: str, words: str) -> None:
    with lab_of(own_launcher, serving(body)) as lab:
        _run, client = start_and_connect(lab)
        if not kind:
            client.expect(b"hello")
            return
        finding = finding_of(lambda: client.expect(b"hello"))
        assert finding.kind == kind
        assert words in english(finding.observed)


def test_the_end_of_the_stream_is_found_while_the_program_still_runs(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.close()\nlistening.accept()")) as lab:
        _run, client = start_and_connect(lab)
        finding = finding_of(lambda: client.expect(b"hello"))
        assert finding.kind is FindingKind.NOTHING_FINISHED


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("conn.close()", ""),
        ("conn.shutdown(socket.SHUT_WR)\nlistening.accept()", ""),
        ("conn.sendall(b'x')\nconn.close()", "more_bytes"),
        ("listening.accept()", "stuck"),
        (f"{RESET}\nlistening.accept()", "reset"),
    ],
)
def test_the_end_of_the_stream_is_expected(own_launcher: Launcher, body: str, kind: str) -> None:
    with lab_of(own_launcher, serving(body)) as lab:
        _run, client = start_and_connect(lab)
        if not kind:
            client.expect_end()
        else:
            assert finding_of(client.expect_end).kind == kind


def test_the_end_is_expected_after_any_bytes(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.sendall(b'x' * 99999)\nconn.close()")) as lab:
        start_and_connect(lab)[1].expect_end_somewhere()


def test_the_end_without_more_bytes_is_expected(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.sendall(b'hello')\nconn.close()")) as lab:
        _run, client = start_and_connect(lab)
        client.expect(b"hello")
        client.expect_nothing_more()


def test_more_bytes_are_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.sendall(b'hello!')\nconn.close()")) as lab:
        _run, client = start_and_connect(lab)
        client.expect(b"hello")
        finding = finding_of(client.expect_nothing_more)
        assert (finding.kind, english(finding.observed)) == ("more_bytes", 'more bytes: "!" (1 bytes)')


def test_a_line_and_a_number_of_bytes_can_be_read(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.sendall(b'5 yes\\nhello')\nconn.close()")) as lab:
        _run, client = start_and_connect(lab)
        assert client.line(verbatim("a line")) == "5 yes"
        assert client.take(5, verbatim("five bytes")) == b"hello"
        client.expect_end()


@pytest.mark.parametrize("step", ["line", "take"])
def test_a_missing_line_or_missing_bytes_are_a_finding(own_launcher: Launcher, step: str) -> None:
    with lab_of(own_launcher, serving("conn.sendall(b'hel')\nconn.close()\nlistening.accept()")) as lab:
        _run, client = start_and_connect(lab)
        finding = finding_of(
            lambda: client.line(verbatim("a line")) if step == "line" else client.take(5, verbatim("five bytes"))
        )
        assert finding.kind is FindingKind.SHORT_FINISHED
        assert "3" in english(finding.observed)


def test_a_connection_that_succeeds_but_should_be_refused_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("listening.accept()")) as lab:
        run, client = start_and_connect(lab)
        again = lab.knock(run, LOOPBACK, client.connection.address[1])  # type: ignore[attr-defined]
        finding = finding_of(again.expect_refused)
        assert (finding.kind, english(finding.observed)) == ("not_refused", "connected")
        assert again.connection.who == "client 2"


@on_linux
def test_a_slow_reader_reads_every_byte(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.sendall(bytes(range(256)) * 4096)\nconn.close()")) as lab:
        port = lab.port()
        run = lab.start(ports={8989: port})
        client = lab.connect(run, LOOPBACK, port, receive_buffer=4096)
        client.read_slowly(1 << 20, 1 << 17, pause=0.005, first=0.02)
        client.expect(bytes(range(256)) * 4096)


CLIENT = """
    import socket
    with socket.create_connection(("127.0.0.1", 8081)) as client:
        client.sendall("你好".encode("gbk"))
        print(client.recv(99).decode("gbk"))
"""


def test_a_reference_server_accepts_a_client_and_replies(launcher: Launcher) -> None:
    with lab_of(launcher, CLIENT) as lab:
        server = lab.serve()
        run = lab.start(ports={8081: server.port})
        client = server.expect_client(run)
        client.expect("你好".encode("gbk"), "gbk")
        client.send("再见".encode("gbk"))
        client.finish()
        run.expect_printed("再见", verbatim("it prints the reply"))
        run.expect_exit(0)
        assert server.count() == 1


def test_a_missing_client_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "pass") as lab:
        server = lab.serve()
        run = lab.start(ports={8081: server.port})
        finding = finding_of(lambda: server.expect_client(run))
        assert english(finding.observed).startswith("nobody came")


def test_a_client_that_connects_to_another_port_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, CLIENT.replace("8081", "1")) as lab:
        server = lab.serve()
        run = lab.start(ports={8081: server.port})
        finding = finding_of(lambda: server.expect_client(run))
        assert finding.kind is FindingKind.RAISED
        assert "a connection to port 8081" in english(finding.expected)
        assert "ConnectionRefusedError" in english(finding.observed)


HOST = """
    from _side_channel import SideChannel, argv
    from program import step
    channel = SideChannel(int(argv[0]))
    channel.tell("before")
    channel.wait()
    channel.tell(step("一\\n二"))
"""


def test_a_host_program_sends_the_return_value_of_a_step_to_the_side_channel(launcher: Launcher) -> None:
    with lab_of(launcher, "def step(text):\n    return text * 2", host=HOST, steps=("step",)) as lab:
        channel = lab.side_channel()
        run = lab.start(channel.port)
        assert channel.line(run, verbatim("it begins")) == "before"
        channel.go()
        assert channel.line(run, verbatim("it answers")) == "一 二一 二"
        run.expect_exit(0)
        assert [event.line for event in lab.record.all(SideChannelLine)] == ["before", "一 二一 二"]


def test_a_side_channel_without_a_line_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "def step(text):\n    raise ValueError('x')", host=HOST, steps=("step",)) as lab:
        channel = lab.side_channel()
        run = lab.start(channel.port)
        channel.line(run, verbatim("it begins"))
        channel.go()
        assert finding_of(lambda: channel.line(run, verbatim("it answers"))).kind == "raised"


def test_the_side_channel_does_not_appear_in_the_transcript(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "def step(text):\n    return text", host=HOST, steps=("step",)) as lab:
        channel = lab.side_channel()
        run = lab.start(channel.port)
        channel.line(run, verbatim("it begins"))
        assert list(lab.record.all(Call)) == []
        assert list(lab.record.all(Connected)) == []


def test_a_step_that_is_a_stub_is_not_started(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "def step(text):\n    raise NotImplementedError", host=HOST, steps=("step",)) as lab:
        channel = lab.side_channel()
        run = lab.start(channel.port)
        channel.line(run, verbatim("it begins"))
        channel.go()
        with pytest.raises(NotStarted):
            channel.line(run, verbatim("it answers"))


def test_a_program_that_is_a_stub_is_not_started(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "raise NotImplementedError('write this')") as lab, pytest.raises(NotStarted):
        start_and_connect(lab)


def test_not_implemented_error_from_a_library_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import codecs\ncodecs.Codec().encode('x')") as lab:
        assert finding_of(lambda: start_and_connect(lab)).kind == "raised"


STEP = "import socket\ndef step(text):\n    {}\n    return text"
LISTENS_ITSELF = "sock = socket.socket(); sock.listen(); sock.close()"


@pytest.mark.parametrize(
    ("source", "withheld"),
    [
        (STEP.format("sock = socket.socket(); sock.listen(5); sock.close()"), False),
        (STEP.format("sock = socket.create_server(('127.0.0.1', 0)); sock.close()"), True),
        (STEP.format("pass"), True),
        ("import helper_of_the_learner\ndef step(text):\n    return text", None),
    ],
)
def test_points_for_a_step_are_withheld_if_a_library_makes_the_call(
    own_launcher: Launcher, source: str, withheld: bool | None
) -> None:
    with lab_of(own_launcher, source, host=HOST, steps=("step",)) as lab:
        if withheld is None:
            lab.work.files["helper_of_the_learner.py"] = f"import socket\n{LISTENS_ITSELF}".encode()
        channel = lab.side_channel()
        run = lab.start(channel.port)
        channel.line(run, verbatim("it begins"))
        channel.go()
        channel.line(run, verbatim("it answers"))
        run.settle()
        if withheld:
            with pytest.raises(Withheld) as raised:
                lab.withhold_unless_called("listen", "accept")
            assert "yourself, with listen() / accept()" in english(raised.value.message)
        else:
            lab.withhold_unless_called("listen", "accept")


def test_calls_of_the_host_do_not_count_as_the_learners(own_launcher: Launcher) -> None:
    host = "import socket\nfrom program import step\nsocket.socket().listen()\n"
    with lab_of(own_launcher, "def step(): pass", host=host, steps=("step",)) as lab:
        lab.start().settle()
        with pytest.raises(Withheld):
            lab.withhold_unless_called("listen")


def test_an_exit_status_is_expected(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import sys\nsys.exit(3)") as lab:
        run = lab.start()
        finding = finding_of(lambda: run.expect_exit(0))
        assert english(finding.expected) == "the program ends by itself with exit status 0"
        assert english(finding.observed) == "your program ended by itself, exit status 3"


def test_a_program_that_does_not_end_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import time\ntime.sleep(60)", patience=BRIEF) as lab:
        run = lab.start()
        assert finding_of(run.until_ended).kind == "late"


def test_received_bytes_are_compared_with_the_expected_bytes(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.close()")) as lab:
        _run, client = start_and_connect(lab)
        client.until_over()
        client.expect_same_bytes(b"hello", b"hello")
        assert "then the end of the stream" in english(
            finding_of(lambda: client.expect_same_bytes(b"hello", b"hel")).observed
        )
        finding = finding_of(lambda: client.expect_same_bytes(b"hello", b"hel", ending=Ending.OPEN))
        assert "and nothing more" in english(finding.observed)


@pytest.mark.parametrize(
    ("source", "wanted", "kind"),
    [
        ("print('收到: 你好')", "你好", ""),
        ("import sys\nprint('你好', file=sys.stderr)", "你好", ""),
        ("import sys\nsys.stdout.write('你好')", "你好", ""),
        ("print('你好')\nimport time\ntime.sleep(60)", "你好", ""),
        ("print('你', end='')\nprint('好')", "你好", ""),
        ("import sys\nsys.stdout.reconfigure(encoding='gbk')\nprint('你好')", "你好", ""),
        ("import os\nos.system('echo 你好')", "你好", ""),
        ("print(12)", "12", ""),
        ("print(123)", "12", "not_printed"),
        ("print('你好'.encode('gbk'))", "你好", "not_printed"),
        ("print('你')\nprint('好')", "你好", "not_printed"),
        ("raise ValueError", "你好", "raised"),
        ("raise ValueError('你好')", "你好", "raised"),
        ("print('so far', end='')\neval('你 好')", "你 好", "raised"),
        ("try:\n    {}['你好']\nexcept KeyError:\n    raise OSError", "你好", "raised"),
        ("import logging\nlogging.error('你好')", "你好", ""),
        ("raise SystemExit('你好')", "你好", ""),
        ("import threading\nthreading.Event().wait()", "你好", "stuck"),
    ],
)
def test_a_printed_text_is_expected(own_launcher: Launcher, source: str, wanted: str, kind: str) -> None:
    with lab_of(own_launcher, source) as lab:
        run = lab.start()
        if not kind:
            run.expect_printed(wanted, verbatim("it prints it"))
        else:
            finding = finding_of(lambda: run.expect_printed(wanted, verbatim("it prints it")))
            assert (finding.kind, english(finding.expected)) == (kind, "it prints it")


@pytest.mark.parametrize(
    "encoding",
    ["hex", "idna", "undefined", "no-such", "utf-16", ""],
)
def test_output_in_any_encoding_can_be_shown(own_launcher: Launcher, encoding: str) -> None:
    source = f"""
        import sys
        print("hello")
        class Out:
            encoding = {encoding!r}
            def flush(self): pass
            write = flush
        sys.stdout = Out()
    """
    with lab_of(own_launcher, source) as lab:
        run = lab.start()
        run.settle()
        assert run.output()
        assert lab.output()


def test_the_output_shows_no_folder_of_the_grader(launcher: Launcher) -> None:
    source = """
        import os, socket, traceback
        print(os.path.abspath("program.py"))
        try:
            socket.socket().accept()
        except OSError:
            traceback.print_exc()
        raise ValueError("x")
    """
    with lab_of(launcher, source) as lab:
        lab.start().settle()
        shown = lab.output()
        assert shown.splitlines()[0] == FILE
        assert "socket-course-" not in shown
        assert "trace.py" not in shown
        assert "boot.py" not in shown
        assert f'File "{FILE}", line 4' in shown
        assert "ValueError: x" in shown


def test_each_start_is_a_separate_program(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "import os\nprint(len(os.listdir()))\nopen('beside', 'w').close()") as lab:
        for _ in range(2):
            lab.start().settle()
        assert [event.who for event in lab.record.all(Started)] == ["program", "program 2"]
        assert [event.who for event in lab.record.all(Exited)] == ["program", "program 2"]
        assert lab.output() == "1\n2\n"


def test_a_program_can_be_stopped_during_a_check(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.recv(1)")) as lab:
        run, client = start_and_connect(lab)
        run.stop()
        client.until_over()
        assert client.ending() is not Ending.OPEN


def test_output_can_be_read_after_the_program_was_stopped(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "print('hello')\nimport time\ntime.sleep(60)") as lab:
        run = lab.start()
        run.expect_printed("hello", verbatim("it prints it"))
        run.stop()
        assert run.output() == "hello\n"


@on_posix
def test_a_port_in_time_wait_is_recognised(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.close()\nlistening.close()"), patience=BRIEF) as lab:
        run, client = start_and_connect(lab)
        client.expect_end()
        client.close()
        run.settle()
        lab.must_be_in_time_wait(client.connection.address[1])  # type: ignore[attr-defined]


def test_a_port_that_is_free_at_once_after_a_conversation_is_a_finding(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "pass", patience=Patience(silence=0.05)) as lab:
        assert finding_of(lambda: lab.must_be_in_time_wait(lab.port())).kind == "no_time_wait"


def test_the_addresses_of_this_machine_are_known(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "pass") as lab:
        assert lab.has_address(LOOPBACK)
        assert not lab.has_address("192.0.2.1")


def test_each_check_has_its_own_folder_with_the_submitted_files(own_launcher: Launcher) -> None:
    folders: list[Path] = []
    for _ in range(2):
        with lab_of(own_launcher, "import os\nprint(*sorted(os.listdir()))\nopen('left', 'w').close()") as lab:
            lab.work.files["beside.py"] = b""
            run = lab.start()
            run.settle()
            assert run.output() == "beside.py program.py\n"
            folders.append(run.running.program.folder)
    assert folders[0] != folders[1]
    assert not any(folder.exists() for folder in folders)


def test_a_lab_without_a_program_closes_its_server(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, "pass") as lab:
        server = lab.serve()
        assert lab.output() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, server.port), timeout=1)


def test_a_stuck_program_is_found_by_the_proof_and_not_by_its_deadline(own_launcher: Launcher) -> None:
    with lab_of(own_launcher, serving("conn.recv(9)\nconn.recv(9)  # here")) as lab:
        _run, client = start_and_connect(lab)
        client.send(b"hello")
        finding = finding_of(lambda: client.expect(b"hello"))
        assert finding.stuck
        assert not any(lab.record.all(Late))
        assert finding.line == line_of(serving("conn.recv(9)\nconn.recv(9)  # here"))
