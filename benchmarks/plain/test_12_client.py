"""12: the complete client."""
# ruff: noqa: D103  (each test has the name of its check)

import pytest

from benchmarks.plain.programs import Program, Start, accept, listen, ready

PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!".encode("gbk")


def run_client(start: Start, reply: str, slowly: bool = False) -> tuple[Program, bytes]:
    """Run the client with a server that replies and closes. Return the program and its message."""
    with listen(PORT) as server:
        program = start("client.py")
        with accept(server) as conn:
            message = conn.recv(1024)
            if slowly:
                ready()
            conn.sendall(reply.encode("gbk"))
    return program, message


def test_connects(start: Start) -> None:
    with listen(PORT) as server:
        start("client.py")
        with accept(server) as conn:
            conn.recv(1024)
            conn.sendall(b"ok")
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):
            server.accept()


def test_message(start: Start) -> None:
    assert run_client(start, "ok")[1] == MESSAGE


def test_reply(start: Start) -> None:
    program, _ = run_client(start, "你好，小黑")
    assert "你好，小黑" in program.output()


def test_ends(start: Start) -> None:
    program, _ = run_client(start, "ok")
    assert program.status() == 0


def test_hang_up(start: Start) -> None:
    program, _ = run_client(start, "")
    program.status()


def test_any_reply(start: Start) -> None:
    for text in ("好", "朱镕基·陶喆", "今天网络很慢，谢谢" * 12):
        program, _ = run_client(start, text)
        assert text in program.output()


def test_patient(start: Start) -> None:
    program, _ = run_client(start, "ok", slowly=True)
    assert program.status() == 0
