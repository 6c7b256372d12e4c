"""Private ports: never shared, and never held by an earlier connection."""

import contextlib
import itertools
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.model.errors import GraderError
from grader.wire import ports
from grader.wire.ports import BLOCK, FIRST, LAST, Ports, holder, is_free
from grader.wire.tcp_queues import ESTABLISHED, Diagnosis, Queue, is_listening
from tests.conftest import on_linux

ROOT = Path(__file__).parent.parent
SEED = 5


def block_of(port: int) -> int:
    """The guard port of a port's block."""
    return FIRST + (port - FIRST) // BLOCK * BLOCK


@contextlib.contextmanager
def in_time_wait(port: int) -> Iterator[None]:
    """Leave a connection on a port in TIME_WAIT: the server closes it first."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = listening.accept()
            accepted.close()
            assert client.recv(1) == b""
    yield


def test_a_port_is_never_given_twice() -> None:
    with Ports(random.Random(SEED)) as own:
        taken = [own.take() for _ in range(3 * BLOCK)]
    assert len(set(taken)) == len(taken)


def test_two_users_of_one_process_never_get_the_same_port() -> None:
    with Ports(random.Random(SEED)) as one, Ports(random.Random(SEED)) as other:
        given = [user.take() for _ in range(2 * BLOCK) for user in (one, other)]
    assert len(set(given)) == len(given)


def test_two_processes_never_get_the_same_port() -> None:
    source = (
        "import random, sys\n"
        "from grader.wire.ports import Ports\n"
        f"with Ports(random.Random({SEED})) as own:\n"
        "    print(*(own.take() for _ in range(150)), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", source]
    with contextlib.ExitStack() as stack:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
        others = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(2)]
        own = stack.enter_context(Ports(random.Random(SEED)))
        given = [own.take() for _ in range(150)]
        for each in others:
            assert each.stdout is not None
            given += map(int, each.stdout.readline().split())
        for each in others:
            each.communicate()
    assert len(given) == 450
    assert len(set(given)) == len(given)


def test_a_socket_can_listen_on_a_new_port_at_once() -> None:
    with Ports(random.Random()) as own, socket.socket() as sock:
        sock.bind(("127.0.0.1", own.take()))
        sock.listen()


def test_every_port_is_within_the_reserved_range() -> None:
    with Ports(random.Random()) as own:
        assert all(FIRST <= own.take() < LAST for _ in range(BLOCK))


@on_linux
def test_the_kernels_ephemeral_ports_are_above_the_reserved_range() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert lowest > LAST


def next_free_port(own: Ports) -> int:
    """The port that `own` gives next; it is free."""
    for _ in range(BLOCK):
        following = own.take() + 1
        if block_of(following) == block_of(following - 1) and is_free(following):
            return following
    pytest.fail("no two free ports side by side")


def test_the_ports_of_a_block_come_in_order() -> None:
    with Ports(random.Random()) as own:
        following = next_free_port(own)
        assert own.take() == following


def test_a_port_in_time_wait_is_skipped() -> None:
    with Ports(random.Random()) as own:
        following = next_free_port(own)
        with in_time_wait(following):
            assert not is_free(following)
            assert own.take() != following


@pytest.mark.parametrize("host", ["127.0.0.1", ""])
@pytest.mark.parametrize("listens", [True, False])
def test_a_port_that_another_program_has_bound_is_skipped(host: str, listens: bool) -> None:
    with Ports(random.Random()) as own, socket.socket() as other:
        following = next_free_port(own)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((host, following))
        if listens:
            other.listen()
        assert own.take() != following


def test_a_block_whose_guard_is_held_is_skipped() -> None:
    with Ports(random.Random(SEED)) as one, Ports(random.Random(SEED)) as other:
        assert block_of(one.take()) != block_of(other.take())


def test_the_blocks_are_released_at_the_end() -> None:
    with Ports(random.Random()) as own:
        guard = block_of(own.take())
        assert not is_free(guard, "127.0.0.1")
    assert is_free(guard, "127.0.0.1")


def test_without_a_free_port_the_error_is_grader_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "LAST", FIRST + BLOCK + 1)
    with Ports(random.Random()) as own, pytest.raises(GraderError, match="no free TCP port"):
        list(itertools.islice(iter(own.take, None), BLOCK))


def test_a_free_port_is_free_at_each_address(free_port: int) -> None:
    assert is_free(free_port)
    assert is_free(free_port, "127.0.0.1")


def test_a_port_at_a_foreign_address_is_not_free() -> None:
    assert not is_free(0, "192.0.2.1")


def test_the_process_that_listens_on_a_port_is_named(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        assert holder(free_port) == f"{psutil.Process().name()} ({psutil.Process().pid})"


@on_linux
@pytest.mark.parametrize("host", ["127.0.0.1", ""])
@pytest.mark.parametrize("by_diagnosis", [True, False])
def test_is_listening_agrees_with_the_state_of_the_socket(free_port: int, host: str, by_diagnosis: bool) -> None:
    with contextlib.closing(Diagnosis()) as diagnosis:
        diagnosis.possible = diagnosis.possible and by_diagnosis
        assert not is_listening(free_port, diagnosis)
        with socket.socket() as sock:
            sock.bind((host, free_port))
            assert not is_listening(free_port, diagnosis)
            sock.listen()
            assert is_listening(free_port, diagnosis)
        assert not is_listening(free_port, diagnosis)


@on_linux
def test_the_kernel_reports_how_many_bytes_are_not_acknowledged(free_port: int) -> None:
    with contextlib.closing(Diagnosis()) as diagnosis, socket.create_server(("127.0.0.1", free_port)) as listening:
        with socket.create_connection(("127.0.0.1", free_port)) as client, listening.accept()[0] as other:
            ends = client.getsockname(), other.getsockname()
            if diagnosis.ask(*ends) is None:
                pytest.skip("this system does not answer sock_diag requests")
            assert diagnosis.ask(*ends) == Queue(ESTABLISHED, 0)
            client.setblocking(False)
            sent = 0
            with contextlib.suppress(BlockingIOError):
                while True:
                    sent += client.send(bytes(1 << 16))
            queue = diagnosis.ask(*ends)
            assert queue is not None
            assert 0 < queue.unsent <= sent
            assert diagnosis.ask(*reversed(ends)) == Queue(ESTABLISHED, 0)
        assert diagnosis.ask(("127.0.0.1", 1), ("127.0.0.1", 2)) is None
        assert diagnosis.possible


def test_a_free_port_has_no_holder(free_port: int) -> None:
    assert holder(free_port) == ""


def test_a_port_in_time_wait_has_no_holder(free_port: int) -> None:
    with in_time_wait(free_port):
        assert holder(free_port) == ""
