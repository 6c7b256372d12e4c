"""The transcript: the events of both sides in order, on one clock."""

import inspect
import time
import typing

import msgspec
import pytest

from grader.model import events
from grader.model.events import AnyEvent, Call, Connected, Event, Exited, Finished, Received, Reset, Sent
from grader.model.transcript import Transcript

KINDS: tuple[type[Event], ...] = typing.get_args(AnyEvent)


def call(at: float, number: int, who: str = "program", name: str = "recv") -> Call:
    return Call(at=at, who=who, number=number, call=name, arguments="", timeout=None, file="f.py", line=number)


def sample(kind: type[Event]) -> Event:
    """An event of a kind with a value in every field."""
    values: dict[type, object] = {
        str: "text\t小黑\udcff".encode("utf-8", "replace").decode(),
        int: 5,
        float: 0.25,
        bool: True,
        bytes: b"\xff\x00",
    }
    filled: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        wanted = field.type if isinstance(field.type, type) else (typing.get_args(field.type) or (str,))[0]
        filled[field.name] = {"name": "x"} if wanted is dict or "dict" in str(field.type) else values[wanted]
    return kind(**filled)  # type: ignore[arg-type]


def test_every_kind_of_event_is_part_of_the_result() -> None:
    defined = {each for _, each in inspect.getmembers(events, inspect.isclass) if issubclass(each, Event)}
    assert defined - {Event, events.Failure} == set(KINDS)


def test_every_kind_of_event_has_a_different_name() -> None:
    names = [msgspec.to_builtins(sample(kind))["event"] for kind in KINDS]
    assert len(set(names)) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_an_event_is_the_same_after_json(kind: type[Event]) -> None:
    event = sample(kind)
    assert msgspec.json.decode(msgspec.json.encode(event), type=AnyEvent) == event


def test_the_four_ends_of_a_connection_are_different_events() -> None:
    ends: list[type[Event]] = [events.Finished, events.Reset, events.Refused, events.Unreached]
    tags = {msgspec.to_builtins(sample(kind))["event"] for kind in ends}
    assert tags == {"finished", "reset", "refused", "unreached"}


def test_events_that_are_added_in_order_keep_their_order() -> None:
    record = Transcript()
    for at in (0.1, 0.2, 0.3):
        record.add(Finished(at=at, who="client"))
    assert [event.at for event in record.events()] == [0.1, 0.2, 0.3]


def test_an_event_that_is_added_late_is_sorted_by_its_time() -> None:
    record = Transcript()
    for at in (0.1, 0.3, 0.2, 0.0):
        record.add(Finished(at=at, who="client"))
    assert [event.at for event in record.events()] == [0.0, 0.1, 0.2, 0.3]


def test_events_with_the_same_time_keep_their_order() -> None:
    record = Transcript()
    for who in ("a", "b", "c"):
        record.add(Finished(at=0.1, who=who))
    assert [event.who for event in record.events()] == ["a", "b", "c"]


def test_the_clock_starts_with_the_transcript() -> None:
    record = Transcript()
    first, second = record.now(), record.now()
    assert 0.0 <= first <= second <= time.monotonic() - record.began


def test_a_call_that_returned_has_its_result_and_its_time() -> None:
    record = Transcript()
    record.add(call(0.1, 1))
    record.returned("program", 1, 0.35, "b'x'", "")
    (returned_call,) = record.all(Call)
    assert (returned_call.result, returned_call.error, returned_call.at) == ("b'x'", "", 0.1)
    assert returned_call.seconds == pytest.approx(0.25)


def test_the_time_of_a_call_is_never_negative() -> None:
    record = Transcript()
    record.add(call(0.5, 1))
    record.returned("program", 1, 0.4, "", "")
    assert next(record.all(Call)).seconds == 0.0


def test_the_return_of_an_unknown_call_is_ignored() -> None:
    record = Transcript()
    record.add(call(0.1, 1))
    before = record.events()
    record.returned("program", 2, 0.2, "", "")
    record.returned("program 2", 1, 0.2, "", "")
    assert record.events() == before


def test_calls_of_two_programs_with_the_same_number_are_two_calls() -> None:
    record = Transcript()
    record.add(call(0.1, 1))
    record.add(call(0.2, 1, "program 2"))
    record.returned("program", 1, 0.3, "first", "")
    assert [each.result for each in record.all(Call)] == ["first", ""]


def test_the_newest_call_that_has_not_returned_is_found() -> None:
    record = Transcript()
    for number in (1, 2, 3):
        record.add(call(number / 10, number))
    record.returned("program", 3, 0.4, "", "")
    waiting = record.unreturned("program")
    assert waiting is not None
    assert waiting.number == 2
    assert record.unreturned("program 2") is None


def test_a_program_without_a_pending_call_has_no_unreturned_call() -> None:
    record = Transcript()
    record.add(call(0.1, 1))
    record.returned("program", 1, 0.4, "", "OSError: x")
    assert record.unreturned("program") is None


def test_events_are_found_by_kind_and_side() -> None:
    record = Transcript()
    record.add(Connected(at=0.1, who="client", local="a", remote="b"))
    record.add(Sent(at=0.2, who="client", size=1, data=b"x"))
    record.add(Connected(at=0.3, who="client 2", local="c", remote="d"))
    assert [event.local for event in record.all(Connected)] == ["a", "c"]
    assert [event.local for event in record.all(Connected, "client 2")] == ["c"]
    assert list(record.all(Reset)) == []


def test_the_last_of_a_kind_is_found() -> None:
    record = Transcript()
    record.add(Exited(at=0.1, who="program", status=1))
    record.add(Exited(at=0.2, who="program 2", status=2))
    newest, own = record.last(Exited), record.last(Exited, "program")
    assert newest is not None
    assert own is not None
    assert (newest.status, own.status) == (2, 1)
    assert record.last(Reset) is None


def test_the_bytes_that_a_peer_received_are_joined() -> None:
    record = Transcript()
    for who, data in (("client", b"ab"), ("client 2", b"x"), ("client", b"c")):
        record.add(Received(at=0.1, who=who, size=len(data), data=data))
    assert record.received("client") == b"abc"


def test_the_list_of_events_is_a_copy() -> None:
    record = Transcript()
    record.events().append(Finished(at=0.1, who="client"))
    assert record.events() == []


def test_an_event_cannot_be_changed() -> None:
    event = Finished(at=0.1, who="client")
    with pytest.raises(AttributeError):
        event.at = 0.2  # type: ignore[misc]
