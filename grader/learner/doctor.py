"""Examine the machine: whether it has what the course needs, and how the grader works on it.

`examine_machine` measures and gives plain facts; `diagnosis` turns facts into lines and is pure. The lines contain no
name of a user or machine and no path, so that a learner can post them.
"""

import contextlib
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from grader.program.observer import ProcObserver
from grader.report.terminal.signs import can_show
from grader.sandbox import levels, process_tree
from grader.sandbox.limits import Limits
from grader.texts.language import _
from grader.wire.ports import holder, is_free

OLDEST, NEWEST = (3, 11), (3, 14)
SLOW = 0.5  # seconds to start a bare interpreter; ten times the usual time
ENDS_WITHIN = 30.0  # seconds
UNKNOWN = "?"
MARKS, CHINESE = "✓✗·○━─▸", "端口号已经被占用"


@dataclass(frozen=True)
class Surroundings:
    """The facts. `starts_in` is the seconds to start an interpreter, None where it does not start.

    `loopback`, `ipv6`, `second_address` and `temporary` are one line about a problem, empty where there is none.
    `stronger` are sandbox levels that could be installed: name, why it is missing, how to get it. `ports` are port
    numbers, each with its holder.
    """

    python: tuple[int, int, int]
    implementation: str
    system: str
    machine: str
    loopback: str
    ipv6: str
    second_address: str
    warm: bool
    proof: bool
    box: str
    limits: bool
    stronger: tuple[tuple[str, str, str], ...]
    encoding: str
    marks: bool
    chinese: bool
    language: str
    ports: tuple[tuple[int, str], ...]
    folder: str
    exercises: int
    temporary: str
    starts_in: float | None


class Health(Enum):
    """The state of one fact."""

    WELL = "well"
    ODD = "odd"  # a minor problem
    ILL = "ill"  # something necessary is missing


@dataclass(frozen=True)
class DiagnosisLine:
    """One fact, and what to do about it. `advice` is empty where nothing is wrong."""

    health: Health
    what: str
    value: str
    advice: str = ""


def examine_machine(
    folder: Path, exercises: Iterable[str], ports: Iterable[int], encoding: str, language: str
) -> Surroundings:
    """Examine this machine. `exercises` are the names of the folders that should be in `folder`."""
    return Surroundings(
        python=sys.version_info[:3],
        implementation=platform.python_implementation(),
        system=platform.system() or sys.platform,
        machine=platform.machine(),
        loopback=trouble_with(socket.AF_INET, "127.0.0.1"),
        ipv6=trouble_with(socket.AF_INET6, "::1"),
        second_address=trouble_with(socket.AF_INET, "127.0.0.2"),
        warm=process_tree.adopt_orphans() and hasattr(socket, "send_fds"),
        proof=ProcObserver.possible(),
        box=levels.best().value,
        limits=bool(Limits().for_resource()),
        stronger=stronger(),
        encoding=encoding,
        marks=can_show(MARKS, encoding),
        chinese=can_show(CHINESE, encoding),
        language=language,
        ports=tuple((port, port_holder(port)) for port in sorted(set(ports))),
        folder=folder.name if folder.is_dir() else "",
        exercises=sum((folder / name).is_dir() for name in exercises),
        temporary=trouble_with_temporary(),
        starts_in=seconds_to_start(),
    )


def stronger() -> tuple[tuple[str, str, str], ...]:
    """The sandbox levels that are missing here and could be installed: name, reason, how to get it."""
    missing = [level for level in levels.Level if levels.lacks(level) and levels.how_to_get(level)]
    return tuple((level.value, levels.lacks(level), levels.how_to_get(level)) for level in missing)


def trouble_with(family: socket.AddressFamily, host: str) -> str:
    """Why two sockets cannot exchange a byte over an address; empty where they can."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as server:
            server.settimeout(3)
            server.bind((host, 0))
            server.listen(1)
            with socket.create_connection(server.getsockname()[:2], timeout=3) as client:
                conn, _address = server.accept()
                with conn:
                    conn.sendall(b"?")
                    client.settimeout(3)
                    return "" if client.recv(1) == b"?" else _("what was sent does not arrive")
    except OSError as error:
        return error.strerror or str(error)


def trouble_with_temporary() -> str:
    """Why no file can be written to the temporary folder; empty where one can."""
    try:
        with tempfile.TemporaryDirectory(prefix="socket-course-") as made:
            Path(made, "try").write_bytes(b"?")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def seconds_to_start() -> float | None:
    """Seconds to start a bare interpreter that imports `socket`, the better of two; None where it does not start."""
    best = None
    for _time in range(2):
        began = time.monotonic()
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            command = [sys.executable, "-I", "-S", "-c", "import socket"]
            subprocess.run(command, check=True, capture_output=True, timeout=ENDS_WITHIN)
            took = time.monotonic() - began
            best = took if best is None else min(best, took)
    return best


def port_holder(port: int) -> str:
    """The program that holds a port, "?" where it is unknown; empty where the port is free."""
    return holder(port) or ("" if is_free(port) else UNKNOWN)


def diagnosis(seen: Surroundings) -> list[DiagnosisLine]:
    """Describe the facts, one line each."""
    start = _("forked from a warm interpreter") if seen.warm else _("a new interpreter, started ahead")
    proof = _("proven from /proc") if seen.proof else _("found after one second of silence")
    limited = _("time and output; memory, files and processor are not limited here")
    if seen.limits:
        limited = _("time, processor, memory, files, output")
    firewall = _("allow programs to talk over 127.0.0.1 (firewall, container)")
    localhost = _("nothing needs it here; `localhost` may take a moment longer")
    exercise_03 = _("exercise 03 looks at the bound address itself instead")
    temporary = _("make room, or name another folder in TMPDIR (Windows: TEMP)")
    return [
        _python(seen),
        _system(seen),
        _working(_("loopback 127.0.0.1"), seen.loopback, firewall),
        _working(_("loopback ::1 (IPv6)"), seen.ipv6, localhost, otherwise=Health.ODD),
        _working(_("second address 127.0.0.2"), seen.second_address, exercise_03, otherwise=Health.ODD),
        DiagnosisLine(Health.WELL, _("how programs are started"), start),
        DiagnosisLine(Health.WELL, _("how a stuck program is found"), proof),
        DiagnosisLine(Health.WELL, _("box"), f"{seen.box}: {limited}"),
        *(_stronger(*each) for each in seen.stronger),
        *([_limits(Limits())] if seen.limits else []),
        _letters(seen),
        DiagnosisLine(Health.WELL, _("language"), _("English") if seen.language == "en" else _("Chinese")),
        *(_port(port, by) for port, by in seen.ports),
        _folder(seen),
        _working(_("temporary folder"), seen.temporary, temporary),
        _speed(seen),
    ]


def _working(what: str, trouble: str, advice: str, otherwise: Health = Health.ILL) -> DiagnosisLine:
    return DiagnosisLine(otherwise, what, trouble, advice) if trouble else DiagnosisLine(Health.WELL, what, _("works"))


def _python(seen: Surroundings) -> DiagnosisLine:
    value = f"{'.'.join(map(str, seen.python))} ({seen.implementation})"
    wanted = f"{'.'.join(map(str, OLDEST))} - {'.'.join(map(str, NEWEST))}"
    if seen.python[:2] < OLDEST:
        return DiagnosisLine(Health.ILL, _("Python"), value, _("install one of {wanted}").format(wanted=wanted))
    if seen.python[:2] > NEWEST or seen.implementation != "CPython":
        advice = _("the course is tested with CPython {wanted}").format(wanted=wanted)
        return DiagnosisLine(Health.ODD, _("Python"), value, advice)
    return DiagnosisLine(Health.WELL, _("Python"), value)


def _system(seen: Surroundings) -> DiagnosisLine:
    value = f"{seen.system} ({seen.machine})"
    if seen.system in ("Linux", "Darwin", "Windows"):
        return DiagnosisLine(Health.WELL, _("system"), value)
    return DiagnosisLine(Health.ODD, _("system"), value, _("the course is tested on Linux, macOS and Windows"))


def _stronger(level: str, reason: str, way: str) -> DiagnosisLine:
    value = _("{level}: not here ({reason})").format(level=level, reason=reason)
    advice = _("only for other people's programs: {way}").format(way=way)
    return DiagnosisLine(Health.ODD, _("a stronger box"), value, advice)


def _limits(limits: Limits) -> DiagnosisLine:
    value = _(
        "{cpu} s of processor time, {wall:.0f} s a check, {memory} MiB of memory, {file} MiB a file and of output, "
        "{files} open files, {processes} processes"
    ).format(
        cpu=limits.cpu_seconds,
        wall=limits.wall_seconds,
        memory=limits.memory_bytes >> 20,
        file=limits.file_bytes >> 20,
        files=limits.open_files,
        processes=limits.processes,
    )
    return DiagnosisLine(Health.WELL, _("limits of a program"), value)


def _letters(seen: Surroundings) -> DiagnosisLine:
    if seen.marks and seen.chinese:
        return DiagnosisLine(Health.WELL, _("letters of the terminal"), seen.encoding)
    lacks = _("no Chinese letters") if not seen.chinese else _("no marks such as ✓ (others are shown)")
    advice = _("use a terminal with UTF-8, or set PYTHONUTF8=1 (PYTHONIOENCODING=utf-8)")
    return DiagnosisLine(Health.ODD, _("letters of the terminal"), f"{seen.encoding}: {lacks}", advice)


def _port(port: int, by: str) -> DiagnosisLine:
    what = _("port {port}").format(port=port)
    if not by:
        return DiagnosisLine(Health.WELL, what, _("free"))
    advice = _("grading goes around it; to run your program by hand, end that one first")
    if by == UNKNOWN:
        by = _("a program of another user, or one that has just ended")
    return DiagnosisLine(Health.ODD, what, _("taken by {holder}").format(holder=by), advice)


def _folder(seen: Surroundings) -> DiagnosisLine:
    if seen.folder and seen.exercises:
        return DiagnosisLine(Health.WELL, _("your exercises"), str(seen.exercises))
    value = _("none in this folder") if seen.folder else _("there is no such folder")
    advice = _("change to the course's folder, or name it with --exercises")
    return DiagnosisLine(Health.ILL, _("your exercises"), value, advice)


def _speed(seen: Surroundings) -> DiagnosisLine:
    what = _("start of a bare interpreter")
    if seen.starts_in is None:
        advice = _("reinstall Python; a program of yours could not start either")
        return DiagnosisLine(Health.ILL, what, _("it does not start"), advice)
    value = _("{seconds:.3f} s").format(seconds=seen.starts_in)
    if seen.starts_in > SLOW:
        advice = _("a slow disk or a virus scanner: grading takes longer, and is still fair")
        return DiagnosisLine(Health.ODD, what, value, advice)
    return DiagnosisLine(Health.WELL, what, value)


def works(lines: Iterable[DiagnosisLine]) -> bool:
    """Whether everything necessary is present."""
    return all(line.health is not Health.ILL for line in lines)
