"""The grading process that isolated.py starts: receive one request, grade, answer."""

import pickle
import select
import shutil
import socket
import sys

import msgspec

from grader.course import catalogue
from grader.grading import run
from grader.grading.isolated_channel import (
    SHARED,
    Answer,
    CheckReported,
    GradeRequest,
    GradingDone,
    GradingFailed,
    receive,
    send,
)
from grader.grading.options import GradeHooks
from grader.model.errors import GraderError, SocketCourseError
from grader.result.scorecard import CheckResult
from grader.texts import language
from grader.texts.wording import own_failure


def main() -> None:
    """Answer the request on the inherited channel."""
    with inherited_channel(sys.argv[2]) as channel:
        data = receive(channel)
        if data is not None:
            request = pickle.loads(data)  # noqa: S301  sent by the grader itself
            assert isinstance(request, GradeRequest)
            send(channel, msgspec.json.encode(grade_request(channel, request)))
        if has_ended(channel):  # the parent is gone, and cannot remove the scratch folder
            for folder in sys.argv[3:]:
                shutil.rmtree(folder, ignore_errors=True)


def inherited_channel(name: str) -> socket.socket:
    """The channel: from its descriptor, or on Windows from the shared socket in the standard input."""
    if name == SHARED:
        return socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined, no-any-return, unused-ignore]
    return socket.socket(fileno=int(name))


def grade_request(channel: socket.socket, request: GradeRequest) -> Answer:
    """Grade, send each result, and return the last answer. Stop when the parent has closed the channel."""

    def report(exercise: str, result: CheckResult) -> None:
        send(channel, msgspec.json.encode(CheckReported(exercise, result)))

    language.choose(request.language)
    hooks = GradeHooks(on_result=report, should_stop=lambda: has_ended(channel))
    try:
        exercises = [each for each in catalogue.load() if each.id in request.exercises]
        return GradingDone(run.grade_taken(request.folder, exercises, request.taken, request.options, hooks))
    except run.Abandoned:
        return GradingFailed(GraderError.__name__, "the process that asked for the grading is gone")
    except SocketCourseError as error:
        return GradingFailed(type(error).__name__, str(error))
    except Exception as error:
        return GradingFailed(GraderError.__name__, own_failure(error))


def has_ended(channel: socket.socket) -> bool:
    """Whether the parent closed the channel: it sends only the request, so that readable then means end of stream."""
    return bool(select.select([channel], [], [], 0)[0])
