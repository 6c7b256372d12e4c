"""A server whose listening the learner starts.

serve PORT BACKLOG COUNT         serve COUNT clients, one after another
busy PORT BACKLOG COUNT DESK     tell that it listens, wait for the desk's word, then serve COUNT clients
"""

import socket
import sys

from desk import Desk
from listen import start_listening


def listening(port: str, backlog: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    start_listening(server, int(backlog))
    return server


def answer(server: socket.socket, count: str) -> None:
    for _ in range(int(count)):
        conn, _ = server.accept()
        conn.sendall(conn.recv(1024))
        conn.close()


def serve(port: str, backlog: str, count: str) -> None:
    answer(listening(port, backlog), count)


def busy(port: str, backlog: str, count: str, desk: str) -> None:
    told = Desk(int(desk))
    server = listening(port, backlog)
    told.tell("returned")
    told.wait()
    answer(server, count)


{"serve": serve, "busy": busy}[sys.argv[1]](*sys.argv[2:])
