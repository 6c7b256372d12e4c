"""Frames, which begin with their size, and the order that the grader sends to a new process."""

import inspect
import socket
import threading

import pytest

from grader.child import order as orders
from grader.child.frames import frame, receive_frame
from grader.child.order import LandlockRules, Order, pack, unpack

RULES = LandlockRules(read=["/usr"], write=["/tmp/小黑"], devices=[], ports=[8989])


def order_with(rules: LandlockRules | None) -> Order:
    return Order(
        file="client.py",
        folder="/tmp/work/",
        tmp="/tmp",
        files={"client.py": b"\xff\x00"},
        host=None,
        steps=("serve",),
        argv=("127.0.0.1", "\udcff"),
        ports={8989: 20001},
        limits=[("RLIMIT_CPU", 5)],
        landlock=rules,
        patience=0.75,
        short_sends=True,
        portable=True,
        stdout="/tmp/out",
        stderr=4,
        where=5,
    )


@pytest.mark.parametrize("rules", [None, RULES])
def test_an_order_is_the_same_after_pack_and_unpack(rules: LandlockRules | None) -> None:
    came = unpack(pack(order_with(rules)))
    sent = order_with(rules)
    assert (came.landlock is None) == (rules is None)
    if came.landlock is not None:
        assert vars(came.landlock) == vars(RULES)
    assert {**vars(came), "landlock": None} == {**vars(sent), "landlock": None}


@pytest.mark.parametrize("kind", [Order, LandlockRules])
def test_an_order_contains_every_declared_field(kind: type[Order | LandlockRules]) -> None:
    made = unpack(pack(order_with(RULES)))
    assert set(vars(made if kind is Order else made.landlock)) == set(inspect.get_annotations(kind))


def test_the_module_of_the_order_imports_no_slow_module() -> None:
    assert not {"dataclasses", "typing", "collections"} & set(vars(orders))


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 9000])
def test_a_message_that_arrives_in_pieces_is_received_whole(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    whole = frame(data) + frame(b"next")

    def send() -> None:
        for cut in (whole[:1], whole[1:3], whole[3:7], whole[7:]):
            theirs.sendall(cut)

    with ours, theirs:
        sender = threading.Thread(target=send)
        sender.start()
        assert (receive_frame(ours, len(data) + 4), receive_frame(ours, 4)) == (data, b"next")
        sender.join()


@pytest.mark.parametrize("sent", [b"", b"\x00\x00", b"\x00\x00\x00\x05", b"\x00\x00\x00\x05abcd"])
def test_a_stream_that_ends_within_a_message_raises_eof_error(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(EOFError):
            receive_frame(ours, 100)


def test_a_message_that_is_too_large_raises_eof_error() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frame(b"12345"))
        with pytest.raises(EOFError, match="5 bytes"):
            receive_frame(ours, 4)
