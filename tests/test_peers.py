"""The reference client and server: end of stream, reset, refusal and silence are four different outcomes."""

import contextlib
import os
import random
import socket
import struct
import time
from collections.abc import Callable, Iterator

import pytest

from grader.model.errors import GraderError
from grader.model.events import Closed, Connected, Event, Finished, Flooded, Received, Refused, Reset, Sent, Unreached
from grader.model.transcript import Transcript
from grader.wire import connection as connection_module
from grader.wire.client import Client
from grader.wire.connection import Connection, plain
from grader.wire.ports import Ports
from grader.wire.server import Server
from grader.wire.waiting import wait_ready
from tests.conftest import LINUX, on_linux

LOOPBACK = "127.0.0.1"


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A listening socket, as a program under test has it."""
    with socket.create_server((LOOPBACK, 0)) as made:
        made.settimeout(5)
        yield made


@pytest.fixture
def record() -> Transcript:
    return Transcript()


def pump_until(peer: Connection | Server, done: Callable[[], bool], seconds: float = 20.0) -> None:
    """Drive a peer as the loop does until `done` returns true; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    peer.pump()
    while not done():
        assert time.monotonic() < end, "the condition did not become true"
        wait_ready(peer.readers(), peer.writers(), 0.01)
        peer.pump()


def pump_for(peer: Connection, seconds: float = 0.02) -> None:
    """Drive a peer for `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        peer.pump()
        wait_ready(peer.readers(), peer.writers(), 0.005)


@pytest.fixture
def pair(listening: socket.socket, record: Transcript) -> Iterator[tuple[Client, socket.socket]]:
    """A reference client, connected to the other side's blocking socket."""
    client = Client(listening.getsockname(), "client", record)
    other, _ = listening.accept()
    other.settimeout(5)
    pump_until(client, lambda: client.settled)
    with other:
        yield client, other
    client.drop()


def kinds(record: Transcript) -> list[type[Event]]:
    return [type(event) for event in record.events()]


def reset_on_close(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def fill_buffers(sender: socket.socket, reader: Connection) -> int:
    """Send until the buffers are full. Return the number of bytes sent."""
    sender.setblocking(False)
    sent = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            sent += sender.send(bytes(1 << 16))
            pump_for(reader, 0.001)
    return sent


Pair = tuple[Client, socket.socket]


def test_a_connection_is_recorded_with_both_addresses(pair: Pair, record: Transcript) -> None:
    client, other = pair
    (event,) = record.events()
    assert event == Connected(
        at=event.at, who="client", local=plain(other.getpeername()), remote=plain(other.getsockname())
    )
    assert client.local_port == other.getpeername()[1]
    assert (client.connected, client.over, client.refused, client.unreached) == (True, False, False, False)


def test_an_address_is_recorded_as_the_check_shows_it(listening: socket.socket, record: Transcript) -> None:
    client = Client(listening.getsockname(), "client", record, shown=lambda address: f"<{address[0]}>")
    pump_until(client, lambda: client.settled)
    (event,) = record.events()
    assert isinstance(event, Connected)
    assert (event.local, event.remote) == ("<127.0.0.1>", "<127.0.0.1>")
    client.drop()


def test_a_port_without_a_listener_refuses(record: Transcript, free_port: int) -> None:
    client = Client((LOOPBACK, free_port), "client", record)
    pump_until(client, lambda: client.settled)
    (event,) = record.events()
    assert event == Refused(at=event.at, who="client", remote=f"{LOOPBACK}:{free_port}")
    assert (client.refused, client.connected, client.unreached) == (True, False, False)
    client.drop()


def test_an_unreachable_address_is_not_a_refusal(record: Transcript) -> None:
    client = Client(("255.255.255.255", 9), "client", record)
    pump_until(client, lambda: client.settled)
    (event,) = record.events()
    assert isinstance(event, Unreached)
    assert event.reason.startswith("E")
    assert (client.unreached, client.refused, client.connected) == (True, False, False)
    client.drop()


@on_linux
def test_a_full_accept_queue_gives_no_answer(record: Transcript) -> None:
    with socket.socket() as full:
        full.bind((LOOPBACK, 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):
            client = Client(full.getsockname(), "client", record)
            pump_for(client, 0.05)
            assert not client.settled
            assert record.events() == []
            client.drop()


def test_silence_adds_no_event(pair: Pair, record: Transcript) -> None:
    client, _other = pair
    pump_for(client)
    assert kinds(record) == [Connected]
    assert (client.finished, client.reset, client.over) == (False, False, False)


def test_a_close_is_the_end_of_the_stream(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.close()
    pump_until(client, lambda: client.over)
    assert kinds(record) == [Connected, Finished]
    assert (client.finished, client.reset) == (True, False)


def test_a_half_close_is_the_end_of_the_stream(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.shutdown(socket.SHUT_WR)
    pump_until(client, lambda: client.over)
    client.send(b"still heard")
    assert other.recv(100) == b"still heard"
    assert kinds(record) == [Connected, Finished, Sent]


def test_a_reset_is_not_the_end_of_the_stream(pair: Pair, record: Transcript) -> None:
    client, other = pair
    reset_on_close(other)
    pump_until(client, lambda: client.over)
    assert kinds(record) == [Connected, Reset]
    assert (client.finished, client.reset) == (False, True)


def test_unread_bytes_turn_a_close_into_a_reset(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.send(b"never read")
    other.close()
    pump_until(client, lambda: client.over)
    assert kinds(record) == [Connected, Sent, Reset]


def test_bytes_before_the_end_are_kept(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.sendall(b"last words")
    other.close()
    pump_until(client, lambda: client.over)
    assert bytes(client.received) == b"last words"
    assert kinds(record) == [Connected, Received, Finished]


def test_the_end_is_recorded_once(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.close()
    pump_until(client, lambda: client.over)
    pump_for(client)
    assert kinds(record).count(Finished) == 1
    assert client.readers() == []


def test_a_connection_that_is_reset_at_once_is_recorded_as_connected(
    listening: socket.socket, record: Transcript
) -> None:
    client = Client(listening.getsockname(), "client", record)
    other, _ = listening.accept()
    reset_on_close(other)
    pump_until(client, lambda: client.over)
    assert (client.connected, client.reset, client.refused) == (True, True, False)
    assert kinds(record) == [Connected, Reset]
    client.drop()


def test_a_close_with_unread_bytes_does_not_reset(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.sendall(bytes(300_000))
    client.paused = True
    pump_for(client)
    client.close()
    assert other.recv(1) == b""
    assert kinds(record)[-1] is Closed
    assert not client.open


def test_abort_sends_a_reset(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.abort()
    with pytest.raises(ConnectionResetError):
        other.recv(1)
    last = record.events()[-1]
    assert isinstance(last, Closed)
    assert last.how == "reset"


def test_a_half_closed_client_still_reads(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.send(b"question")
    client.finish()
    assert other.recv(100) == b"question"
    assert other.recv(100) == b""
    other.sendall(b"answer")
    pump_until(client, lambda: bool(client.received))
    assert bytes(client.received) == b"answer"
    assert kinds(record) == [Connected, Sent, Closed, Received]


def test_finish_first_sends_every_byte(pair: Pair) -> None:
    client, other = pair
    data = random.Random(1).randbytes(8 << 20)
    client.send(data)
    client.finish()
    assert client.sending
    got = bytearray()
    while len(got) < len(data):
        client.pump()
        got += other.recv(1 << 20)
    pump_until(client, lambda: not client.sending)
    assert bytes(got) == data
    assert other.recv(1) == b""


def test_bytes_sent_before_the_connection_exists_arrive(listening: socket.socket, record: Transcript) -> None:
    client = Client(listening.getsockname(), "client", record)
    client.send(b"early")
    other, _ = listening.accept()
    other.settimeout(5)
    with other:
        pump_until(client, lambda: client.connected and not client.sending)
        assert other.recv(100) == b"early"
    client.drop()


def test_sending_after_a_reset_raises_nothing(pair: Pair) -> None:
    client, other = pair
    reset_on_close(other)
    client.send(bytes(1 << 20))
    pump_until(client, lambda: client.over)
    client.send(b"more")
    pump_for(client)
    assert client.reset
    assert not client.sending


@on_linux
def test_bytes_sent_after_the_end_of_the_stream_do_not_make_it_a_reset(pair: Pair, record: Transcript) -> None:
    client, other = pair
    other.close()
    client.send(b"too late")  # answered by a reset
    client.send(b"too late")  # fails
    pump_until(client, lambda: client.over)
    assert (client.finished, client.reset) == (True, False)
    assert Reset not in kinds(record)


def test_a_paused_reader_leaves_the_sender_waiting(pair: Pair) -> None:
    client, other = pair
    client.paused = True
    assert fill_buffers(other, client) > 0
    assert client.received == b""
    assert client.readers() == []


def test_a_slow_reader_reads_a_little_at_a_time(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.chunk = 10
    other.sendall(bytes(100))
    before = 0
    pump_until(client, lambda: len(client.received) > before)
    assert len(client.received) == 10
    client.chunk = 1 << 16
    pump_until(client, lambda: len(client.received) == 100)
    assert [event.size for event in record.all(Received)] == [10, 90]


def test_a_small_receive_buffer_limits_the_sender(listening: socket.socket, record: Transcript) -> None:
    client = Client(listening.getsockname(), "client", record, receive_buffer=4096)
    other, _ = listening.accept()
    client.paused = True
    with other:
        assert fill_buffers(other, client) < 8 << 20
    client.drop()


def test_a_flood_is_cut(pair: Pair, record: Transcript, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "READ_AT_MOST", 100_000)
    client, other = pair
    other.setblocking(False)
    for _ in range(100):
        with contextlib.suppress(BlockingIOError):
            other.send(bytes(10_000))
        client.pump()
    assert client.flooded
    assert client.over
    assert len(client.received) < 200_000
    last = record.events()[-1]
    assert isinstance(last, Flooded)
    assert last.what == "sent"


def test_a_long_message_is_recorded_by_its_beginning_and_its_size(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.send(bytes(50_000))
    sent = record.last(Sent)
    assert sent is not None
    assert (sent.size, sent.data) == (50_000, bytes(2048))
    other.close()


def test_a_client_can_connect_from_another_address(listening: socket.socket, record: Transcript) -> None:
    if not LINUX:
        pytest.skip("no second address of the loopback")
    client = Client(listening.getsockname(), "client", record, source="127.0.0.9")
    other, address = listening.accept()
    with other:
        assert address[0] == "127.0.0.9"
    client.drop()


def test_drop_closes_without_an_event(pair: Pair, record: Transcript) -> None:
    client, other = pair
    client.drop()
    client.drop()
    assert other.recv(1) == b""
    assert kinds(record) == [Connected]
    assert (client.readers(), client.writers(), client.pump()) == ([], [], False)


@pytest.fixture
def server(record: Transcript) -> Iterator[Server]:
    """A reference server."""
    with Ports(random.Random()) as ports:
        made = Server(ports.take(), "server", record)
        yield made
        made.drop()


def test_a_server_accepts_clients_in_order(server: Server, record: Transcript) -> None:
    others = [socket.create_connection((LOOPBACK, server.port)) for _ in range(3)]
    pump_until(server, lambda: len(server.connections) == 3)
    assert [each.who for each in server.connections] == ["server", "server (2)", "server (3)"]
    came = [event.remote for event in record.all(Connected)]
    assert came == [plain(other.getsockname()) for other in others]
    for other in others:
        other.close()


def test_a_conversation_runs_over_an_accepted_connection(server: Server) -> None:
    with socket.create_connection((LOOPBACK, server.port), timeout=5) as other:
        other.sendall(b"question")
        pump_until(server, lambda: bool(server.connections))
        (accepted,) = server.connections
        pump_until(accepted, lambda: bool(accepted.received))
        accepted.send(b"answer")
        assert other.recv(100) == b"answer"


def test_a_client_that_resets_at_once_is_recorded_as_connected(server: Server, record: Transcript) -> None:
    reset_on_close(socket.create_connection((LOOPBACK, server.port)))
    pump_until(server, lambda: bool(server.connections))
    (accepted,) = server.connections
    pump_until(accepted, lambda: accepted.over)
    assert accepted.reset
    assert Reset in kinds(record)


def test_a_taken_port_raises_grader_error(server: Server, record: Transcript) -> None:
    with pytest.raises(GraderError, match=str(server.port)):
        Server(server.port, "server", record)


@on_linux
def test_a_dropped_server_leaves_no_descriptor(record: Transcript, free_port: int) -> None:
    before = len(os.listdir("/proc/self/fd"))
    server = Server(free_port, "server", record)
    others = [socket.create_connection((LOOPBACK, free_port)) for _ in range(3)]
    pump_until(server, lambda: len(server.connections) == 3)
    server.drop()
    for other in others:
        assert other.recv(1) == b""
        other.close()
    with pytest.raises(GraderError, match=str(free_port)):
        Server(free_port, "server", record)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, free_port))
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_wait_without_sockets_lasts_until_its_timeout() -> None:
    began = time.monotonic()
    wait_ready([], [], 0.02)
    assert time.monotonic() - began > 0.015
