"""bind(): the server takes its address."""

from grader.advice.case import Case, arguments
from grader.advice.rule import By, Fit, mistake
from grader.language import N_


@mistake(
    N_("bind() was given two arguments instead of one address"),
    N_(
        "You wrote the host and the port as two arguments. An address is one thing, a tuple of host and port, so it "
        "needs parentheses of its own. Try: bind((host, port))."
    ),
    by=By.ERROR,
    read="03_bind#bind-two-args",
)
def bind_two_args(case: Case) -> Fit:
    call = case.raised_by("bind")
    return call is not None and len(arguments(call)) == 2


@mistake(
    N_("The address has the port first"),
    N_(
        "You gave bind() the tuple ({first!r}, {second!r}). In an address the host comes first and then the port, as "
        "in 127.0.0.1:8989. Try: bind((host, port))."
    ),
    by=By.ERROR,
    read="03_bind#bind-swapped",
    over=("bind-port-str",),
)
def bind_swapped(case: Case) -> Fit:
    call = case.raised_by("bind")
    match arguments(call) if call is not None else []:
        case [(int() as first, str() as second)]:
            return {"first": first, "second": second}
    return False


@mistake(
    N_("The port is text"),
    N_(
        "In an address the port is a number, and yours is the text {port!r}: perhaps it comes from input() or split(). "
        "Text that looks like a number is still text. Try: int(port)."
    ),
    by=By.ERROR,
    read="03_bind#bind-port-str",
)
def bind_port_str(case: Case) -> Fit:
    call = case.raised_by("bind")
    match arguments(call) if call is not None else []:
        case [(_, str() as port)]:
            return {"port": port}
    return False
