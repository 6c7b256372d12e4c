"""A server that accepts its clients with the learner's function.

serve PORT COUNT    serve COUNT clients, one after another, and ignore the returned address
who PORT COUNT      answer each client with the address that was returned for it
both PORT           accept two clients, then answer the second, the first and again the second
once PORT CHANNEL   accept one client, report it, and run until the side channel says to go on
"""

import _socket
import socket

from _side_channel import MisreturnedStep, SideChannel, argv, brief
from accept import accept_client


def listening(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(16)
    return server


def accept_pair(server: socket.socket) -> tuple[socket.socket, object]:
    pair = accept_client(server)
    if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], _socket.socket):
        raise MisreturnedStep("accept_client", "(socket, address)", pair)
    return pair


def serve(port: str, count: str) -> None:
    server = listening(port)
    for _ in range(int(count)):
        conn, _ = accept_pair(server)
        conn.sendall(conn.recv(1024))
        conn.close()


def text_of(address: object) -> str:
    """The address as text; a tuple of a str and an int is written as a plain tuple, even of subclasses."""
    if isinstance(address, tuple) and len(address) == 2 and isinstance(address[0], str) and isinstance(address[1], int):
        return repr((str.__str__(address[0]), int(address[1])))
    return brief(address)


def who(port: str, count: str) -> None:
    server = listening(port)
    conns = []
    for _ in range(int(count)):
        conn, address = accept_pair(server)
        conn.recv(1024)
        conn.sendall(f"{text_of(address)}\n".encode("utf-8", "backslashreplace"))
        conns.append(conn)
    for conn in conns:
        conn.recv(1024)


def both(port: str) -> None:
    server = listening(port)
    first, _ = accept_pair(server)
    second, _ = accept_pair(server)
    second.sendall(b"second " + second.recv(1024))
    first.sendall(b"first " + first.recv(1024))
    second.sendall(b"second " + second.recv(1024))


def once(port: str, channel_port: str) -> None:
    channel = SideChannel(int(channel_port))
    server = listening(port)
    conn, _ = accept_pair(server)
    channel.tell("taken")
    channel.wait()
    conn.close()
    server.close()


{"serve": serve, "who": who, "both": both, "once": once}[argv[0]](*argv[1:])
