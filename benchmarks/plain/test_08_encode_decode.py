"""08: encode and decode texts."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, connect, free_port, ready, receive_all

SERVER = """
import socket, sys
from codec import decode_bytes, encode_text
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
conn, _ = server.accept()
named = sys.argv[2:3]
"""

SEND = f"""{SERVER}
data = encode_text(sys.stdin.readline().strip(), *named)
conn.sendall(b"%d " % len(data) + data)
conn.close()
"""

READ = f"""{SERVER}
print(decode_bytes(conn.recv(1024), *named))
"""

REFUSE = """
import sys
from codec import decode_bytes
for text in sys.argv[1:]:
    try:
        print(decode_bytes(bytes.fromhex(text)))
    except UnicodeDecodeError:
        print("UnicodeDecodeError")
"""


def send_text(start: Start, text: str, *encoding: str) -> tuple[int, bytes]:
    """Let the program send a text. Return the length that it announced, and the bytes that came."""
    port = free_port()
    program = start(SEND, port, *encoding)
    assert program.process.stdin is not None
    program.process.stdin.write(f"{text}\n")
    program.process.stdin.flush()
    ready()
    with connect(port) as client:
        size, data = receive_all(client).split(b" ", 1)
    return int(size), data


def read_text(start: Start, text: str, *encoding: str) -> str:
    """Send a text's bytes to the program. Return the text that it printed."""
    port = free_port()
    program = start(READ, port, *encoding)
    ready()
    with connect(port) as client:
        client.sendall(text.encode(encoding[0] if encoding else "gbk"))
        return program.output().strip()


def check_both_directions(start: Start, text: str, encoding: str) -> None:
    assert send_text(start, text, encoding)[1] == text.encode(encoding)
    assert read_text(start, text, encoding) == text


def test_sends_gbk(start: Start) -> None:
    assert send_text(start, "你好，服务端")[1] == "你好，服务端".encode("gbk")


def test_reads_gbk(start: Start) -> None:
    assert read_text(start, "你好，服务端") == "你好，服务端"


def test_other_encoding(start: Start) -> None:
    check_both_directions(start, "你好，服务端", "utf-8")
    check_both_directions(start, "你好，今天網路很慢", "big5")


def test_length(start: Start) -> None:
    size, data = send_text(start, "ok, 问题正在处理中...")
    assert size == len(data)


def test_not_text(start: Start) -> None:
    bad = [b"\xff\xff", "你好".encode("gbk") + b"\xff", "你好".encode("gbk")[:3], b"ok \xff ok"]
    assert start(REFUSE, *(data.hex() for data in bad)).lines() == ["UnicodeDecodeError"] * len(bad)


def test_rare_text(start: Start) -> None:
    for text in ("朱镕基·陶喆——TCP", "plain ASCII", "，。！？“”"):
        assert read_text(start, text) == text


def test_more_encodings(start: Start) -> None:
    for encoding, text in (
        ("gb18030", "你好😀"),
        ("utf-16-le", "你好"),
        ("shift_jis", "こんにちは"),
        ("latin-1", "café"),
    ):
        check_both_directions(start, text, encoding)
