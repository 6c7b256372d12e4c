# What is wrong: the parameters are right, and what stands around the function does not hand them on.
import socket
from collections.abc import Callable


def told(function: Callable[..., None]) -> Callable[..., None]:
    def wrapped(server: socket.socket) -> None:
        print("binding")
        function(server)

    return wrapped


@told
def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
