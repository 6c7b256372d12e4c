import socket


def start_listening(server: socket.socket, backlog: int = 5) -> None:
    """The system chooses a sensible length for the queue."""
    server.listen()
