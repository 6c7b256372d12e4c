"""The doctor: each fact becomes a line, what is not well says what to do, and no private name stands in it."""

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

WELL = Surroundings(
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

# What was found, how that is, and words of the line and its advice.
FOUND = {
    "an old Python": (replace(WELL, python=(3, 10, 9)), Health.ILL, "3.10.9", "3.11 - 3.14"),
    "a Python of tomorrow": (replace(WELL, python=(3, 15, 0)), Health.ODD, "3.15.0", "3.11 - 3.14"),
    "another Python": (replace(WELL, implementation="PyPy"), Health.ODD, "PyPy", "CPython"),
    "another system": (replace(WELL, system="FreeBSD"), Health.ODD, "FreeBSD", "Linux, macOS and Windows"),
    "a weak box": (
        replace(WELL, stronger=(("bubblewrap", "not installed", "apt install bubblewrap"),)),
        Health.ODD,
        "bubblewrap: not here (not installed)",
        "other people's programs: apt install bubblewrap",
    ),
    "no loopback": (replace(WELL, loopback="Permission denied"), Health.ILL, "Permission denied", "127.0.0.1"),
    "no IPv6": (replace(WELL, ipv6="not supported"), Health.ODD, "not supported", "nothing needs it"),
    "one address": (replace(WELL, second_address="not available"), Health.ODD, "not available", "exercise 03"),
    "no Chinese": (replace(WELL, encoding="cp437", chinese=False), Health.ODD, "no Chinese letters", "UTF-8"),
    "no marks": (replace(WELL, encoding="gbk", marks=False), Health.ODD, "no marks", "UTF-8"),
    "a taken port": (replace(WELL, ports=((8989, "python3 (42)"),)), Health.ODD, "taken by python3 (42)", "end that one"),
    "an unknown holder": (replace(WELL, ports=((8989, "?"),)), Health.ODD, "just ended", "end that one"),
    "no folder": (replace(WELL, folder="", exercises=0), Health.ILL, "no such folder", "--exercises"),
    "another folder": (replace(WELL, exercises=0), Health.ILL, "none", "--exercises"),
    "a full disk": (replace(WELL, temporary="No space left"), Health.ILL, "No space left", "TMPDIR"),
    "a slow machine": (replace(WELL, starts_in=1.5), Health.ODD, "1.500 s", "virus"),
    "nothing starts": (replace(WELL, starts_in=None), Health.ILL, "does not start", "install"),
}  # fmt: skip


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    found = doctor.diagnosis(WELL)
    assert {line.health for line in found} == {Health.WELL}
    assert {line.advice for line in found} == {""}
    assert doctor.works(found)


@pytest.mark.parametrize("name", FOUND)
def test_what_is_not_well_is_one_line_that_says_what_to_do(name: str) -> None:
    seen, health, value, advice = FOUND[name]
    (line,) = [each for each in doctor.diagnosis(seen) if each.health is not Health.WELL]
    assert line.health is health
    assert value in line.value
    assert advice in line.advice
    assert doctor.works(doctor.diagnosis(seen)) == (health is Health.ODD)


def test_the_ways_of_other_systems_are_no_trouble() -> None:
    found = doctor.diagnosis(replace(WELL, system="Windows", warm=False, proof=False, limits=False))
    assert {line.health for line in found} == {Health.WELL}
    said = " ".join(line.value for line in found)
    assert "started ahead" in said
    assert "silence" in said
    assert "not limited here" in said


def test_every_mark_has_a_plain_form() -> None:
    found = [
        DiagnosisLine(Health.WELL, "a", "1"),
        DiagnosisLine(Health.ODD, "bb", "2", "do"),
        DiagnosisLine(Health.ILL, "c", "3", "mend"),
    ]
    shown = [line.plain for line in diagnosis_lines(found, Signs("ascii"))]
    assert shown[:5] == ["+ a   1", "~ bb  2", "      > do", "x c   3", "      > mend"]
    assert "x" in shown[-1]


# Looking -------------------------------------------------------------------------------------------------------------


def test_two_sockets_talk_over_loopback_and_not_over_what_is_no_address_here() -> None:
    assert doctor.trouble_with(socket.AF_INET, "127.0.0.1") == ""
    assert doctor.trouble_with(socket.AF_INET, "192.0.2.1") != ""


def test_a_port_in_use_is_named_with_its_holder(free_port: int) -> None:
    assert doctor.port_holder(free_port) == ""
    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        assert doctor.port_holder(free_port) == doctor.UNKNOWN  # bound, and nobody listens
        server.listen()
        assert doctor.port_holder(free_port) in (doctor.UNKNOWN, f"{process_name()} ({os.getpid()})")


def process_name() -> str:
    import psutil

    return psutil.Process().name()


def test_a_temporary_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert doctor.trouble_with_temporary() == ""
    assert os.listdir(tmp_path) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    said = doctor.trouble_with_temporary()
    assert said
    assert str(tmp_path) not in said


def test_an_interpreter_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (doctor.seconds_to_start() or 0) > 0
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert doctor.seconds_to_start() is None


def test_it_looks_at_the_folder_and_at_the_courses_ports(tmp_path: Path) -> None:
    put(tmp_path / "mine", {"03_bind/bind.py": ""})
    seen = doctor.examine_machine(tmp_path / "mine", ["03_bind", "04_reuse_address"], [8989, 8081, 8989], "ascii", "en")
    assert (seen.folder, seen.exercises) == ("mine", 1)
    assert [port for port, _by in seen.ports] == [8081, 8989]
    assert (seen.marks, seen.chinese) == (False, False)
    assert seen.python == sys.version_info[:3]
    assert doctor.examine_machine(tmp_path / "nowhere", [], [], "gbk", "zh").folder == ""


# The command ---------------------------------------------------------------------------------------------------------


def test_the_command_ends_well_here_and_names_nobody(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "doctor")
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    assert "All that is needed is here." in ended.out
    for each in catalogue.load():
        assert f"port {manual_peer.read_manual_peer(each).port}" in ended.out
    private = [str(Path.home()), socket.gethostname(), str(STUBS), str(tmp_path), tempfile.gettempdir()]
    for name in [*private, getpass.getuser()]:
        assert name not in ended.out.split()
        assert not name.startswith(os.sep) or name not in ended.out.replace("/proc", "")


def test_the_command_ends_with_status_1_where_something_needed_is_not_there(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "doctor", "--exercises", tmp_path / "nowhere", "--lang", "zh")
    assert (ended.status, ended.err) == (1, "")
    assert "没有这个目录" in ended.out
    assert str(tmp_path) not in ended.out


def test_a_terminal_that_can_show_little_gets_all_lines_all_the_same(tmp_path: Path) -> None:
    ended = cold(tmp_path / "scratch", "doctor", PYTHONIOENCODING="ascii")
    assert ended.status == 0
    assert ended.out.isascii()
    assert "no Chinese letters" in ended.out
