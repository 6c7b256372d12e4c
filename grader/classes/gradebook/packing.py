"""How a result is stored: an outline, and the conversation of each check separately, all as compressed JSON.

Conversations are nine tenths of a result. A report of a whole class needs the outlines and the conversations of lost
checks only. Outline and conversations together form the whole result.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from grader.model.errors import GraderError
from grader.model.events import AnyEvent
from grader.result.scorecard import SCHEMA, CheckResult, ExerciseResult, Scorecard
from grader.texts.language import _
from grader.texts.wording import shorten

LEVEL = 3  # of zlib: higher levels save a tenth and take several times as long

Place = tuple[str, str]  # an exercise's id and a check's


class PackedConversation(msgspec.Struct, frozen=True, kw_only=True):
    """The events and the output of a check."""

    transcript: list[AnyEvent] = []
    output: str = ""


class _Form(msgspec.Struct):
    schema: str


def pack_outline(card: Scorecard) -> bytes:
    """A result without its conversations."""
    return _packed(_with(card, {}))


def pack_conversations(card: Scorecard) -> dict[Place, bytes]:
    """The conversation of each check that had one."""
    return {
        (exercise.id, check.id): _packed(PackedConversation(transcript=check.transcript, output=check.output))
        for exercise in card.exercises
        for check in exercise.checks
        if check.transcript or check.output
    }


def unpack(name: str, outline: bytes, conversations: Mapping[Place, bytes]) -> Scorecard:
    """Unpack a result with these conversations. GraderError where it is unreadable; `name` is the submission's."""
    try:
        data = zlib.decompress(outline)
        form = msgspec.json.decode(data, type=_Form).schema
        if form == SCHEMA:
            return _with(
                msgspec.json.decode(data, type=Scorecard),
                {
                    place: msgspec.json.decode(zlib.decompress(packed), type=PackedConversation)
                    for place, packed in conversations.items()
                },
            )
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        said = _('the kept result cannot be read ({reason}): grade it again with --again --only "{name}"')
        raise GraderError(said.format(name=shorten(name), reason=shorten(str(error), 80))) from error
    said = _(
        "the kept result has a form that this grader does not read ({form}): grade it again with --again --only "
        '"{name}"'
    )
    raise GraderError(said.format(name=shorten(name), form=shorten(form, 80)))


def _with(card: Scorecard, conversations: Mapping[Place, PackedConversation]) -> Scorecard:
    """A result with these conversations and no others."""

    def check_with(exercise: ExerciseResult, check: CheckResult) -> CheckResult:
        own = conversations.get((exercise.id, check.id), NO_CONVERSATION)
        return msgspec.structs.replace(check, transcript=own.transcript, output=own.output)

    return msgspec.structs.replace(
        card,
        exercises=[
            msgspec.structs.replace(exercise, checks=[check_with(exercise, check) for check in exercise.checks])
            for exercise in card.exercises
        ],
    )


NO_CONVERSATION = PackedConversation()


def _packed(value: Any) -> bytes:
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a folder's name may hold bytes that are not valid text
        data = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")
    return zlib.compress(data, LEVEL)
