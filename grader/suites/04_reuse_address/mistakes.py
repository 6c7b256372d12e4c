"""04: mistakes with a given server socket, and with two servers on one port."""

from grader.advice.evidence import IN_USE, Case
from grader.advice.mistakes.reuse import not_on_this_system, switched_on
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Exited, Reset
from grader.result.finding import FindingKind

AFTER_RESET = (FindingKind.PORT_SHARED, FindingKind.RESET, FindingKind.NO_TIME_WAIT)


@mistake(By.CALL, "04_reuse_address#reuseport-as-well")
def reuseport_as_well(case: Case) -> Fit:
    """SO_REUSEPORT as well is too much.

    SO_REUSEADDR is right, and it is enough. SO_REUSEPORT beside it lets two living servers share one port, and you
    never hear of it. Try: only the line with SO_REUSEADDR.
    """
    shared = case.kind is FindingKind.PORT_SHARED and switched_on(case, "SO_REUSEPORT")
    return (shared or not_on_this_system(case)) and case.source.mentions("SO_REUSEADDR")


@mistake(By.ERROR, "04_reuse_address#reuse-own-socket")
def reuse_own_socket(case: Case) -> Fit:
    """The option is set on a new socket.

    Your function makes a socket of its own and sets the option there. The server that you were given stays as it was.
    Try: server.setsockopt(...), on the parameter.
    """
    failed = case.raised_by("bind") is not None and case.number(IN_USE) and case.happened(Exited)
    return failed and bool(case.calls("socket")) and switched_on(case, "SO_REUSEADDR") and not case.calls("bind")


@mistake(By.CALL, "04_reuse_address#reuse-linger-zero")
def reuse_linger_zero(case: Case) -> Fit:
    """Conversations are broken off instead of ended.

    SO_LINGER with a time of 0 frees the port by breaking every conversation off with a reset: the client may lose the
    last words. Try: SO_REUSEADDR, which leaves conversations alone.
    """
    lingers = any("SO_LINGER" in call.given.constants and not call.error for call in case.calls("setsockopt"))
    return lingers and (case.kind in AFTER_RESET or case.number(IN_USE) or case.happened(Reset))
