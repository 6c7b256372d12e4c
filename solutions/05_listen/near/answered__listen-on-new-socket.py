# What is wrong: listen() is missing; not listen-on-new-socket, because the new socket only looks for a free port.
import socket


def start_listening(server, backlog):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        print("a free port would be", probe.getsockname()[1])
