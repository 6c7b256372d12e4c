"""The traced socket class behaves exactly like the real one, and records every use of a socket."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from grader.child.channel import Channel
from grader.child.trace import LINES_AT_MOST, Tracer, brief
from grader.program.launch import Launcher
from tests.conftest import cases, line_of, on_posix, order, run

# Each runs with a new socket `s`; its `value`, or its exception, must be the same as in plain Python.
ALIKE = {
    "bind takes one tuple": 's.bind("127.0.0.1", 0)',
    "bind takes no keyword": 's.bind(address=("127.0.0.1", 0))',
    "bind without an address": "s.bind()",
    "bind to a text": 's.bind("127.0.0.1:80")',
    "bind to a list": 's.bind(["127.0.0.1", 0])',
    "bind to None": "s.bind(None)",
    "bind to one value": 's.bind(("127.0.0.1",))',
    "bind to three values": 's.bind(("127.0.0.1", 0, 0))',
    "bind to a port that is text": 's.bind(("127.0.0.1", "8989"))',
    "bind to a port that is a float": 's.bind(("127.0.0.1", 8989.0))',
    "bind to a port too large": 's.bind(("127.0.0.1", 65536))',
    "bind to a negative port": 's.bind(("127.0.0.1", -1))',
    "bind to a huge port": 's.bind(("127.0.0.1", 10**400))',
    "bind to a swapped address": 's.bind((0, "127.0.0.1"))',
    "bind to bytes": 's.bind((b"127.0.0.1", 0)); value = s.getsockname()[0]',
    "bind to a port that is True": 's.bind(("127.0.0.1", False)); value = s.getsockname()[0]',
    "bind to an address of another machine": 's.bind(("192.0.2.1", 0))',
    "bind twice": 's.bind(("127.0.0.1", 0)); s.bind(("127.0.0.1", 0))',
    "bind to every address": 's.bind(("", 0)); value = s.getsockname()[0]',
    "bind returns nothing": 'value = s.bind(("127.0.0.1", 0))',
    "listen takes no keyword": "s.listen(backlog=5)",
    "listen to a text": 's.listen("5")',
    "listen with two numbers": "s.listen(5, 5)",
    "listen without bind": "value = s.listen()",
    "listen with a negative number": "value = s.listen(-5)",
    "accept before listen": "s.accept()",
    "accept takes nothing": "s.accept(1)",
    "connect takes one tuple": 's.connect("127.0.0.1", 80)',
    "connect takes no keyword": 's.connect(address=("127.0.0.1", 1))',
    "connect without a listener": 's.connect(("127.0.0.1", 1))',
    "connect_ex without a listener": 'value = s.connect_ex(("127.0.0.1", 1))',
    "connect a listening socket": 's.listen(); s.connect(("127.0.0.1", 1))',
    "send a text": 's.send("hello")',
    "sendall a text": 's.sendall("hello")',
    "sendall a number": "s.sendall(5)",
    "sendall without bytes": "s.sendall()",
    "send before connect": 's.send(b"hello")',
    "sendall before connect": 's.sendall(b"hello")',
    "recv without a size": "s.recv()",
    "recv takes no keyword": "s.recv(bufsize=10)",
    "recv a text": 's.recv("10")',
    "recv a negative size": "s.recv(-1)",
    "recv a float": "s.recv(10.0)",
    "recv before connect": "s.recv(10)",
    "setsockopt with two values": "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)",
    "setsockopt with a text": 's.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, "1")',
    "setsockopt with True": "value = s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)",
    "setsockopt with an unknown level": "s.setsockopt(9999, 9999, 1)",
    "shutdown before connect": "s.shutdown(socket.SHUT_WR)",
    "shutdown without a half": "s.shutdown()",
    "settimeout of a text": 's.settimeout("1")',
    "settimeout of a negative number": "s.settimeout(-1)",
    "settimeout takes no keyword": "s.settimeout(timeout=1)",
    "a time limit that passes": "s.listen(); s.settimeout(0.001); s.accept()",
    "accept without blocking and without a client": "s.listen(); s.setblocking(False); s.accept()",
    "timeout is an attribute that can be read": "s.settimeout(2); value = s.timeout, s.gettimeout(), s.getblocking()",
    "close twice": "s.close(); value = s.close()",
    "close takes nothing": "s.close(1)",
    "use after close": "s.close(); s.listen()",
    "the descriptor after close": "s.close(); value = s.fileno()",
    "detach": "n = s.detach(); value = s.fileno(), type(n); socket.close(n)",
    "a new attribute": "s.name = 1",
    "an attribute that is a method": "s.bind = print",
    "a deleted attribute": "del s.bind",
    "a wrong name": "s.acept()",
    "an attribute of the class": "socket.socket.name = 1; value = socket.socket.name; del socket.socket.name",
    "its type": "value = type(s) is socket.socket",
    "it is an instance": "value = isinstance(s, socket.socket), isinstance(s, socket.SocketType)",
    "its class by name": "c = type(s); value = repr(c), c.__name__, c.__qualname__, c.__module__, c.__doc__",
    "the slots of its class": "value = hasattr(s, '__dict__')",
    "its repr": "value = repr(s)",
    "its repr when bound": 's.bind(("127.0.0.1", 0)); value = repr(s)',
    "its repr when closed": "s.close(); value = repr(s)",
    "its text": "value = str(s), f'{s}', bool(s)",
    "its family": "value = repr(s.family), repr(s.type), s.proto",
    "pickled": "import pickle; pickle.dumps(s)",
    "copied": "import copy; copy.copy(s)",
    "its class pickled": "import pickle; value = pickle.loads(pickle.dumps(socket.socket)) is socket.socket",
    "a weak reference": "import weakref; value = weakref.ref(s)() is s",
    "equal to itself": "value = s == s, s == socket.socket, len({s, s})",
    "duplicated": "d = s.dup(); value = type(d) is socket.socket, d.fileno() != s.fileno(); d.close()",
    "makefile of an unknown mode": 's.makefile("q")',
    "makefile of text without buffer": 's.makefile("w", buffering=0)',
    "makefile keeps it open": 'f = s.makefile("rb"); s.close(); value = s.fileno() >= 0; f.close()',
    "sendfile of a text file": "import os; s.sendfile(open(os.devnull))",
    "the method of the class": 'value = socket.socket.bind(s, ("127.0.0.1", 0))',
    "the method with no socket": 'socket.socket.bind("s", ("127.0.0.1", 0))',
    "the method with nothing": "socket.socket.listen()",
    "the method as a name": "value = s.bind.__name__, callable(s.bind), s.bind.__doc__",
    "in a with block": "with s as t: value = t is s\nvalue = value, s.fileno()",
    "created with too many values": "socket.socket(1, 2, 3, 4, 5)",
    "created with a text": 'socket.socket("AF_INET")',
    "created with an unknown family": "socket.socket(9999)",
    "created with an unknown keyword": "socket.socket(famly=2)",
    "created with keywords": "n = socket.socket(type=socket.SOCK_STREAM, family=socket.AF_INET); value = repr(n); n.close()",
    "created from an unknown descriptor": "socket.socket(fileno=99999)",
    "created from a descriptor": "n = socket.socket(fileno=s.detach()); value = repr(n); n.close()",
    "a call of the module": "socket()",
    "a socket pair": "a, b = socket.socketpair(); a.sendall(b'x'); value = b.recv(9), type(b) is socket.socket",
    "create_server on a taken address": "s.bind(('127.0.0.1', 0)); socket.create_server(s.getsockname())",
    "create_server with two values": 'socket.create_server("127.0.0.1", 0)',
    "create_connection without a listener": 'socket.create_connection(("127.0.0.1", 1))',
    "create_connection with a text": 'socket.create_connection("127.0.0.1:1")',
    "the names in its class": "value = [name for name in dir(socket.socket) if not name.startswith('__')]",
    "a subclass": """
class Mine(socket.socket):
    def accept(self):
        return "mine", super().fileno() >= 0
with Mine() as m:
    m.label = 1
    value = m.accept(), m.label, type(m).__name__, isinstance(m, socket.socket)
""",
    "a conversation": """
s.bind(("127.0.0.1", 0))
s.listen(5)
with socket.create_connection(s.getsockname()) as client:
    conn, address = s.accept()
    with conn:
        same = address == client.getsockname(), conn.getpeername() == address, type(conn) is socket.socket
        value = same, client.send(b"hello"), conn.recv(2), conn.recv(bufsize := 10), conn.sendall(b"x")
        buffer = bytearray(4)
        value += client.recv_into(buffer), bytes(buffer), client.shutdown(socket.SHUT_WR), conn.recv(1)
value += s.fileno() >= 0, conn.fileno(), client.fileno()
""",
    "an error that comes from the program": """
class Odd(Exception):
    def __str__(self):
        raise RuntimeError("its text was asked for")
class Port:
    def __index__(self):
        raise Odd
s.bind(("127.0.0.1", Port()))
""",
    "nested tuples": """
address = ()
for _ in range(3000):
    address = (address,)
s.bind(address)
""",
    "a view of several dimensions": """
a, b = socket.socketpair()
a.sendall(memoryview(b"12345678").cast("B", (2, 4)))
value = b.recv(100)
""",
    "a released view": """
view = memoryview(b"123")
view.release()
s.send(view)
""",
}

HARNESS = """
import re, socket
seen = {}
for name, code in ALIKE.items():
    space = {"socket": socket, "s": socket.socket()}
    try:
        exec(code, space)
        outcome = "value", repr(space.get("value"))
    except BaseException as error:
        try:
            text = str(error)
        except Exception as odd:
            text = repr(odd)
        outcome = type(error).__module__, type(error).__name__, text, getattr(error, "errno", None)
    space["s"].close()
    seen[name] = tuple(re.sub(r"fd=\\d+|0x[0-9a-f]+|\\d{5}", "N", str(part)) for part in outcome)
print(ascii(seen))
"""

Outcomes = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def both_outcomes(own_launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcomes, Outcomes]:
    """The outcome of each snippet in plain Python, and with the trace."""
    source = f"ALIKE = {ALIKE!r}\n{HARNESS}"
    path = tmp_path_factory.mktemp("plain") / "program.py"
    path.write_text(source, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(path)]
    plain = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    traced = run(own_launcher, source)
    assert traced.status == 0, traced.stderr
    return ast.literal_eval(plain.stdout), ast.literal_eval(traced.stdout)


@pytest.mark.parametrize("name", cases(ALIKE))
def test_traced_and_real_socket_behave_alike(both_outcomes: tuple[Outcomes, Outcomes], name: str) -> None:
    plain, traced = both_outcomes
    assert traced[name] == plain[name]


def calls_of(launcher: Launcher, source: str) -> list[str]:
    ended = run(launcher, source)
    assert ended.status == 0, ended.stderr
    return ended.calls()


SEEN = {
    "from socket import *": (
        "from socket import *\ns = socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\ns.close()",
        ["socket", "bind", "listen", "close"],
    ),
    "import under another name": ("import socket as net\nnet.socket().close()", ["socket", "close"]),
    "create_server": (
        "import socket\nsocket.create_server(('127.0.0.1', 0)).close()",
        ["socket", "setsockopt", "bind", "listen", "close"],
    ),
    "create_connection and accept": (
        "import socket\ns = socket.create_server(('127.0.0.1', 0))\n"
        "c = socket.create_connection(s.getsockname())\nn, _ = s.accept()\nn.send(b'x')\nc.recv(1)",
        ["connect", "accept", "send", "recv"],
    ),
    "a with block": ("import socket\nwith socket.socket() as s:\n    pass", ["socket", "close"]),
    "makefile": (
        "import socket\na, b = socket.socketpair()\nw = a.makefile('w')\nw.write('hi\\n')\nw.flush()\n"
        "assert b.makefile('r').readline() == 'hi\\n'",
        ["makefile", "send", "makefile", "recv_into"],
    ),
    "a subclass": (
        "import socket\nclass Mine(socket.socket):\n    pass\ns = Mine()\ns.bind(('127.0.0.1', 0))",
        ["socket", "bind"],
    ),
    "a reference to a method": (
        "import socket\nhear = socket.socket.listen\ns = socket.socket()\nhear(s)",
        ["socket", "listen"],
    ),
    "socketserver": (
        "import socket, socketserver, threading\n"
        "class Hello(socketserver.BaseRequestHandler):\n"
        "    def handle(self):\n        self.request.sendall(self.request.recv(9))\n"
        "with socketserver.TCPServer(('127.0.0.1', 0), Hello) as server:\n"
        "    t = threading.Thread(target=server.handle_request)\n    t.start()\n"
        "    with socket.create_connection(server.server_address) as c:\n"
        "        c.send(b'hi')\n        assert c.recv(9) == b'hi'\n    t.join()",
        ["socket", "bind", "listen", "connect", "accept", "recv", "sendall"],
    ),
    "asyncio": (
        "import asyncio\n"
        "async def hello(reader, writer):\n"
        "    writer.write(await reader.read(9))\n    await writer.drain()\n    writer.close()\n"
        "async def main():\n"
        "    server = await asyncio.start_server(hello, '127.0.0.1', 0)\n"
        "    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())\n"
        "    writer.write(b'hi')\n    assert await reader.read(9) == b'hi'\n    writer.close()\n    server.close()\n"
        "asyncio.run(main())",
        ["socket", "bind", "listen", "connect", "accept", "send", "recv", "close"],
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_every_use_of_a_socket_is_traced(own_launcher: Launcher, name: str) -> None:
    source, wanted = SEEN[name]
    assert set(wanted) <= set(calls_of(own_launcher, source))


def test_a_call_of_the_program_is_traced_with_its_line_arguments_and_time_limit(own_launcher: Launcher) -> None:
    source = """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.settimeout(2.5)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("127.0.0.1", 0))  # here
    """
    calls = {fields[2]: fields for fields in run(own_launcher, source).said("call")}
    assert calls["socket"][3] == "AF_INET, SOCK_STREAM"
    assert calls["setsockopt"][3:5] == ["SOL_SOCKET, SO_REUSEADDR, 1", "2.5"]
    assert calls["bind"][3:] == ["('127.0.0.1', 0)", "2.5", "program.py", str(line_of(source)), "1"]


def test_a_call_of_a_library_is_traced_with_the_line_that_called_the_library(own_launcher: Launcher) -> None:
    source = """
        import socket
        socket.create_server(("127.0.0.1", 0))  # here
    """
    (bind,) = [fields for fields in run(own_launcher, source).said("call") if fields[2] == "bind"]
    assert bind[5:] == ["program.py", str(line_of(source)), "0"]


def test_an_error_is_traced_with_its_name_and_text(own_launcher: Launcher) -> None:
    source = """
        import socket
        try:
            socket.socket().connect(("127.0.0.1", 1))
        except ConnectionRefusedError:
            pass
    """
    done = run(own_launcher, source).said("done")
    assert done[1][3].startswith("ConnectionRefusedError: ")
    assert done[1][2] == "None"


def test_a_call_is_traced_before_it_waits(own_launcher: Launcher) -> None:
    source = """
        import os, socket, threading
        s = socket.socket()
        s.listen()
        t = threading.Thread(target=s.accept, daemon=True)
        t.start()
        t.join(0.05)
        os._exit(0)
    """
    ended = run(own_launcher, source)
    number = next(fields[0] for fields in ended.said("call") if fields[2] == "accept")
    assert number not in [fields[0] for fields in ended.said("done")]


def test_the_trace_runs_no_code_of_the_learners_objects(own_launcher: Launcher) -> None:
    source = """
        import socket

        class Loud:
            def loud(self, *_):
                print("its code ran")
                return 5
            __repr__ = __str__ = __len__ = __iter__ = __hash__ = __eq__ = __bool__ = __format__ = loud

        class LoudText(str):
            def __repr__(self): print("its code ran"); return "x"
            __str__ = __repr__

        class LoudInt(int):
            def __repr__(self): print("its code ran"); return "x"
            __str__ = __format__ = __repr__

        class LoudBytes(bytes):
            def __repr__(self): print("its code ran"); return "x"
            def __getitem__(self, key): print("its code ran"); return b"x"

        s = socket.socket()
        for call, value in ((s.bind, Loud()), (s.bind, (Loud(), 0)), (s.bind, (LoudText("127.0.0.1"), LoudInt(0))),
                            (s.send, LoudBytes(b"x")), (s.recv, Loud())):
            try:
                call(value)
            except (OSError, TypeError):
                pass
        print("done")
    """
    assert run(own_launcher, source).stdout == "done\n"


def test_the_trace_looks_up_no_attribute_of_the_learners_objects(own_launcher: Launcher) -> None:
    source = """
        import socket

        class Loud:
            def __getattribute__(self, name):
                print("looked up", name)
                return object.__getattribute__(self, name)

        try:
            socket.socket().bind(Loud())
        except TypeError:
            print("done")
    """
    assert run(own_launcher, source).stdout == "done\n"


TALK = """
    import socket, sys
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(({host}, {port}))
    listening.listen()
    client = socket.socket()
    client.connect(("127.0.0.1", 8989))
    conn, address = listening.accept()
    print(listening.getsockname()[1], client.getpeername()[1], conn.getsockname()[1], address == client.getsockname())
    print("8989" in repr(listening), "8989" in repr(client))
    import _socket
    print(_socket.socket.getsockname(listening)[1])
"""


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ('"127.0.0.1"', "8989"),
        ('""', "8989"),
        ('"localhost"', "8989"),
        ('"127.0.0.1"', "int('8989')"),
        ('"127.0.0.1"', "__import__('enum').IntEnum('Port', {'SERVER': 8989}).SERVER"),
    ],
)
def test_the_courses_port_is_mapped_to_the_private_one_and_back(
    own_launcher: Launcher, free_port: int, host: str, port: str
) -> None:
    ended = run(own_launcher, TALK.format(host=host, port=port), given=order(ports={8989: free_port}))
    assert ended.stdout.split() == ["8989", "8989", "8989", "True", "True", "True", str(free_port)], ended.stderr


def test_the_trace_shows_only_the_courses_port(own_launcher: Launcher, free_port: int) -> None:
    source = TALK.format(host='"127.0.0.1"', port=8989)
    ended = run(own_launcher, source, given=order(ports={8989: free_port}))
    shown = [fields[3] for fields in ended.said("call") if fields[2] in ("bind", "connect")]
    assert shown == ["('127.0.0.1', 8989)", "('127.0.0.1', 8989)"]


def test_another_port_is_not_mapped(own_launcher: Launcher, free_port: int) -> None:
    source = f"""
        import socket
        s = socket.socket()
        s.bind(("127.0.0.1", {free_port}))
        print(s.getsockname()[1])
    """
    assert run(own_launcher, source, given=order(ports={8989: 1})).stdout == f"{free_port}\n"


@pytest.mark.parametrize(
    "connect",
    [
        'socket.create_connection(("localhost", 8081))',
        'socket.create_connection(("127.0.0.1", 8081), timeout=5, source_address=("127.0.0.1", 0))',
        '__import__("asyncio").run(__import__("asyncio").open_connection("127.0.0.1", 8081))',
    ],
)
def test_a_library_connects_to_the_private_port(own_launcher: Launcher, connect: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        given = order(ports={8081: server.getsockname()[1]})
        ended = run(own_launcher, f"import socket\nkept = {connect}\n", given=given)
        assert ended.status == 0, ended.stderr
        server.accept()[0].close()


def test_the_number_of_traced_calls_is_limited(own_launcher: Launcher) -> None:
    source = """
        import socket
        a, b = socket.socketpair()
        for _ in range(5000):
            a.send(b"x")
            b.recv(1)
        print("done")
    """
    ended = run(own_launcher, source)
    assert ended.stdout == "done\n"
    assert len(ended.said("call")) == LINES_AT_MOST


@on_posix
def test_the_calls_of_a_forked_child_are_not_traced(own_launcher: Launcher) -> None:
    source = """
        import os, socket
        s = socket.socket()
        pid = os.fork()
        if pid == 0:
            s.listen()
            os._exit(0)
        os.waitpid(pid, 0)
        s.close()
    """
    assert run(own_launcher, source).calls() == ["socket", "close"]


@on_posix
def test_a_program_that_closes_every_descriptor_still_works(own_launcher: Launcher) -> None:
    source = """
        import os, socket
        os.closerange(3, 256)
        a, b = socket.socketpair()
        a.sendall(b"hello")
        print(b.recv(100))
    """
    ended = run(own_launcher, source)
    assert (ended.status, ended.stdout) == (0, "b'hello'\n")


def test_a_program_cannot_import_a_module_of_the_grader(own_launcher: Launcher) -> None:
    source = """
        import sys
        for name in "trace boot channel exceptions frames order process_setup runner side_channel grader launch".split():
            sys.modules.pop(name, None)
            try:
                found = __import__(name).__file__
            except ImportError:
                continue
            print(name, found)
        print("done")
    """
    printed = run(own_launcher, source).stdout.splitlines()
    assert printed.pop() == "done"
    assert [line for line in printed if "grader" in line] == []


def test_calls_of_several_threads_have_different_numbers(own_launcher: Launcher) -> None:
    source = """
        import socket, sys, threading
        sys.setswitchinterval(1e-6)
        def talk():
            a, b = socket.socketpair()
            for _ in range(40):
                a.send(b"x")
        threads = [threading.Thread(target=talk) for _ in range(6)]
        for each in threads: each.start()
        for each in threads: each.join()
    """
    numbers = [fields[0] for fields in run(own_launcher, source).said("call")]
    assert len(numbers) == 240
    assert len(set(numbers)) == len(numbers)


BRIEF = {
    "bytes": (b"hi", "b'hi'"),
    "long bytes": (b"x" * 1000, repr(b"x" * 48) + "... (1000 bytes)"),
    "a bytearray": (bytearray(b"hi"), "bytearray(b'hi')"),
    "a view": (memoryview(b"hi"), "memoryview(b'hi')"),
    "a number": (8989, "8989"),
    "a huge number": (10**100, "a huge number"),
    "a text": ("你好", "'你好'"),
    "a tab and a line's end": ("a\tb\nc", r"'a\tb\nc'"),
    "an address": (("127.0.0.1", 8989), "('127.0.0.1', 8989)"),
    "one value": ((1,), "(1,)"),
    "none": (None, "None"),
    "a constant": (socket.AF_INET, "AF_INET"),
    "a list": ([1, 2], "<list>"),
    "a class": (Path, "<type>"),
    "a function": (print, "<builtin_function_or_method>"),
    "many values": (tuple(range(6)), "<tuple>"),
}


@pytest.mark.parametrize("name", BRIEF)
def test_the_brief_text_of_a_value(name: str) -> None:
    value, wanted = BRIEF[name]
    assert brief(value) == wanted


def test_the_brief_text_of_a_socket_has_no_numbers() -> None:
    with socket.socket() as sock:
        assert brief(sock) == "a socket"


def test_the_brief_text_of_a_long_value_is_short() -> None:
    assert len(brief("x" * 10_000)) < 200


def test_a_long_result_in_chinese_is_reported_with_its_size() -> None:
    sent: list[tuple[object, ...]] = []
    Tracer(lambda *fields: sent.append(fields), "/nowhere/", {}).done(1, "好".encode("gbk") * 100)
    assert "... (200 bytes)" in str(sent[0][3])


def test_tabs_and_line_ends_in_a_field_become_spaces() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Channel(theirs).send_line("done", 1, "a\tb", "c\nd\udcff")
        assert ours.recv(100) == b"done\t1\ta b\tc d\\udcff\n"


def test_sending_a_line_after_the_grader_has_ended_raises_nothing() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        channel = Channel(theirs)
        ours.close()
        channel.send_line("loaded")
        channel.send_line("loaded")


@on_posix
def test_no_line_is_sent_to_another_socket_with_the_number_of_the_channel() -> None:
    (ours, theirs), (other, victim) = socket.socketpair(), socket.socketpair()
    with ours, theirs, other, victim:
        channel = Channel(theirs)
        os.dup2(victim.fileno(), theirs.fileno())
        channel.send_line("loaded")
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.recv(100)


def test_the_traced_class_has_the_repr_of_the_real_class(own_launcher: Launcher) -> None:
    source = "import socket\nprint(socket.socket, socket.socket.__module__, socket.socket.bind.__qualname__)"
    assert run(own_launcher, source).stdout == "<class 'socket.socket'> socket socket.bind\n"
