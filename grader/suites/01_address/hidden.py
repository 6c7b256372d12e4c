"""01, hidden checks: texts that Python reads as a number, but that are not a port."""

from grader.course.catalogue import beside
from grader.course.exercise import check
from grader.harness.lab import Lab
from grader.texts.language import N_

checks = beside(__file__)


@check(points=1, promise=N_("stranger things that are no address are refused too"), after="arrives")
def test_stranger_addresses(lab: Lab) -> None:
    port = lab.rng.randint(1024, 9999)
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in str(port))
    bad = [
        f"127.0.0.1:+{port}",
        f"127.0.0.1:-{port}",
        f"127.0.0.1: {port}",
        f"127.0.0.1:{port} ",
        f"127.0.0.1:{port}\n",
        f"127.0.0.1:{str(port)[0]}_{str(port)[1:]}",
        f"127.0.0.1:{full_width}",
        "127.0.0.1:\u0661\u0662\u0663\u0664",
        "127.0.0.1:\u00b2\u00b3",
        f"127.0.0.1:{port:06}",
        f"127.0.0.1:{port:0{lab.rng.randint(7, 12)}}",
        f"127.0.0.1:{port}.0",
        f"127.0.0.1:{hex(port)}",
        "::1:80",
        "",
        ":",
    ]
    checks.refused_with_value_error(lab, bad)
