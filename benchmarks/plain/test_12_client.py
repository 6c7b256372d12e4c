"""12: the whole client."""
# ruff: noqa: D103  (each test is named after the check that it stands for)

import pytest

from benchmarks.plain.programs import Program, Start, listen, meet, ready

PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!".encode("gbk")


def visited(start: Start, reply: str, slowly: bool = False) -> tuple[Program, bytes]:
    """One visit of the program: it is answered, and then the server hangs up."""
    with listen(PORT) as server:
        program = start("client.py")
        with meet(server) as conn:
            message = conn.recv(1024)
            if slowly:
                ready()
            conn.sendall(reply.encode("gbk"))
    return program, message


def test_connects(start: Start) -> None:
    with listen(PORT) as server:
        start("client.py")
        with meet(server) as conn:
            conn.recv(1024)
            conn.sendall(b"ok")
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):
            server.accept()


def test_message(start: Start) -> None:
    assert visited(start, "ok")[1] == MESSAGE


def test_reply(start: Start) -> None:
    program, _ = visited(start, "你好，小黑")
    assert "你好，小黑" in program.output()


def test_ends(start: Start) -> None:
    program, _ = visited(start, "ok")
    assert program.status() == 0


def test_hang_up(start: Start) -> None:
    program, _ = visited(start, "")
    program.status()


def test_any_reply(start: Start) -> None:
    for text in ("好", "朱镕基·陶喆", "今天网络很慢，谢谢" * 12):
        program, _ = visited(start, text)
        assert text in program.output()


def test_patient(start: Start) -> None:
    program, _ = visited(start, "ok", slowly=True)
    assert program.status() == 0
