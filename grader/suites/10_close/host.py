"""A server that closes with the learner's functions. It closes the other sockets after a word on the side channel.

talk PORT CHANNEL REPLY     send REPLY bytes to one client, close the conversation
gone PORT CHANNEL           wait until the client has left, close the conversation
server PORT CHANNEL COUNT   accept COUNT clients, close the server, then answer them
"""

import _socket
import socket

from _side_channel import SideChannel, argv
from close import close_conversation, close_server


def listening(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(16)
    return server


def state_of(sock: socket.socket) -> str:
    """`open` while the system knows the socket's descriptor, else `closed`."""
    try:
        _socket.socket.getsockname(sock)
    except OSError:
        return "closed"
    return "open"


def talk(port: str, channel_port: str, size: str) -> None:
    channel = SideChannel(int(channel_port))
    server = listening(port)
    conn, _ = server.accept()
    conn.recv(1024)
    conn.sendall(b"r" * int(size))
    close_conversation(conn)
    channel.tell(state_of(conn))
    channel.wait()
    conn.close()
    server.close()


def gone(port: str, channel_port: str) -> None:
    channel = SideChannel(int(channel_port))
    server = listening(port)
    conn, _ = server.accept()
    channel.tell("taken")
    channel.wait()
    close_conversation(conn)
    channel.tell("returned")
    server.close()


def server(port: str, channel_port: str, count: str) -> None:
    channel = SideChannel(int(channel_port))
    listener = listening(port)
    conns = [listener.accept()[0] for _ in range(int(count))]
    close_server(listener)
    channel.tell(state_of(listener))
    for conn in conns:
        conn.sendall(conn.recv(1024))
    channel.wait()
    for conn in conns:
        conn.close()
    listener.close()


{"talk": talk, "gone": gone, "server": server}[argv[0]](*argv[1:])
