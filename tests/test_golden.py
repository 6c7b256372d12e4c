"""What a learner reads of a failure, held against recorded texts: `python -m tests.golden` records them anew."""

import pytest

from tests.conftest import on_linux
from tests.golden import CASES, FOLDER, everything, recorded, report
from tests.submitted import SOLUTIONS


@on_linux  # the texts of errors are the system's own
@pytest.mark.parametrize(("case", "lang"), list(everything()))
def test_a_failure_reads_as_recorded(case: str, lang: str) -> None:
    assert report(case, lang) == recorded(case, lang).read_text(encoding="utf-8")


def test_there_are_enough_cases_and_no_text_is_left_over() -> None:
    assert len(CASES) == len(set(CASES)) >= 30
    assert {case.split("/")[0] for case in CASES} == {path.name for path in SOLUTIONS.iterdir() if path.is_dir()}
    assert {recorded(*each) for each in everything()} == set(FOLDER.glob("*/*.txt"))
