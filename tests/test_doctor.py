"""The doctor: each fact is a line, each problem has advice, and no line contains a private name."""

import getpass
import os
import socket
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands.doctor import diagnosis_lines
from grader.course import catalogue, manual_peer
from grader.learner import doctor
from grader.learner.doctor import DiagnosisLine, Health, Surroundings
from grader.report.terminal.signs import Signs
from tests.submitted import STUBS, cold, command, put

HEALTHY = Surroundings(
    python=(3, 12, 1),
    implementation="CPython",
    system="Linux",
    machine="x86_64",
    loopback="",
    ipv6="",
    second_address="",
    warm=True,
    proof=True,
    box="limits",
    limits=True,
    stronger=(),
    encoding="utf-8",
    marks=True,
    chinese=True,
    language="en",
    ports=((8081, ""), (8989, "")),
    folder="exercises",
    exercises=13,
    temporary="",
    starts_in=0.01,
)

# The state of the machine, its health, and words of the line and its advice.
PROBLEMS = {
    "an old Python": (replace(HEALTHY, python=(3, 10, 9)), Health.ILL, "3.10.9", "3.11 - 3.14"),
    "a Python of tomorrow": (replace(HEALTHY, python=(3, 15, 0)), Health.ODD, "3.15.0", "3.11 - 3.14"),
    "another Python": (replace(HEALTHY, implementation="PyPy"), Health.ODD, "PyPy", "CPython"),
    "another system": (replace(HEALTHY, system="FreeBSD"), Health.ODD, "FreeBSD", "Linux, macOS and Windows"),
    "a weak box": (
        replace(HEALTHY, stronger=(("bubblewrap", "not installed", "apt install bubblewrap"),)),
        Health.ODD,
        "bubblewrap: not here (not installed)",
        "other people's programs: apt install bubblewrap",
    ),
    "no loopback": (replace(HEALTHY, loopback="Permission denied"), Health.ILL, "Permission denied", "127.0.0.1"),
    "no IPv6": (replace(HEALTHY, ipv6="not supported"), Health.ODD, "not supported", "nothing needs it"),
    "one address": (replace(HEALTHY, second_address="not available"), Health.ODD, "not available", "exercise 03"),
    "no Chinese": (replace(HEALTHY, encoding="cp437", chinese=False), Health.ODD, "no Chinese letters", "UTF-8"),
    "no marks": (replace(HEALTHY, encoding="gbk", marks=False), Health.ODD, "no marks", "UTF-8"),
    "a taken port": (replace(HEALTHY, ports=((8989, "python3 (42)"),)), Health.ODD, "taken by python3 (42)", "end that one"),
    "an unknown holder": (replace(HEALTHY, ports=((8989, "?"),)), Health.ODD, "just ended", "end that one"),
    "no folder": (replace(HEALTHY, folder="", exercises=0), Health.ILL, "no such folder", "--exercises"),
    "another folder": (replace(HEALTHY, exercises=0), Health.ILL, "none", "--exercises"),
    "a full disk": (replace(HEALTHY, temporary="No space left"), Health.ILL, "No space left", "TMPDIR"),
    "a slow machine": (replace(HEALTHY, starts_in=1.5), Health.ODD, "1.500 s", "virus"),
    "nothing starts": (replace(HEALTHY, starts_in=None), Health.ILL, "does not start", "install"),
}  # fmt: skip


def test_a_healthy_machine_gets_no_advice() -> None:
    found = doctor.diagnosis(HEALTHY)
    assert {line.health for line in found} == {Health.WELL}
    assert {line.advice for line in found} == {""}
    assert doctor.works(found)


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_problem_is_one_line_with_advice(name: str) -> None:
    seen, health, value, advice = PROBLEMS[name]
    (line,) = [each for each in doctor.diagnosis(seen) if each.health is not Health.WELL]
    assert line.health is health
    assert value in line.value
    assert advice in line.advice
    assert doctor.works(doctor.diagnosis(seen)) == (health is Health.ODD)


def test_a_feature_that_the_system_lacks_is_not_reported_as_a_problem() -> None:
    found = doctor.diagnosis(replace(HEALTHY, system="Windows", warm=False, proof=False, limits=False))
    assert {line.health for line in found} == {Health.WELL}
    said = " ".join(line.value for line in found)
    assert "started ahead" in said
    assert "silence" in said
    assert "not limited here" in said


def test_every_mark_has_a_form_without_colour() -> None:
    found = [
        DiagnosisLine(Health.WELL, "a", "1"),
        DiagnosisLine(Health.ODD, "bb", "2", "do"),
        DiagnosisLine(Health.ILL, "c", "3", "mend"),
    ]
    shown = [line.plain for line in diagnosis_lines(found, Signs("ascii"))]
    assert shown[:5] == ["+ a   1", "~ bb  2", "      > do", "x c   3", "      > mend"]
    assert "x" in shown[-1]


# Examining the machine -----------------------------------------------------------------------------------------------


def test_loopback_works_and_an_address_of_another_machine_does_not() -> None:
    assert doctor.trouble_with(socket.AF_INET, "127.0.0.1") == ""
    assert doctor.trouble_with(socket.AF_INET, "192.0.2.1") != ""


def test_a_port_in_use_is_reported_with_its_holder(free_port: int) -> None:
    assert doctor.port_holder(free_port) == ""
    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        assert doctor.port_holder(free_port) == doctor.UNKNOWN  # bound, but not listening
        server.listen()
        assert doctor.port_holder(free_port) in (doctor.UNKNOWN, f"{own_process_name()} ({os.getpid()})")


def own_process_name() -> str:
    import psutil

    return psutil.Process().name()


def test_a_missing_temporary_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert doctor.trouble_with_temporary() == ""
    assert os.listdir(tmp_path) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    said = doctor.trouble_with_temporary()
    assert said
    assert str(tmp_path) not in said


def test_an_interpreter_that_does_not_start_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (doctor.seconds_to_start() or 0) > 0
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert doctor.seconds_to_start() is None


def test_the_doctor_examines_the_folder_and_the_ports_of_the_course(tmp_path: Path) -> None:
    put(tmp_path / "mine", {"03_bind/bind.py": ""})
    seen = doctor.examine_machine(tmp_path / "mine", ["03_bind", "04_reuse_address"], [8989, 8081, 8989], "ascii", "en")
    assert (seen.folder, seen.exercises) == ("mine", 1)
    assert [port for port, _by in seen.ports] == [8081, 8989]
    assert (seen.marks, seen.chinese) == (False, False)
    assert seen.python == sys.version_info[:3]
    assert doctor.examine_machine(tmp_path / "nowhere", [], [], "gbk", "zh").folder == ""


# The command ---------------------------------------------------------------------------------------------------------


def test_the_command_succeeds_on_this_machine_and_prints_no_private_name(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "doctor")
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    assert "All that is needed is here." in ended.out
    for each in catalogue.load():
        assert f"port {manual_peer.read_manual_peer(each).port}" in ended.out
    private = [str(Path.home()), socket.gethostname(), str(STUBS), str(tmp_path), tempfile.gettempdir()]
    for name in [*private, getpass.getuser()]:
        assert name not in ended.out.split()
        assert not name.startswith(os.sep) or name not in ended.out.replace("/proc", "")


def test_the_command_ends_with_status_1_if_something_needed_is_missing(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "doctor", "--exercises", tmp_path / "nowhere", "--lang", "zh")
    assert (ended.status, ended.err) == (1, "")
    assert "没有这个目录" in ended.out
    assert str(tmp_path) not in ended.out


def test_an_ascii_terminal_gets_all_lines(tmp_path: Path) -> None:
    ended = cold(tmp_path / "scratch", "doctor", PYTHONIOENCODING="ascii")
    assert ended.status == 0
    assert ended.out.isascii()
    assert "no Chinese letters" in ended.out
