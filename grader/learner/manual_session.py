"""Play the reference peer's part against a program that the learner started by hand.

    Play        one peer, its address, and the functions that get its events
    as_client   connects as soon as the program listens
    as_server   listens until a client comes

The learner starts the program, not the grader, so this module observes only what comes over the network.
"""

import errno
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from grader.course.manual_peer import CLIENT, Finish, Hear, HearEnd, ManualPeer, Nap, Say, Turn
from grader.model.errors import GraderError, UsageError
from grader.model.events import Event, Unreached
from grader.model.transcript import Transcript
from grader.texts.language import _
from grader.wire.client import Client
from grader.wire.connection import Connection
from grader.wire.ports import holder
from grader.wire.server import Server
from grader.wire.waiting import wait_ready

LOOK_EVERY = 0.2  # seconds at most of one select(), which Ctrl+C cannot interrupt on Windows
RETRY_EVERY = 0.25  # seconds between two attempts to connect
ANSWER_WITHIN = 4.0  # least seconds for one attempt, because Windows takes two to refuse a connection
SILENCE = 3.0  # seconds without an event after which a note says whose turn it is


@dataclass(frozen=True)
class Play:
    """One peer at an address. `on_event` gets each event as it happens, `on_note` a line about waiting.

    `wait` is the longest wait for the program, in seconds; None waits until the learner stops it.
    """

    part: ManualPeer
    address: tuple[str, int]
    how_to_start: str
    on_event: Callable[[Event], None]
    on_note: Callable[[str], None]
    wait: float | None = None

    @property
    def address_text(self) -> str:
        """The address as people write it."""
        return f"{self.address[0]}:{self.address[1]}"

    @property
    def until(self) -> float:
        """When a wait that begins now must end."""
        return time.monotonic() + self.wait if self.wait is not None else float("inf")


def resolve_host(host: str, port: int) -> tuple[str, int]:
    """The IPv4 address of a host. UsageError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is not a name")
        said = _("the host {host} is not known here: {reason}")
        raise UsageError(said.format(host=host, reason=reason)) from error
    return str(found[0][4][0]), port


def play(given: Play) -> None:
    """Play the part to its end. UsageError where the program is not there, or the wait is over."""
    (as_client if given.part.role == CLIENT else as_server)(given)


def as_client(given: Play) -> None:
    """The reference client: it has the conversations of its part, one after another."""
    for _number in range(given.part.conversations):
        client, record = connect_client(given)
        try:
            converse(given, client, record)
        finally:
            client.drop()


def connect_client(given: Play) -> tuple[Client, Transcript]:
    """Connect as soon as the program listens. UsageError where it is unreachable, or does not listen in time.

    No test connection is made first: the program would accept it.
    """
    until, said = given.until, False
    while True:
        record = Transcript()
        try:
            client = Client(given.address, "client", record)
            client.paused = True  # reads nothing until a turn makes it read; the first turn may be a Nap
        except OSError as error:
            raise unreachable(given, error.strerror or str(error)) from error
        try:
            settled_by = max(until, time.monotonic() + ANSWER_WITHIN)
            while not client.settled and time.monotonic() < settled_by:
                wait_ready(client.readers(), client.writers(), LOOK_EVERY)
                client.pump()
        except BaseException:
            client.drop()
            raise
        if client.connected and not met_itself(client, given.address):
            return client, record
        client.drop()
        if not client.settled:
            raise unreachable(given, _("no answer"))
        for event in record.all(Unreached):
            raise unreachable(given, event.reason)
        refused = _("nobody listens on {address}; start your program first: {start}")
        refused = refused.format(address=given.address_text, start=given.how_to_start)
        if time.monotonic() >= until:
            raise UsageError(refused)
        if not said:
            given.on_note(refused)
            given.on_note(_("waiting for it (Ctrl+C ends) ..."))
            said = True
        wait_ready([], [], min(RETRY_EVERY, max(0.0, until - time.monotonic())))


def met_itself(client: Client, address: tuple[str, int]) -> bool:
    """Whether the system gave the client the port that it connects to: TCP then connects the client to itself."""
    return client.local_port == address[1] and address[0].startswith("127.")


def unreachable(given: Play, reason: str) -> UsageError:
    """The error that the address cannot be reached."""
    return UsageError(_("{address} cannot be reached: {reason}").format(address=given.address_text, reason=reason))


def as_server(given: Play) -> None:
    """The reference server: one client, then it stops listening."""
    record = Transcript()
    server = open_server(given, record)
    try:
        given.on_note(_("listening on {address}").format(address=given.address_text))
        given.on_note(_("now start your program: {start}").format(start=given.how_to_start))
        given.on_note(_("waiting for it (Ctrl+C ends) ..."))
        until = given.until
        while not server.connections:
            if time.monotonic() >= until:
                raise UsageError(_("nobody came to {address}").format(address=given.address_text))
            wait_ready(server.readers(), [], min(LOOK_EVERY, max(0.0, until - time.monotonic())))
            record.began = time.monotonic()  # the clock of a conversation starts when the client comes
            server.pump()
        converse(given, server.connections[0], record)
    finally:
        server.drop()


def open_server(given: Play, record: Transcript) -> Server:
    """A server at the address. UsageError, with the reason, where none can listen there."""
    host, port = given.address
    try:
        return Server(port, "server", record, host=host, again=True)
    except GraderError as error:
        cause = error.__cause__
        code = cause.errno if isinstance(cause, OSError) else None
        if code == errno.EADDRINUSE:
            said = _("port {port} is taken by {holder}; end that program first, or choose another one with --port")
        elif code in (errno.EACCES, errno.EPERM):
            said = _("port {port} may not be used by everybody; choose one from 1024 up with --port")
        elif code == errno.EADDRNOTAVAIL:
            said = _("{host} is not an address of this machine; a server can only listen at one that is")
        else:
            raise
        raise UsageError(said.format(host=host, port=port, holder=holder(port) or "?")) from error


def converse(given: Play, connection: Connection, record: Transcript) -> None:
    """Take the turns of the part one by one, and close. A reset ends them early; an OSError becomes a UsageError."""
    session = ManualSession(given, record)
    session.report_events()
    try:
        for turn in given.part.turns:
            take_turn(turn, connection, session)
            if connection.reset:
                break
        session.drive(connection, lambda: not connection.sending)
        connection.close()
        session.report_events()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(_("the connection broke: {reason}").format(reason=reason)) from error


def take_turn(turn: Turn, connection: Connection, session: "ManualSession") -> None:
    """Take one turn. Hear, HearEnd and Nap last until they are over; Say and Finish only begin to send."""
    had = session.heard
    match turn:
        case Say(data):
            connection.send(data)
        case Finish():
            connection.finish()
        case Hear(size):
            session.drive(connection, lambda: len(connection.received) >= had + size)
            session.heard = len(connection.received)
        case HearEnd():
            session.drive(connection, lambda: False)
        case Nap(seconds):
            session.given.on_note(_("the client reads nothing for {seconds:g} s").format(seconds=seconds))
            until = time.monotonic() + seconds
            session.drive(connection, lambda: time.monotonic() >= until, napping=True)
    session.report_events()


class ManualSession:
    """Drives one connection, and reports each event right after it happened."""

    def __init__(self, given: Play, record: Transcript) -> None:
        self.given = given
        self.heard = 0  # bytes that earlier turns have waited for
        self._record = record
        self._reported = 0
        self._last = time.monotonic()

    def report_events(self) -> None:
        """Report the new events."""
        fresh = self._record.events()[self._reported :]
        self._reported += len(fresh)
        for event in fresh:
            self.given.on_event(event)
        if fresh:
            self._last = time.monotonic()

    def drive(self, connection: Connection, done: Callable[[], bool], napping: bool = False) -> None:
        """Write, and unless `napping` read, until `done()` is true or the connection is over.

        UsageError where nothing happens during the longest wait, unless `napping`.
        """
        connection.paused = napping
        self._last, until, noted = time.monotonic(), self.given.until, napping
        while not done() and not (connection.over and not napping):
            moved = connection.pump()
            self.report_events()
            if moved:
                until = self.given.until
                continue
            now = time.monotonic()
            if now >= until and not napping:
                raise UsageError(_("nothing came for {seconds:g} s").format(seconds=self.given.wait or 0))
            if now - self._last >= SILENCE and not noted:
                noted = True
                self.given.on_note(_("nothing comes; it is your program's turn (Ctrl+C ends) ..."))
            wait_ready(connection.readers(), connection.writers(), max(0.0, min(LOOK_EVERY, until - now)))
