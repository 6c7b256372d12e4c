"""Roles: programs that play the other role, both roles or neither, or use another connection or protocol."""

import ast

from grader.advice.connecting import CALLS, own_port, part, refused, unconnected
from grader.advice.evidence import IN_USE, RECEIVES, SENDS, Case
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call, Connected, Refused, Unreached
from grader.model.values import END_OF_STREAM, Tuple, address_in
from grader.result.finding import FindingKind

LOOPBACK = ("127.0.0.1", "localhost")


@mistake(By.WIRE, "13_server#same-script")
def same_script(case: Case) -> Fit:
    """The program is server and client at once.

    In one program you listen at port {port} and connect to it as well. A program does one thing after another, so one
    half waits for what the other would do only later, and the real client gets no answer. Try: leave connect() out of
    the server; the client is another program, started in another terminal.
    """
    own = [call for call in case.calls("connect", "connect_ex") if call.direct and not call.error]
    itself = [call for call in own if case.port is not None and own_port(case, call)]
    if not itself or not case.succeeded("listen"):
        return False
    clients = {event.local for event in case.events(Connected)}
    strangers = [call for call in case.succeeded("accept") if client_of(call) not in clients]
    return {"port": case.port} if strangers or case.waits else False


def client_of(call: Call) -> str:
    """The client that accept() returned, as `127.0.0.1:33994`; empty where it returned no address."""
    match call.returned:
        case Tuple((_, found)) if (address := address_in(found)) is not None:
            return f"{address.host}:{address.port}"
    return ""


@mistake(By.ERROR, "11_connect#swapped-files", over=("connect-as-bind", "connect-nothing"))
def swapped_files(case: Case) -> Fit:
    """A server where a client is wanted, or the other way round.

    Your program plays the other part. A server binds, listens and accepts; a client connects. Here the other side plays
    the same part as you, and so the two never meet. Try: see which part this exercise wants; perhaps two files were
    swapped.
    """
    if case.happened(Connected, Refused, Unreached):
        return False
    if part(case) == {"server"}:
        taken = bool(case.failed("bind", numbers=IN_USE)) and not case.succeeded("listen")
        return taken or (case.waits_in("accept") is not None and case.waits)
    if part(case) == {"client"} and not case.steps:
        dialled = [call.address for call in refused(case) if own_port(case, call)]
        return any(address is not None and address.host in LOOPBACK for address in dialled)
    return False


@mistake(By.ERROR, "12_client#connect-as-bind", over=("send-before-connect",))
def connect_as_bind(case: Case) -> Fit:
    """A client binds the server's address.

    You gave the server's address to bind(). bind() takes an address for yourself, and this one is the server's already;
    a client only calls it. Try: client.connect((host, port)), without bind().
    """
    if "server" in part(case) or case.happened(Connected, Refused):
        return False
    if any("SOCK_DGRAM" in call.given.constants for call in case.calls("socket")):
        return False
    taken = [
        call for call in case.failed("bind", numbers=IN_USE) if of_a_client(case, call) and not fixed_port(case, call)
    ]
    bound = [call for call in case.succeeded("bind") if own_port(case, call)]
    return bool(taken) or (bool(bound) and unconnected(case) is not None)


def fixed_port(case: Case, call: Call) -> int:
    """The port of a bind() that stands in the file as a number and is not the server's; 0 where there is none."""
    port = call.address.port if call.address is not None else 0
    return port if port in case.source.constants() and port != case.port and isinstance(port, int) else 0


def of_a_client(case: Case, call: Call) -> bool:
    """Whether a bind() is a client's: the step connects, or the file also connects, sends or receives on its socket.

    In a whole program a call on any socket counts.
    """
    on = case.receiver(call)
    talks = [node.func for node in case.source.calls(*CALLS, *SENDS, *RECEIVES) if isinstance(node.func, ast.Attribute)]
    calls = any(step.startswith("connect") for step in case.steps)  # a step that connects is given a client's socket
    return bool(talks) if not case.steps else calls or any(ast.unparse(each.value) == on for each in talks)


@mistake(By.CALL, "12_client#second-connection")
def second_connection(case: Case) -> Fit:
    """The reply is awaited on a second connection.

    You made a second connection to receive on. The server answers over the connection that asked; over the other one it
    has nothing to say. A connection carries both directions. Try: send and receive with the same socket.
    """
    made = case.succeeded("connect")
    if len(made) < 2 or any(call.number < made[1].number for call in case.succeeded(*RECEIVES)):
        return False
    if not any(call.number < made[1].number for call in case.succeeded(*SENDS)):
        return False  # nothing was sent over the first connection: perhaps it only tested whether the server listens
    return case.kind is FindingKind.SEVERAL_CONNECTIONS or (case.waits_in(*RECEIVES) is not None and case.waits)


@mistake(By.CALL, "12_client#retry-for-ever", over=("second-connection", "recv-eof-continue", "recv-eof-unchecked"))
def retry_for_ever(case: Case) -> Fit:
    """Without an answer it calls again, for ever.

    The server hung up without an answer, and your loop makes a new connection, and would do so for ever. What a server
    did not answer once it may never answer. Try: end after the first b"", or after a few attempts.
    """
    made = case.succeeded("connect")
    if len(made) < 2 or not (case.waits or case.busy):
        return False
    earlier = [call.returned for call in case.succeeded(*RECEIVES) if call.number < made[-1].number]
    return END_OF_STREAM in earlier and _again(case, made[-1].line)


def _again(case: Case, line: int) -> bool:
    """Whether a line is inside a loop, or in a function that is called in a loop."""
    source = case.source
    statements = [node for node in source.at(line) if isinstance(node, ast.stmt)]
    return any(map(source.in_loop, [*statements, *source.calls(source.within(line))]))


@mistake(By.CALL, "13_server#udp-thinking")
def udp_thinking(case: Case) -> Fit:
    """A program for UDP, where TCP is wanted.

    You made a socket with SOCK_DGRAM and use {call}(). That is UDP, single messages without a connection, and the other
    side speaks TCP: the two cannot meet, even at the same port number. Try: SOCK_STREAM; a server then calls listen()
    and accept(), a client connect().
    """
    datagram = any("SOCK_DGRAM" in call.given.constants for call in case.calls("socket"))
    packets = case.calls("recvfrom", "recvfrom_into", "sendto")
    udp = datagram and packets and not case.calls("listen", "accept", "connect")
    return {"call": packets[0].call} if udp else False


@mistake(By.END)
def network_nothing(case: Case) -> Fit:
    """The program neither calls nor listens.

    Your program ended without connect() and without listen(), so the other side never met it. A socket alone does
    nothing. Try: write the steps one after another: a client connects, sends, receives; a server binds, listens,
    accepts.
    """
    if case.steps or case.status != 0 or part(case) or case.source.calls("bind", "run", "serve_forever"):
        return False
    traced = case.calls("bind", "listen", "connect", "connect_ex")
    return not traced and not case.happened(Connected) and bool(case.source.tree.body)
