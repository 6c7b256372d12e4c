"""13: the complete server."""
# ruff: noqa: D103  (each test has the name of its check)

import pytest

from benchmarks.plain.programs import Program, Start, connect, ready, receive_all

PORT = 8989
REPLY = "ok, 问题正在处理中...".encode("gbk")


def run_server(start: Start, text: str = "你好服务端", slowly: bool = False) -> tuple[Program, bytes, int]:
    """Run the server with one client. Return the program, its reply, and the client's port."""
    program = start("server.py")
    ready()
    with connect(PORT) as client:
        if slowly:
            ready()
        client.sendall(text.encode("gbk"))
        return program, receive_all(client), client.getsockname()[1]


def check_printed(start: Start, text: str) -> None:
    program, _, port = run_server(start, text)
    output = program.output()
    assert text in output
    assert str(len(text.encode("gbk"))) in output
    assert str(port) in output


def test_listens(start: Start) -> None:
    start("server.py")
    ready()
    connect(PORT).close()


def test_text(start: Start) -> None:
    program, _, _ = run_server(start, "你好服务端，我是客户端小黑!")
    assert "你好服务端，我是客户端小黑!" in program.output()


def test_numbers(start: Start) -> None:
    check_printed(start, "今天网络很慢，请稍等")


def test_reply(start: Start) -> None:
    assert run_server(start)[1] == REPLY


def test_end(start: Start) -> None:
    run_server(start)  # reads up to the end of the stream


def test_ends(start: Start) -> None:
    program, _, _ = run_server(start)
    assert program.status() == 0
    with pytest.raises(ConnectionRefusedError):
        connect(PORT).close()


def test_restart(start: Start) -> None:
    run_server(start)
    assert run_server(start)[1] == REPLY


def test_leaves(start: Start) -> None:
    program = start("server.py")
    ready()
    connect(PORT).close()
    assert program.status() == 0


def test_any_text(start: Start) -> None:
    for text in ("朱镕基·陶喆", "中文课", "今天网络很慢，谢谢" * 8, "收到，再见"):
        check_printed(start, text)


def test_slow_client(start: Start) -> None:
    assert run_server(start, slowly=True)[1] == REPLY
