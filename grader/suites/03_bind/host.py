"""A server whose address the learner binds.

serve HOST PORT        serve one client there
taken HOST PORT DESK   bind an address that somebody else has, and tell how it ends
name HOST PORT DESK    tell the address that the socket is bound to
"""

import _socket
import socket
import sys

from _course_desk import Desk, argv, raises
from bind import bind_server


def new() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def serve(host: str, port: str) -> None:
    server = new()
    bind_server(server, host, int(port))
    server.listen(5)
    conn, _ = server.accept()
    conn.sendall(conn.recv(1024))
    conn.close()


def taken(host: str, port: str, desk: str) -> None:
    server = new()
    if sys.platform == "win32":
        server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    Desk(int(desk)).tell(raises(OSError, bind_server, server, host, int(port)))


def name(host: str, port: str, desk: str) -> None:
    server = new()
    bind_server(server, host, int(port))
    Desk(int(desk)).tell("%s %s" % _socket.socket.getsockname(server))


{"serve": serve, "taken": taken, "name": name}[argv[0]](*argv[1:])
