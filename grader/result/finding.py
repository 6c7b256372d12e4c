"""A finding: a learner's mistake as a check saw it. It is evidence for the advice, and no part of a result's JSON."""

import enum
from typing import Self

import msgspec

from grader.texts.message import NO_TEXT, Message

HEAD = 1024  # bytes of a message that a finding keeps for the advice


class FindingKind(enum.StrEnum):
    """What was seen."""

    # What became of the program
    UNCOMPILABLE = "uncompilable"
    UNIMPORTABLE = "unimportable"
    IMPORT_WAITS = "import_waits"  # the file waits, or asks the keyboard, while it is imported
    IMPORT_ENDS = "import_ends"
    MISSING = "missing"  # the file has no such step
    MISRETURNED = "misreturned"
    RAISED = "raised"
    EXITED = "exited"
    KILLED = "killed"
    STUCK = "stuck"  # proven: it waits for ever
    LATE = "late"
    BUSY = "busy"
    FLOODED = "flooded"
    # How it listens, connects and ends
    NEVER_LISTENED = "never_listened"
    REFUSED = "refused"
    UNREACHED = "unreached"
    NOT_REFUSED = "not_refused"
    NO_CLIENT = "no_client"
    SEVERAL_CONNECTIONS = "several_connections"
    NOT_ENDED = "not_ended"
    EXIT_STATUS = "exit_status"
    # What arrived
    NOTHING_OPEN = "nothing_open"
    NOTHING_FINISHED = "nothing_finished"
    NOTHING_RESET = "nothing_reset"
    SHORT_OPEN = "short_open"
    SHORT_FINISHED = "short_finished"
    SHORT_RESET = "short_reset"
    MORE_BYTES = "more_bytes"
    OTHER_BYTES = "other_bytes"
    NOT_WAITED = "not_waited"  # it spoke, or closed, before its turn
    SILENT = "silent"  # no end of the stream came
    RESET = "reset"
    STILL_OPEN = "still_open"
    # What it printed, or its host reported
    NOT_PRINTED = "not_printed"
    MANY_NUMBERS = "many_numbers"
    NOT_REPORTED = "not_reported"
    # 01: addresses and ports
    OTHER_ADDRESS = "other_address"  # 06 too
    OTHER_KIND = "other_kind"
    NOT_REFUSED_VALUE = "not_refused_value"
    # 02 to 04: a socket and its address
    SOCKET_FAMILY = "socket_family"
    SOCKET_TYPE = "socket_type"
    SOCKET_BOUND = "socket_bound"
    SOCKET_BLOCKING = "socket_blocking"
    BOUND_ELSEWHERE = "bound_elsewhere"
    TAKEN_IN_SILENCE = "taken_in_silence"
    OPTION_NOT_SET = "option_not_set"
    NO_TIME_WAIT = "no_time_wait"
    PORT_SHARED = "port_shared"
    # 07: receiving
    SENT_TOO = "sent_too"
    TOO_MANY_BYTES = "too_many_bytes"
    LEFT_TOO_EARLY = "left_too_early"
    LEFT_FOR_DATA = "left_for_data"
    END_NOT_SEEN = "end_not_seen"
    # 08: texts
    OTHER_LENGTH = "other_length"
    OTHER_TEXT = "other_text"
    WRONG_TEXT = "wrong_text"
    # 09 and 11: an error that was kept from the caller
    SENT_TO_NO_CLIENT = "sent_to_no_client"
    REFUSED_IN_SILENCE = "refused_in_silence"


class Asked(enum.StrEnum):
    """What a program should print."""

    TEXT = "text"
    SIZE = "size"
    PORT = "port"


class BytesDiffer(msgspec.Struct, frozen=True, kw_only=True):
    """Other bytes came than were wanted, fewer or more. `wanted` and `got` are the heads; the sizes are whole."""

    wanted: bytes
    got: bytes
    wanted_size: int
    got_size: int

    @classmethod
    def between(cls, wanted: bytes, got: bytes) -> Self:
        """Keep the first HEAD bytes of both."""
        return cls(wanted=wanted[:HEAD], got=got[:HEAD], wanted_size=len(wanted), got_size=len(got))


class TextNotPrinted(msgspec.Struct, frozen=True):
    """The program should have printed `text`."""

    asked: Asked
    text: str


class EndAwaited(msgspec.Struct, frozen=True):
    """The other side waits for the end of the stream."""


class StepAnswered(msgspec.Struct, frozen=True):
    """A step was given `asked`, and its host reported `answer`."""

    asked: str
    answer: str


class AddressDiffers(msgspec.Struct, frozen=True):
    """A client at the address `client` got `answer` as its address."""

    client: tuple[str, int]
    answer: str


class LengthDiffers(msgspec.Struct, frozen=True):
    """A number of bytes was announced that is not the length of the message."""

    announced: int


About = BytesDiffer | TextNotPrinted | EndAwaited | StepAnswered | AddressDiffers | LengthDiffers


class SizeTried(msgspec.Struct, frozen=True):
    """A step may receive at most `bufsize` bytes at a time."""

    bufsize: int


class DataTried(msgspec.Struct, frozen=True):
    """A step is asked whether `data` is the end of the stream."""

    data: bytes


class TextTried(msgspec.Struct, frozen=True):
    """`step` turns a text into bytes or back; `named`: the encoding is an argument, and not the default."""

    step: str
    text: str
    encoding: str
    named: bool


class BytesTried(msgspec.Struct, frozen=True):
    """`step` is given bytes that are no text in the encoding."""

    step: str
    data: bytes
    encoding: str


Tried = SizeTried | DataTried | TextTried | BytesTried


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bytes that came leave those that were wanted.

    `place` counts from 0 and is the first byte that differs; `wanted` and `got` are pieces of both, from byte `start`
    on. `encoding` is the one that the text should have.
    """

    encoding: str
    place: int
    start: int
    wanted: bytes
    got: bytes


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A learner's mistake as a check saw it.

    `line` is the learner's own, where one is known. `seen` is the peer's part of `observed`, without what became of
    the program; None where it is the whole. For the advice, `about` holds what was met and `tried` what the check
    tried just then, both as values: the texts are for people and may be in any language.
    """

    kind: FindingKind
    expected: Message = NO_TEXT
    observed: Message = NO_TEXT
    seen: Message | None = None
    line: int | None = None
    stuck: bool = False
    difference: Difference | None = None
    about: About | None = None
    tried: Tried | None = None
