"""A finding: a learner's mistake as a check observed it. The advice is chosen for it.

The JSON of a result holds only the kind, texts, line, `stuck` and difference of a finding.
"""

import enum
from typing import Self

import msgspec

from grader.texts.message import NO_TEXT, Message

HEAD = 1024  # bytes at the beginning of a message that a finding keeps for the advice


class FindingKind(enum.StrEnum):
    """What a check observed."""

    # How the program ended or blocked
    UNCOMPILABLE = "uncompilable"
    UNIMPORTABLE = "unimportable"
    IMPORT_WAITS = "import_waits"  # the file blocks, or reads the keyboard, while it is imported
    IMPORT_ENDS = "import_ends"
    MISSING = "missing"  # the file does not define the step
    MISRETURNED = "misreturned"
    RAISED = "raised"
    EXITED = "exited"
    KILLED = "killed"
    STUCK = "stuck"  # proven: it waits forever
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
    NOT_WAITED = "not_waited"  # it sent data, or closed, before its turn
    SILENT = "silent"  # the stream did not end
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
    # 09 and 11: an error that was hidden from the caller
    SENT_TO_NO_CLIENT = "sent_to_no_client"
    REFUSED_IN_SILENCE = "refused_in_silence"


class Asked(enum.StrEnum):
    """What a program should print."""

    TEXT = "text"
    SIZE = "size"
    PORT = "port"


class BytesDiffer(msgspec.Struct, frozen=True, kw_only=True):
    """The received bytes differ from the expected ones. `wanted` and `got` are the first HEAD bytes of each."""

    wanted: bytes
    got: bytes
    wanted_size: int
    got_size: int

    @classmethod
    def between(cls, wanted: bytes, got: bytes) -> Self:
        """Keep the first HEAD bytes of both, and both sizes."""
        return cls(wanted=wanted[:HEAD], got=got[:HEAD], wanted_size=len(wanted), got_size=len(got))


class TextNotPrinted(msgspec.Struct, frozen=True):
    """The program should have printed `text`."""

    asked: Asked
    text: str


class EndAwaited(msgspec.Struct, frozen=True):
    """The peer waits for the end of the stream."""


class StepAnswered(msgspec.Struct, frozen=True):
    """A step was called with `asked`, and its host program reported `answer`."""

    asked: str
    answer: str


class AddressDiffers(msgspec.Struct, frozen=True):
    """The program reported `answer` as the address of a client at the address `client`."""

    client: tuple[str, int]
    answer: str


class LengthDiffers(msgspec.Struct, frozen=True):
    """The program printed a number of bytes that differs from the length of the message."""

    announced: int


About = BytesDiffer | TextNotPrinted | EndAwaited | StepAnswered | AddressDiffers | LengthDiffers


class SizeTried(msgspec.Struct, frozen=True):
    """A step may receive at most `bufsize` bytes at a time."""

    bufsize: int


class DataTried(msgspec.Struct, frozen=True):
    """A step decides whether `data` is the end of the stream."""

    data: bytes


class TextTried(msgspec.Struct, frozen=True):
    """`step` encodes a text or decodes it; `named`: the encoding is passed as an argument, not the default."""

    step: str
    text: str
    encoding: str
    named: bool


class BytesTried(msgspec.Struct, frozen=True):
    """`step` is called with bytes that are invalid in the encoding."""

    step: str
    data: bytes
    encoding: str


Tried = SizeTried | DataTried | TextTried | BytesTried


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """The first difference between the received bytes and the expected ones.

    `place` is the index (from 0) of the first byte that differs; `wanted` and `got` are parts of both, from byte
    `start` on. `encoding` is the encoding that the text should have.
    """

    encoding: str
    place: int
    start: int
    wanted: bytes
    got: bytes


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A learner's mistake as a check observed it.

    `line` is in the learner's file; None where it is unknown. `seen` is what the peer observed, without how the program
    ended; None where that is all of `observed`. For the advice, `about` describes the mistake and `tried` the inputs of
    the current step, both as values: the texts are for people and depend on the language.
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
