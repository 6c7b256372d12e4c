"""01: mistakes with an address as text, and with the kinds of port."""

import ast
import re

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, Words, mistake
from grader.model.events import Loaded
from grader.model.values import NO_VALUE, plain
from grader.result.finding import FindingKind, StepAnswered

STRIPS = ("strip", "rstrip", "lstrip", "splitlines")
LOOKS_UP = ("gethostbyname", "gethostbyname_ex", "getaddrinfo", "create_connection", "getfqdn")
LOOKS_AT_NUMBERS = ("ip_address", "IPv4Address", "inet_aton", "inet_pton", "ip_interface")


def misreturned_address(case: Case) -> object:
    """The value of the wrong kind that parse_address returned; Ellipsis where the host reported no such value."""
    event = case.misreturned
    return plain(event.value) if event is not None and event.step == "parse_address" else ...


def accepted(case: Case) -> str | None:
    """The text that was accepted although it is not an address; None where no text was."""
    refused = case.kind is FindingKind.NOT_REFUSED_VALUE and case.check != "edges"
    return asked_of(case) if refused and answer_of(case).startswith("returned (") else None


def asked_of(case: Case) -> str:
    """The argument of the function; empty where the finding is about something else."""
    answered = case.about(StepAnswered)
    return answered.asked if answered is not None else ""


def answer_of(case: Case) -> str:
    """The outcome of the function: `returned VALUE`, or the name of an exception."""
    answered = case.about(StepAnswered)
    return answered.answer if answered is not None else ""


def answered(case: Case) -> Words:
    """The words for the argument and the returned value."""
    return {"asked": asked_of(case), "value": answer_of(case).removeprefix("returned ")}


def accepted_port(case: Case) -> str:
    """The port in an accepted text that has a host and one colon, so that only its port is wrong; else empty."""
    host, _colon, port = (accepted(case) or "").partition(":")
    return port if host and ":" not in port else ""


# Results of parse_address ------------------------------------------------------------------------------------


@mistake(By.FILE)
def address_nothing(case: Case) -> Fit:
    """The function is still empty.

    {step}() does nothing yet, and a function that ends without return gives back None. Try: begin with text.split(":")
    and look at what it gives you.
    """
    step = case.misreturned.step if case.misreturned is not None and case.returned_instead == NO_VALUE else ""
    if case.check == "edges" and answer_of(case) == "returned None":
        step = "port_kind"
    function = case.source.function(step)
    body = function.body if function is not None else []
    constants = [each for each in body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)]
    empty = all(isinstance(each, ast.Pass) or each in constants for each in body)
    return {"step": step} if body and empty else False


@mistake(By.FILE, "01_address#address-port-str")
def address_port_str(case: Case) -> Fit:
    """The port is still text.

    You returned {came}. What is cut out of a text is text too, and so is this port; a socket wants it as a number. Try:
    int(port), after you have seen that it has only digits.
    """
    match misreturned_address(case):
        case (str(), str(port)) as pair if port.isdigit():
            return {"came": pair}
    return False


@mistake(By.FILE, "01_address")
def address_swapped(case: Case) -> Fit:
    """The address has the port first.

    You returned {came}. In an address the host comes first and then the port. Try: return host, port.
    """
    match misreturned_address(case):
        case (int() | str() as first, str()) as pair if str(first).isdigit():
            return {"came": pair}
    return False


@mistake(By.FILE, "01_address#address-port-str")
def address_split_only(case: Case) -> Fit:
    """What split() gives was returned as it is.

    You returned a list of strings. An address is a tuple, and the port in it is a number. Try: take the parts into two
    names, host and port, and return the two with the port as an int.
    """
    return misreturned_address(case) == "<list>"


@mistake(By.FILE, "01_address")
def address_host_keeps_colon(case: Case) -> Fit:
    """The colon stays in the host.

    You returned {came}. The colon stands between host and port and belongs to neither; your cut is one character off.
    Try: host, port = text.split(":"), which leaves the colon out.
    """
    match misreturned_address(case):
        case (str(host), int()) as pair if host.endswith(":"):
            return {"came": pair}
    return False


@mistake(By.CALL, "01_address")
def address_hard_coded(case: Case) -> Fit:
    """The address of the example is returned.

    Whatever the text says, your function returns {address}. That is only the example; the caller may name any host and
    port. Try: take both out of text.
    """
    function = case.source.function("parse_address")
    for node in ast.walk(function) if function is not None else ():
        fixed = case.source.value(node.value) if isinstance(node, ast.Return) else None
        if isinstance(fixed, tuple) and len(fixed) == 2 and None not in fixed and was_used(case, fixed):
            return {"address": fixed}
    return False


def was_used(case: Case, fixed: tuple[object, ...]) -> bool:
    """Whether the host failed to connect to this address, or the function returned it for a text with another one."""
    went = any(call.error and [*map(plain, call.given.positional)] == [fixed] for call in case.host_calls("connect"))
    return went or answer_of(case) == f"{fixed[0]}:{fixed[1]}"


# Host names -----------------------------------------------------------------------------------------------------


@mistake(By.ERROR, "01_address#address-ip-only")
def address_ip_only(case: Case) -> Fit:
    """Only a numeric address is taken for a host.

    A host may be a number such as 127.0.0.1, but also a name such as localhost, and your function refuses names. Which
    machine a name means is found out later, when the client connects. Try: leave the host as it stands, and only see
    that it is not empty.
    """
    error = case.error
    first = error is not None and error.who == "program" and (error.kind == "ValueError" or "Address" in error.kind)
    return first and case.check == "host_name" and looks_at_numbers(case)


def looks_at_numbers(case: Case) -> bool:
    """Whether the program tests for the numbers and dots of an IP address."""
    texts = [node.value for node in case.source.nodes if isinstance(node, ast.Constant)]
    return case.source.mentions(*LOOKS_AT_NUMBERS) or any(
        isinstance(text, str) and re.fullmatch(r"\.|.*\\\..*", text) for text in texts
    )


@mistake(By.ERROR, "01_address#address-ip-only")
def address_resolved(case: Case) -> Fit:
    """The host is looked up.

    Your function asks the network which machine the host is. It is only to take the text apart: the machine may not
    exist yet, or be reached from elsewhere. Try: return the host as it stands.
    """
    here = case.raised("gaierror", "herror") is not None and bool(case.calls_at_error(*LOOKS_UP))
    host = answer_of(case).rpartition(":")[0] if case.kind is FindingKind.OTHER_ADDRESS else ""
    number = bool(re.fullmatch(r"\d+(\.\d+){3}", host)) and host not in asked_of(case)
    return here or (number and case.source.mentions(*LOOKS_UP))


# Invalid addresses --------------------------------------------------------------------------------------------------


@mistake(By.ERROR, "01_address#address-index-error")
def address_index_error(case: Case) -> Fit:
    """IndexError instead of ValueError.

    Without a colon there is one part only, and your function takes a second one that is not there: IndexError. Your
    caller expects ValueError for everything that is not an address. Try: look how many parts there are before you use
    them.
    """
    return case.raised("IndexError") is not None and case.check in ("bad_addresses", "stranger_addresses")


@mistake(
    By.CALL,
    "01_address#address-error-returned",
    over=("address-default-port", "address-empty-host", "address-colons-uncounted", "address-port-range"),
)
def address_error_returned(case: Case) -> Fit:
    """A bad address is answered instead of refused.

    For {asked!r} your function returned {value}, and the caller takes that for an address and fails later, far from the
    cause. Raise the error where you find it. Try: raise ValueError(...) instead of return.
    """
    refused = case.kind is FindingKind.NOT_REFUSED_VALUE and case.check != "edges"
    answer = answer_of(case)
    empty = re.match(r"returned \((None|''|0|-1|False)(, (None|''|0|-1|False))*\)", answer)
    return answered(case) if refused and (not answer.startswith("returned (") or empty) else False


@mistake(By.CALL, "01_address#address-index-error")
def address_colons_uncounted(case: Case) -> Fit:
    """More than one colon gets through.

    {asked!r} has two colons, and your function returned {value}. It cuts at one of them and leaves the other in the
    host. Try: text.count(":") must be 1, or text.split(":") must have two parts.
    """
    asked = accepted(case)
    return answered(case) if asked is not None and asked.count(":") > 1 else False


@mistake(By.CALL, "01_address#address-error-returned")
def address_default_port(case: Case) -> Fit:
    """A missing port is filled in.

    {asked!r} names no port, and your function returned {value}. A port that the caller never named is a guess, and it
    leads to a wrong place. Try: raise ValueError.
    """
    asked = accepted(case)
    if asked is None or asked.startswith(":"):
        return False
    return answered(case) if ":" not in asked or asked.endswith(":") else False


@mistake(By.CALL, "01_address#address-empty-host")
def address_empty_host(case: Case) -> Fit:
    """An empty host gets through.

    In {asked!r} nothing stands before the colon, and your function returned {value}. An empty string is a string as
    well, so it has to be tested for. Try: if not host: raise ValueError(...).
    """
    asked = accepted(case)
    return answered(case) if asked is not None and asked[:1] == ":" and asked.count(":") == 1 else False


@mistake(By.CALL, "01_address#address-port-range")
def address_port_range(case: Case) -> Fit:
    """A port larger than 65535 gets through.

    Your function takes {asked!r}. A port has 16 bits, so 65535 is the largest. Try: after int(port), ask whether it is
    larger than 65535, and raise ValueError.
    """
    port = accepted_port(case)
    large = port.isascii() and port.isdigit() and int(port) > 65535
    return {"asked": asked_of(case)} if large else False


# Texts similar to numbers ---------------------------------------------------------------------------------------


@mistake(By.CALL, "01_address#port-int-accepts-more")
def port_int_accepts_more(case: Case) -> Fit:
    """int() takes more than digits.

    Your function takes {asked!r}. int() is generous: it also takes a sign, spaces around, an underscore between. Try:
    look at the characters first (only 0 to 9, at most five), and use int() after that.
    """
    port = accepted_port(case)
    strips = port != port.strip() and case.source.mentions(*STRIPS)
    by_pattern = case.source.mentions("match", "fullmatch", "search")
    odd = bool(re.fullmatch(r"\s*[+-]?[0-9]+(_[0-9]+)*\s*", port)) and not re.fullmatch(r"[0-9]+\n?", port)
    return {"asked": asked_of(case)} if odd and not (strips or by_pattern) else False


@mistake(By.CALL, "01_address#port-int-accepts-more")
def port_stripped(case: Case) -> Fit:
    """Spaces are cut off in silence.

    Your function takes {asked!r}, because strip() takes the spaces and the line's end away before you look. What is not
    an address should be refused, not mended. Try: leave strip() out.
    """
    port = accepted_port(case)
    return {"asked": asked_of(case)} if port != port.strip() and case.source.mentions(*STRIPS) else False


@mistake(By.CALL, "01_address#port-dollar-newline")
def port_dollar_newline(case: Case) -> Fit:
    """$ also holds before a newline at the end.

    Your function takes {asked!r}. In a regular expression, "$" holds at the end and also before a newline that ends the
    text. Try: re.fullmatch(...) without ^ and $.
    """
    newline = re.fullmatch(r"[0-9]+\n", accepted_port(case)) is not None
    dollar = any(str(value)[-1:] == "$" for value in case.source.constants())
    return {"asked": asked_of(case)} if newline and dollar and not case.source.mentions(*STRIPS) else False


@mistake(By.CALL, "01_address#port-isdigit-unicode")
def port_isdigit_unicode(case: Case) -> Fit:
    """isdigit() holds for digits of other scripts.

    Your function takes {asked!r}. For Python those are digits too: isdigit() and its like say yes, and int() reads
    them. In an address only 0 to 9 may stand. Try: port.isascii() and port.isdigit(), or the pattern "[0-9]".
    """
    port = accepted_port(case)
    return {"asked": asked_of(case)} if port.isdigit() and not port.isascii() else False


@mistake(By.CALL, "01_address#port-six-digits")
def port_six_digits(case: Case) -> Fit:
    """More than five digits get through.

    Your function takes {asked!r}, because you look only at the number, and zeros in front do not change it. No port has
    more than five digits. Try: ask for len(port) too.
    """
    port = accepted_port(case)
    padded = bool(re.fullmatch(r"0[0-9]+", port)) and len(port) > 5 and int(port) <= 65535
    return {"asked": asked_of(case)} if padded else False


# Kinds of port --------------------------------------------------------------------------------------------------


def edge(case: Case, *ports: int) -> bool:
    """Whether the check of the edges failed with one of these numbers."""
    return case.check == "edges" and asked_of(case) in {str(port) for port in ports}


def wrongly_accepted(case: Case) -> bool:
    """Whether port_kind accepted a number that is not a port."""
    return case.kind is FindingKind.NOT_REFUSED_VALUE and case.check == "edges"


@mistake(By.CALL, "01_address#port-range-end")
def port_1024_well_known(case: Case) -> Fit:
    """1024 is counted among the well-known ports.

    Well-known are the ports 0 to 1023: 1024 numbers, of which 0 is the first. So 1024 itself is dynamic already. Try:
    port < 1024, or port <= 1023.
    """
    return case.kind is FindingKind.OTHER_KIND and edge(case, 1024) and answer_of(case) == "returned 'well-known'"


@mistake(By.CALL, "01_address#port-range-end")
def port_65536(case: Case) -> Fit:
    """65536 is not a port.

    There are 65536 ports, and because the first one is 0, the last one is 65535. Your function lets 65536 through. Try:
    port > 65535 is what has to be refused.
    """
    compared = {each for node in case.source.nodes if isinstance(node, ast.Compare) for each in ast.walk(node)}
    known = any(isinstance(each, ast.Constant) and each.value == 65536 for each in compared)
    return edge(case, 65536) and answer_of(case) == "returned 'dynamic'" and known


@mistake(By.CALL, "01_address#port-range-end")
def port_else_dynamic(case: Case) -> Fit:
    """Whatever is not well-known is called dynamic.

    For {asked} your function says 'dynamic'. An else takes all that is left over, also numbers that are no ports at
    all. Try: ask for 1024 to 65535 too, and raise ValueError in the else.
    """
    refused = wrongly_accepted(case) and answer_of(case) == "returned 'dynamic'"
    return {"asked": asked_of(case)} if refused and not port_65536.fits(case) else False


@mistake(By.CALL, "01_address#address-error-returned")
def port_no_number_none(case: Case) -> Fit:
    """A number that is not a port falls through.

    For {asked} none of your ifs holds, so the function ends and gives back None. Nobody hears that the number is wrong.
    Try: raise ValueError(...) as the last line.
    """
    refused = wrongly_accepted(case) and answer_of(case) == "returned None"
    return {"asked": asked_of(case)} if refused and not address_nothing.fits(case) else False


@mistake(By.CALL, "01_address#port-range-end")
def port_range_end(case: Case) -> Fit:
    """range() stops before its end.

    {asked} is a port too, and your ranges leave it out. A range does not contain its own end: range(1024, 65535) stops
    at 65534. Try: the end one larger, or 1024 <= port <= 65535.
    """
    ends = [call.args[-1] for call in case.source.calls("range") if call.args]
    short = any(case.source.value(end) in (1023, 65535) for end in ends)
    fits = case.kind is FindingKind.OTHER_KIND and edge(case, 1023, 65535) and short
    return {"asked": asked_of(case)} if fits else False


@mistake(By.CALL, "01_address#port-range-end")
def port_zero_refused(case: Case) -> Fit:
    """Port 0 is refused.

    0 is the first of the well-known ports, and your function refuses it. Perhaps you wrote `not port`, which also holds
    for 0, or asked for more than 0. Try: port < 0 is what has to be refused.
    """
    refused = case.kind is FindingKind.OTHER_KIND and answer_of(case) == "ValueError"
    return refused and edge(case, 0) and case.happened(Loaded)
