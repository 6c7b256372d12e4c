"""connect(): a client calls a server. And who is who: programs that play the other part, or both, or none."""

import ast

from grader import transcript
from grader.advice.case import (
    BROKEN_PIPE,
    CONNECTED_ALREADY,
    IN_USE,
    NOT_CONNECTED,
    RECEIVES,
    REFUSED,
    SENDS,
    WOULD_BLOCK,
    Case,
    address_of,
    arguments,
)
from grader.advice.rule import By, Fit, mistake
from grader.language import N_
from grader.transcript import Call

SERVES = "listen accept create_server start_server TCPServer ThreadingTCPServer HTTPServer".split()
CALLS = ("connect", "connect_ex", "create_connection", "open_connection")
LOOPBACK = ("127.0.0.1", "localhost")


def refused(case: Case) -> list[Call]:
    """The learner's connects that were refused."""
    return case.failed("connect", numbers=REFUSED)


def own_port(case: Case, call: Call) -> bool:
    """Whether a call was given the port that the exercise wants (a step gets its port from the host)."""
    address = address_of(call)
    return case.port is None or (address is not None and address[1] == case.port)


def unconnected(case: Case) -> Call | None:
    """The sending or receiving that ended the program because its socket was not connected."""
    call = case.raised_by(*RECEIVES, *SENDS)
    if call is None or not case.number(BROKEN_PIPE, NOT_CONNECTED):
        return None
    return call if not case.succeeded("connect", "accept", "listen") else None


@mistake(
    N_("connect() was given two arguments instead of one address"),
    N_(
        "You wrote the host and the port as two arguments. An address is one thing, a tuple of host and port, so it "
        "needs parentheses of its own. Try: connect((host, port))."
    ),
    by=By.ERROR,
    read="11_connect#connect-two-args",
)
def connect_two_args(case: Case) -> Fit:
    call = case.raised_by("connect", "connect_ex")
    return call is not None and call.error.startswith("TypeError") and len(arguments(call)) == 2


@mistake(
    N_("The server's address has the port first"),
    N_(
        "You gave {call}() the tuple ({first!r}, {second!r}). In an address the host comes first and then the port, as "
        "in 127.0.0.1:8081. Try: connect((host, port))."
    ),
    by=By.ERROR,
    read="11_connect#connect-swapped",
    over=("connect-port-str",),
)
def connect_swapped(case: Case) -> Fit:
    call = case.raised_by("connect", "connect_ex")
    match arguments(call) if call is not None else []:
        case [(int() as first, str() as second)]:
            return {"call": call.call if call is not None else "", "first": first, "second": second}
    return False


@mistake(
    N_("The server's port is text"),
    N_(
        "In an address the port is a number, and yours is the text {port!r}: perhaps it comes from input() or split(), "
        "or it stands in quotation marks. Text that looks like a number is still text. Try: int(port)."
    ),
    by=By.ERROR,
    read="11_connect#connect-port-str",
)
def connect_port_str(case: Case) -> Fit:
    call = case.raised_by("connect", "connect_ex")
    match arguments(call) if call is not None else []:
        case [(_, str() as port)]:
            return {"port": port}
    return False


@mistake(
    N_("The host is a web address"),
    N_(
        "You gave connect() the host {host!r}. A host is only the name or the number of a machine; http:// and what "
        'comes after a slash belong to a web address, which connect() does not know. Try: connect(("127.0.0.1", port)).'
    ),
    by=By.ERROR,
    read="11_connect#connect-url",
    over=("ipv6-on-af-inet",),
)
def connect_url(case: Case) -> Fit:
    call = case.raised_by("connect", "connect_ex")
    address = address_of(call) if call is not None else None
    if address is not None and isinstance(address[0], str) and case.raised("gaierror") and "/" in address[0]:
        return {"host": address[0]}
    return False


@mistake(
    N_("The port stands in the host as well"),
    N_(
        "You gave connect() the host {host!r}. In an address of a socket the host and the port are two values: the "
        "colon only stands between them where people write them as one text. Try: connect(({first!r}, {port}))."
    ),
    by=By.ERROR,
    read="11_connect#connect-url",
    over=("ipv6-on-af-inet",),
)
def connect_host_with_port(case: Case) -> Fit:
    call = case.raised_by("connect", "connect_ex")
    host = (address_of(call) or ("",))[0] if call is not None and case.raised("gaierror") else ""
    match str(host).split(":"):
        case [first, port] if port.isdigit() and "/" not in first:
            return {"host": host, "first": first, "port": port}
    return False


@mistake(
    N_("A connected socket is connected again"),
    N_(
        "You called connect() a second time on a socket that is connected. One socket holds one connection, from "
        "connect() to close(). Try: leave out the second connect(); for another connection make another socket."
    ),
    by=By.ERROR,
    read="11_connect#connect-twice",
)
def connect_twice(case: Case) -> Fit:
    return case.raised_by("connect") is not None and case.number(CONNECTED_ALREADY) and not case.calls("listen")


@mistake(
    N_("Nobody looks at what connect_ex() returns"),
    N_(
        "connect_ex() does not raise an exception when it fails: it returns the error's number, here {number}, and "
        "your program goes on as if it were connected. Try: connect(), which raises; or look at the result."
    ),
    by=By.CALL,
    read="11_connect#connect-ex-ignored",
    over=("send-before-connect", "connect-nothing", "connect-not-awaited"),
)
def connect_ex_ignored(case: Case) -> Fit:
    tried = [call for call in case.succeeded("connect_ex") if call.result.isdigit() and own_port(case, call)]
    failed = [int(call.result) for call in tried if int(call.result) and int(call.result) not in WOULD_BLOCK]
    went_on = case.kind == "refused_in_silence" or unconnected(case) is not None
    return {"number": failed[-1]} if failed and went_on else False


@mistake(
    N_("The refusal is swallowed"),
    N_(
        "connect() raised ConnectionRefusedError, your except caught it, and then the program went on as if all were "
        "well. Whoever comes after it believes to be connected. Try: no except here, or raise at its end, so that the "
        "caller hears of it."
    ),
    by=By.CALL,
    read="11_connect#connect-swallowed",
    over=("send-before-connect",),
)
def connect_swallowed(case: Case) -> Fit:
    given_up = [call for call in refused(case) if own_port(case, call)]
    if not given_up or case.succeeded("connect"):
        return False
    in_silence = case.kind == "refused_in_silence" and case.told[-1:] == ["returned None"]
    return in_silence or unconnected(case) is not None


@mistake(
    N_("Without a server it tries for ever"),
    N_(
        "Your loop at line {line} calls connect() again each time it is refused, and it never gives up. If nobody ever "
        "listens there, the program never ends, and its caller never hears why. Try: let the exception out, or count "
        "the attempts and raise after the last."
    ),
    by=By.CALL,
    read="11_connect#connect-retries-for-ever",
)
def connect_retries_for_ever(case: Case) -> Fit:
    tries = [call for call in [*refused(case), *no_longer(case)] if own_port(case, call)]
    if len(tries) < 2 or case.late is None or case.succeeded("connect"):
        return False
    return {"line": tries[-1].line} if tries[0].line == tries[-1].line else False


def no_longer(case: Case) -> list[Call]:
    """The connect_ex() calls that gave an error's number."""
    return [call for call in case.succeeded("connect_ex") if call.result not in ("0", "")]


@mistake(
    N_("The client calls before the server listens"),
    N_(
        "In your program connect() comes before listen(). Nobody listens there yet, so the call is refused; that is no "
        "fault of connect(). Try: bind() and listen() first, and let the client be a program of its own."
    ),
    by=By.ERROR,
    read="11_connect#connect-refused-order",
    over=("swapped-files", "port-mismatch"),
)
def connect_refused_order(case: Case) -> Fit:
    call = case.raised_by("connect")
    if call is None or not case.number(REFUSED) or case.succeeded("listen"):
        return False
    return own_port(case, call) and bool(case.source.calls("listen", "create_server")) and not case.steps


@mistake(
    N_("The program is server and client at once"),
    N_(
        "In one program you listen at port {port} and connect to it as well. A program does one thing after another, "
        "so one half waits for what the other would do only later, and the real client gets no answer. Try: leave "
        "connect() out of the server; the client is another program, started in another terminal."
    ),
    by=By.WIRE,
    read="13_server#same-script",
)
def same_script(case: Case) -> Fit:
    own = [call for call in case.calls("connect", "connect_ex") if call.direct and not call.error]
    itself = [call for call in own if case.port is not None and (address_of(call) or ("", 0))[1] == case.port]
    if not itself or not case.succeeded("listen"):
        return False
    clients = {event.local for event in case.events(transcript.Connected)}
    strangers = [call for call in case.succeeded("accept") if not any(_shown(each, call.result) for each in clients)]
    return {"port": case.port} if strangers or case.waits else False


def _shown(client: str, result: str) -> bool:
    """Whether accept() gave this client: `127.0.0.1:33994` in `(a socket, ('127.0.0.1', 33994))`."""
    host, _colon, port = client.rpartition(":")
    return f"('{host}', {port}" in result


def part(case: Case) -> set[str]:
    """The parts that the learner's file can play: `server`, `client`, both or none."""
    found = {"server"} if case.source.calls(*SERVES) else set()
    return found | ({"client"} if case.source.calls(*CALLS) else set())


@mistake(
    N_("A server where a client is wanted, or the other way round"),
    N_(
        "Your program plays the other part. A server binds, listens and accepts; a client connects. Here the other "
        "side plays the same part as you, and so the two never meet. Try: see which part this exercise wants; perhaps "
        "two files were swapped."
    ),
    by=By.ERROR,
    read="11_connect#swapped-files",
    over=("connect-as-bind", "connect-nothing", "bind-in-use"),
)
def swapped_files(case: Case) -> Fit:
    if case.happened(transcript.Connected, transcript.Refused, transcript.Unreached):
        return False
    if part(case) == {"server"}:
        taken = bool(case.failed("bind", numbers=IN_USE)) and not case.succeeded("listen")
        return taken or (case.waits_in("accept") is not None and case.waits)
    if part(case) == {"client"} and not case.steps:
        return any((address_of(call) or ("",))[0] in LOOPBACK and own_port(case, call) for call in refused(case))
    return False


@mistake(
    N_("A client binds the server's address"),
    N_(
        "You gave the server's address to bind(). bind() takes an address for yourself, and this one is the server's "
        "already; a client only calls it. Try: client.connect((host, port)), without bind()."
    ),
    by=By.ERROR,
    read="12_client#connect-as-bind",
    over=("send-before-connect", "bind-in-use"),
)
def connect_as_bind(case: Case) -> Fit:
    if "server" in part(case) or case.happened(transcript.Connected, transcript.Refused):
        return False
    if any("SOCK_DGRAM" in call.arguments for call in case.calls("socket")):
        return False
    taken = [call for call in case.failed("bind", numbers=IN_USE) if of_a_client(case, call)]
    bound = [call for call in case.succeeded("bind") if own_port(case, call)]
    return bool(taken) or (bool(bound) and unconnected(case) is not None)


def of_a_client(case: Case, call: Call) -> bool:
    """Whether a bind() was made on a socket with which the program also wants to connect or to talk."""
    on = case.receiver(call)
    talks = [node.func for node in case.source.calls(*CALLS, *SENDS, *RECEIVES) if isinstance(node.func, ast.Attribute)]
    return bool(talks) if not case.steps else any(ast.unparse(each.value) == on for each in talks)


@mistake(
    N_("The socket is not connected"),
    N_(
        "You called {call}() on a socket that was never connected: there is nobody at its other end. Try: "
        "connect((host, port)) first, then send and receive."
    ),
    by=By.ERROR,
    read="12_client#send-before-connect",
)
def send_before_connect(case: Case) -> Fit:
    call = unconnected(case)
    if call is None or call.file != case.file or case.succeeded("bind") or case.succeeded("shutdown"):
        return False
    return {"call": call.call} if not case.calls("connect_ex") and not case.failed("connect") else False


@mistake(
    N_("The reply is awaited on a second connection"),
    N_(
        "You made a second connection to receive on. The server answers over the connection that asked; over the other "
        "one it has nothing to say. A connection carries both directions. Try: send and receive with the same socket."
    ),
    by=By.CALL,
    read="12_client#second-connection",
)
def second_connection(case: Case) -> Fit:
    made = case.succeeded("connect")
    if len(made) < 2 or any(call.number < made[1].number for call in case.succeeded(*RECEIVES)):
        return False
    if not any(call.number < made[1].number for call in case.succeeded(*SENDS)):
        return False  # the first one was not for sending: perhaps it only tried whether the server is there
    return case.kind == "several_connections" or (case.waits_in(*RECEIVES) is not None and case.waits)


@mistake(
    N_("Without an answer it calls again, for ever"),
    N_(
        "The server hung up without an answer, and your loop makes a new connection, and would do so for ever. What a "
        'server did not answer once it may never answer. Try: end after the first b"", or after a few attempts.'
    ),
    by=By.CALL,
    read="12_client#retry-for-ever",
    over=("second-connection", "recv-eof-continue", "recv-eof-unchecked"),
)
def retry_for_ever(case: Case) -> Fit:
    made = case.succeeded("connect")
    if len(made) < 2 or not (case.waits or case.busy):
        return False
    ended = [call for call in case.succeeded(*RECEIVES) if call.number < made[-1].number and call.result == "b''"]
    return bool(ended) and _again(case, made[-1].line)


def _again(case: Case, line: int) -> bool:
    """Whether a line is run in a loop: it stands in one, or a function around it is called in one."""
    source = case.source
    nodes = [node for node in source.at(line) if isinstance(node, ast.stmt)]
    outer = source.within(line)
    return any(source.in_loop(node) for node in nodes) or any(source.in_loop(call) for call in source.calls(outer))


@mistake(
    N_("A program for UDP, where TCP is wanted"),
    N_(
        "You made a socket with SOCK_DGRAM and use {call}(). That is UDP, single messages without a connection, and "
        "the other side speaks TCP: the two cannot meet, even at the same port number. Try: SOCK_STREAM; a server then "
        "calls listen() and accept(), a client connect()."
    ),
    by=By.CALL,
    read="13_server#udp-thinking",
)
def udp_thinking(case: Case) -> Fit:
    streams = not any("SOCK_DGRAM" in call.arguments for call in case.calls("socket"))
    packets = case.calls("recvfrom", "recvfrom_into", "sendto")
    if streams or not packets or case.calls("listen", "accept", "connect"):
        return False
    return {"call": packets[0].call}


@mistake(
    N_("The program neither calls nor listens"),
    N_(
        "Your program came to its end without connect() and without listen(), so the other side never met it. A socket "
        "alone does nothing. Try: write the steps one after another: a client connects, sends, receives; a server "
        "binds, listens, accepts."
    ),
    by=By.END,
)
def network_nothing(case: Case) -> Fit:
    if case.steps or case.status != 0 or part(case) or case.source.calls("bind", "run", "serve_forever"):
        return False
    traced = case.calls("bind", "listen", "connect", "connect_ex")
    return not traced and not case.happened(transcript.Connected) and bool(case.source.tree.body)
