"""A server that binds its socket with the learner's function.

serve HOST PORT           serve one client at the address
taken HOST PORT CHANNEL   bind an address that another program uses, and report the outcome
name HOST PORT CHANNEL    report the address that the socket is bound to
"""

import _socket
import socket
import sys

from _side_channel import SideChannel, argv, raises
from bind import bind_server


def new_socket() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def serve(host: str, port: str) -> None:
    server = new_socket()
    bind_server(server, host, int(port))
    server.listen(5)
    conn, _ = server.accept()
    conn.sendall(conn.recv(1024))
    conn.close()


def bind_taken(host: str, port: str, channel_port: str) -> None:
    server = new_socket()
    if sys.platform == "win32":
        server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    SideChannel(int(channel_port)).tell(raises(OSError, bind_server, server, host, int(port)))


def name(host: str, port: str, channel_port: str) -> None:
    server = new_socket()
    bind_server(server, host, int(port))
    SideChannel(int(channel_port)).tell("%s %s" % _socket.socket.getsockname(server))


{"serve": serve, "taken": bind_taken, "name": name}[argv[0]](*argv[1:])
