"""A server that can be started again, if the learner allows it.

serve PORT         serve one client, hang up first, end
keep PORT          serve one client and keep the listening socket until the client leaves
second PORT DESK   try to share the port with a living server, and tell how it ends
option DESK        tell whether SO_REUSEADDR is set
"""

import socket

from _course_desk import Desk, argv
from reuse_address import allow_restart


def ready() -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    allow_restart(server)
    return server


def listening(port: str) -> socket.socket:
    server = ready()
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    return server


def serve(port: str) -> None:
    server = listening(port)
    conn, _ = server.accept()
    conn.sendall(conn.recv(1024))
    conn.close()  # the server closes first: this side's port goes to TIME_WAIT
    server.close()


def keep(port: str) -> None:
    server = listening(port)
    conn, _ = server.accept()
    conn.sendall(conn.recv(1024))
    conn.recv(1024)
    server.close()


def second(port: str, desk: str) -> None:
    told = Desk(int(desk))
    try:
        listening(port)
    except OSError:
        told.tell("OSError")
    else:
        told.tell("listens")


def option(desk: str) -> None:
    server = ready()
    Desk(int(desk)).tell(int(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0))


{"serve": serve, "keep": keep, "second": second, "option": option}[argv[0]](*argv[1:])
