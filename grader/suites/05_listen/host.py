"""A server that begins to listen with the learner's function.

serve PORT BACKLOG WORD COUNT           serve COUNT clients, one after another; each answer begins with WORD
busy PORT BACKLOG WORD COUNT CHANNEL    report before and after the call, wait for the side channel, then serve
"""

import socket

from _side_channel import SideChannel, argv
from listen import start_listening


def bound(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    return server


def serve_clients(server: socket.socket, word: str, count: str) -> None:
    for _ in range(int(count)):
        conn, _ = server.accept()
        conn.sendall(word.encode() + conn.recv(1024))
        conn.close()


def serve(port: str, backlog: str, word: str, count: str) -> None:
    server = bound(port)
    start_listening(server, int(backlog))
    serve_clients(server, word, count)


def busy(port: str, backlog: str, word: str, count: str, channel_port: str) -> None:
    channel = SideChannel(int(channel_port))
    server = bound(port)
    channel.tell("calls")
    start_listening(server, int(backlog))
    channel.tell("returned")
    channel.wait()
    serve_clients(server, word, count)


{"serve": serve, "busy": busy}[argv[0]](*argv[1:])
