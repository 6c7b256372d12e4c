"""07, hidden checks."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("every byte arrives unchanged, whatever its value"), after="unchanged")
def test_any_bytes(lab: Lab) -> None:
    every = bytes(range(256))
    for edge in (b" \r\n", b"\0", b"\n\t "):
        checks.pieces_of(lab, edge + every + lab.random_data.data(20) + edge, 1024)


@check(points=1, promise=N_("other sizes, and one byte at a time"), after="unchanged")
def test_any_bufsize(lab: Lab) -> None:
    checks.never_more_than(lab, 1, lab.random_data.word()[-5:])
    bufsize = lab.rng.randint(3, 9)  # the last piece has two bytes: a program that waits for a full piece blocks
    checks.never_more_than(lab, bufsize, b"x" + lab.random_data.data(bufsize * 4) + b"x")
