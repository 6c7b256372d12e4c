"""The grading that apart.py starts: take one request, grade, answer."""

import pickle
import select
import shutil
import socket
import sys
from dataclasses import replace

import msgspec

from grader.course import catalogue
from grader.grading import run
from grader.grading.isolated import SHARED, Answer, Failed, Ready, Request, Told, receive, send
from grader.model.errors import GraderError, SocketCourseError
from grader.result.scorecard import CheckResult
from grader.texts import language
from grader.texts.wording import own_failure


def main() -> None:
    """Answer the one request on the inherited channel."""
    with inherited(sys.argv[2]) as channel:
        asked = receive(channel)
        if asked is not None:
            request = pickle.loads(asked)  # noqa: S301  the grader's own
            assert isinstance(request, Request)
            answer(channel, judged(channel, request))
        if has_ended(channel):  # whoever started this can no longer remove its folder
            for folder in sys.argv[3:]:
                shutil.rmtree(folder, ignore_errors=True)


def inherited(name: str) -> socket.socket:
    """The channel: its number, or what Windows hands on through the standard input."""
    if name == SHARED:
        return socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined, no-any-return, unused-ignore]
    return socket.socket(fileno=int(name))


def judged(channel: socket.socket, request: Request) -> Answer:
    """Grade, and tell of each result; the last answer. It goes no further once nobody hears it."""

    def told(exercise: str, result: CheckResult) -> None:
        answer(channel, Told(exercise, result))

    language.choose(request.language)
    try:
        exercises = [each for each in catalogue.load() if each.id in request.exercises]
        settings = replace(request.settings, told=told, unwanted=lambda: has_ended(channel))
        return Ready(run.judged(request.folder, exercises, request.taken, settings))
    except run.Abandoned:
        return Failed(GraderError.__name__, "nobody hears the result any more")
    except SocketCourseError as error:
        return Failed(type(error).__name__, str(error))
    except Exception as error:
        return Failed(GraderError.__name__, own_failure(error))


def has_ended(channel: socket.socket) -> bool:
    """Whether the other side is gone: it says nothing after its request."""
    return bool(select.select([channel], [], [], 0)[0])


def answer(channel: socket.socket, said: Answer) -> None:
    """Tell one thing."""
    send(channel, msgspec.json.encode(said))
