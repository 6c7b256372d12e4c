"""Start an interpreter that runs a file of child/ and waits for its order on a channel."""

import os
import secrets
import socket
import subprocess
import sys

from grader.child import FOLDER as CHILD_FOLDER
from grader.model.errors import GraderError
from grader.program.process import START_WITHIN
from grader.sandbox import bubblewrap, process_tree, visible_paths
from grader.sandbox.levels import Level
from grader.sandbox.limits import clean_environment


def start_cold(level: Level) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """A process that runs one order, and the channel to it. GraderError if none can be started."""
    if os.name != "posix":
        return _start_over_loopback()
    ours, theirs = socket.socketpair()
    with theirs:
        return start_interpreter("boot.py", theirs, level), ours


def start_interpreter(file: str, channel: socket.socket, level: Level) -> subprocess.Popen[bytes]:
    """Start a file of child/ with the channel as its first argument, in the sandbox of that level."""
    python, environment = sys.executable, clean_environment()
    if level is not Level.LIMITS:
        python, environment = visible_paths.python(), visible_paths.ENVIRONMENT
    command = _command(python, file, str(channel.fileno()))
    if level is Level.BUBBLEWRAP:
        command = bubblewrap.inner([*command, "namespaces"])
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[channel.fileno()],
        env=environment,
        start_new_session=True,
    )
    process_tree.STARTED.add(child.pid)
    return child


def _command(python: str, file: str, channel: str) -> list[str]:
    """An interpreter without the user's settings (-I), without site packages (-S), in UTF-8."""
    return [python, "-I", "-S", "-X", "utf8", os.path.join(CHILD_FOLDER, file), channel]


def _start_over_loopback() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """start_cold() for systems without inherited sockets (Windows): the process connects back and sends a token."""
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(START_WITHIN)
        child = subprocess.Popen(
            _command(sys.executable, "boot.py", f"{listening.getsockname()[1]}:{token}"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
        )
        try:
            channel, _ = listening.accept()
            channel.settimeout(START_WITHIN)
            said = b""
            while len(said) < len(token) and (part := channel.recv(len(token) - len(said))):
                said += part
        except OSError as error:
            child.kill()
            raise GraderError(f"no process could be started for the learner's program: {error}") from error
    if said.decode("ascii", "replace") != token:
        child.kill()
        raise GraderError("another program connected instead of the learner's program")
    return child, channel
