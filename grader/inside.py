"""Inside the outer box: take one request, grade, answer (see apart.py)."""

import pickle
import socket
import sys
from dataclasses import replace

import msgspec

from grader import course, language, run
from grader.apart import Answer, Failed, Ready, Request, Told, receive, send
from grader.errors import GraderError, SocketCourseError
from grader.verdict import CheckResult
from grader.wording import own_failure


def main() -> None:
    """Answer the one request on the inherited socket whose number is the last argument."""
    with socket.socket(fileno=int(sys.argv[2])) as channel:
        asked = receive(channel)
        if asked is None:
            return  # the grader has gone
        request = pickle.loads(asked)  # noqa: S301  the grader's own
        assert isinstance(request, Request)
        answer(channel, judged(channel, request))


def judged(channel: socket.socket, request: Request) -> Answer:
    """Grade, and tell of each result; the last answer."""

    def told(exercise: str, result: CheckResult) -> None:
        answer(channel, Told(exercise, result))

    language.choose(request.language)
    try:
        exercises = [each for each in course.load() if each.id in request.exercises]
        settings = replace(request.settings, told=told)
        return Ready(run.judged(request.folder, exercises, request.taken, settings))
    except SocketCourseError as error:
        return Failed(type(error).__name__, str(error))
    except Exception as error:
        return Failed(GraderError.__name__, own_failure(error))


def answer(channel: socket.socket, said: Answer) -> None:
    """Tell one thing."""
    send(channel, msgspec.json.encode(said))
