# What is wrong: it asks "does somebody answer there?", but an address can be taken without an answer.
import socket


def port_in_use(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def bind_server(server: socket.socket, host: str, port: int) -> None:
    if port_in_use(host, port):
        raise OSError("address already in use")
    try:
        server.bind((host, port))
    except OSError as error:
        print("this cannot happen:", error)
