"""A server whose closing the learner does. It keeps its sockets in its hands until the desk speaks.

talk PORT DESK REPLY       reply REPLY bytes to one client, close the conversation
gone PORT DESK             the same with a client that has gone
server PORT DESK COUNT     take COUNT clients, close the server, then talk to them
"""

import _socket
import socket

from _course_desk import Desk, argv
from close import close_conversation, close_server


def listening(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(16)
    return server


def state(sock: socket.socket) -> str:
    """Ask the system itself whether the socket is still open."""
    try:
        _socket.socket.getsockname(sock)
    except OSError:
        return "closed"
    return "open"


def talk(port: str, desk: str, size: str) -> None:
    told = Desk(int(desk))
    server = listening(port)
    conn, _ = server.accept()
    conn.recv(1024)
    conn.sendall(b"r" * int(size))
    close_conversation(conn)
    told.tell(state(conn))
    told.wait()
    conn.close()
    server.close()


def gone(port: str, desk: str) -> None:
    told = Desk(int(desk))
    server = listening(port)
    conn, _ = server.accept()
    told.tell("taken")
    told.wait()
    close_conversation(conn)
    told.tell("returned")
    server.close()


def server(port: str, desk: str, count: str) -> None:
    told = Desk(int(desk))
    listener = listening(port)
    conns = [listener.accept()[0] for _ in range(int(count))]
    close_server(listener)
    told.tell(state(listener))
    for conn in conns:
        conn.sendall(conn.recv(1024))
    told.wait()
    for conn in conns:
        conn.close()
    listener.close()


{"talk": talk, "gone": gone, "server": server}[argv[0]](*argv[1:])
