"""A server that can restart at once if the learner's function allows it.

serve PORT            serve one client, close the connection first, end
keep PORT             serve one client and keep the listening socket until the client closes
second PORT CHANNEL   listen on the port of a running server, and report the outcome
option CHANNEL        report whether SO_REUSEADDR is set
"""

import socket

from _side_channel import SideChannel, argv
from reuse_address import allow_restart


def prepared_socket() -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    allow_restart(server)
    return server


def listening(port: str) -> socket.socket:
    server = prepared_socket()
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


def second(port: str, channel_port: str) -> None:
    channel = SideChannel(int(channel_port))
    try:
        listening(port)
    except OSError:
        channel.tell("OSError")
    else:
        channel.tell("listens")


def option(channel_port: str) -> None:
    server = prepared_socket()
    SideChannel(int(channel_port)).tell(int(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0))


{"serve": serve, "keep": keep, "second": second, "option": option}[argv[0]](*argv[1:])
