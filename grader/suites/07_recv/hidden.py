"""07, tried harder."""

from grader.course import beside, check
from grader.lab import Lab
from grader.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("every byte arrives unchanged, whatever its value"), after="unchanged")
def test_any_bytes(lab: Lab) -> None:
    every = bytes(range(256))
    checks.pieces_of(lab, b"\0\r\n " + every + lab.chance.data(200) + b" \r\n\0", 1024)


@check(points=1, promise=N_("other sizes, and one byte at a time"), after="unchanged")
def test_any_bufsize(lab: Lab) -> None:
    checks.never_more_than(lab, 1, lab.chance.text().encode("gbk"))
    bufsize = lab.rng.randint(2, 9)
    checks.never_more_than(lab, bufsize, lab.chance.data(bufsize * 5 + 1))
