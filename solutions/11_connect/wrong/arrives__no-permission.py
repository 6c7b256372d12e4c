# What is wrong: a datagram socket is connected to everybody.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    everybody = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    everybody.connect(("255.255.255.255", port))
    client.connect((host, port))
