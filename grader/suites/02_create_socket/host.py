"""A server that creates its sockets with the learner's function.

serve PORT      serve one client over a created socket
facts CHANNEL   report family, type, address and blocking mode of a created socket
each PORT...    create a socket for each port, then serve one client on each
"""

import _socket
import socket

from _side_channel import MisreturnedStep, SideChannel, argv
from create_socket import create_tcp_socket


def created_socket() -> socket.socket:
    made = create_tcp_socket()
    if not isinstance(made, _socket.socket):
        raise MisreturnedStep("create_tcp_socket", "a socket", made)
    return made


def listening(server: socket.socket, port: str) -> socket.socket:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    return server


def serve_client(server: socket.socket) -> None:
    conn, _ = server.accept()
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data)


def serve(port: str) -> None:
    with listening(created_socket(), port) as server:
        serve_client(server)


def name_of(server: socket.socket) -> str:
    try:
        return repr(_socket.socket.getsockname(server))
    except OSError:
        return "('0.0.0.0', 0)"  # on Windows getsockname() raises WSAEINVAL for an unbound socket


def facts(channel_port: str) -> None:
    made = created_socket()
    channel = SideChannel(int(channel_port))
    channel.tell(int(made.family == socket.AF_INET), int(made.family))
    channel.tell(int(made.type == socket.SOCK_STREAM), int(made.type))
    channel.tell(name_of(made) if made.family == socket.AF_INET else "")
    channel.tell(int(_socket.socket.gettimeout(made) != 0.0))


def each(*ports: str) -> None:
    servers = [created_socket() for _ in ports]
    for server, port in zip(servers, ports):
        listening(server, port)
    for server in servers:
        serve_client(server)


{"serve": serve, "facts": facts, "each": each}[argv[0]](*argv[1:])
