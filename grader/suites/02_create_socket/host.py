"""A server whose sockets the learner creates.

serve PORT          serve one client over a created socket
facts DESK          tell what the created socket is
each PORT...        create one for each port, then serve one client on each
"""

import _socket
import socket

from _course_desk import Desk, Misreturned, argv
from create_socket import create_tcp_socket


def created() -> socket.socket:
    made = create_tcp_socket()
    if not isinstance(made, _socket.socket):
        raise Misreturned("create_tcp_socket", "a socket", made)
    return made


def listening(server: socket.socket, port: str) -> socket.socket:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    return server


def answer(server: socket.socket) -> None:
    conn, _ = server.accept()
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data)


def serve(port: str) -> None:
    with listening(created(), port) as server:
        answer(server)


def name_of(server: socket.socket) -> str:
    try:
        return repr(_socket.socket.getsockname(server))
    except OSError:
        return "('0.0.0.0', 0)"  # Windows has no name for an unbound socket and raises WSAEINVAL


def facts(desk: str) -> None:
    made = created()
    told = Desk(int(desk))
    told.tell(int(made.family == socket.AF_INET), int(made.family))
    told.tell(int(made.type == socket.SOCK_STREAM), int(made.type))
    told.tell(name_of(made) if made.family == socket.AF_INET else "")
    told.tell(int(_socket.socket.gettimeout(made) != 0.0))


def each(*ports: str) -> None:
    servers = [created() for _ in ports]
    for server, port in zip(servers, ports):
        listening(server, port)
    for server in servers:
        answer(server)


{"serve": serve, "facts": facts, "each": each}[argv[0]](*argv[1:])
