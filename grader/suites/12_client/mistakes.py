"""12: mistakes of the whole client."""

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.result.finding import Asked

USUAL_REPLY = "问题正在处理"  # the help desk's reply in the README; no check sends it


@mistake(By.WIRE, over=("print-missing",))
def expected_text_printed(case: Case) -> Fit:
    """The expected reply was printed, not the one that came.

    You printed a text that is written in your program. The help desk's reply is another one in every run, so it has to
    come out of recv(). Try: print the decoded bytes that you received.
    """
    constant = any(USUAL_REPLY in str(case.source.value(node)) for node in case.source.nodes)
    return case.asked is Asked.TEXT and USUAL_REPLY in case.output and constant and case.error is None
