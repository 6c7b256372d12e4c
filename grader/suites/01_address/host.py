"""A client that gets its server's address as one text. CHANNEL is the port of the side channel.

arrive TEXT WORD        connect to the address, send the word, wait for the answer
parse CHANNEL TEXT...   report the address that parse_address returns for each text
refuse CHANNEL TEXT...  report what parse_address returns or raises for each text
kinds CHANNEL PORT...   report what port_kind returns or raises for each number
"""

import socket

from _side_channel import MisreturnedStep, SideChannel, argv, raises
from address import parse_address, port_kind


def checked_address(text: str) -> tuple[str, int]:
    address = parse_address(text)
    fits = isinstance(address, tuple) and len(address) == 2
    if not fits or not isinstance(address[0], str) or type(address[1]) is not int:
        raise MisreturnedStep("parse_address", "(host, port): a str and an int", address)
    if ":" in address[0]:
        raise MisreturnedStep("parse_address", "(host, port), the colon in neither of them", address)
    return address


def arrive(text: str, word: str) -> None:
    with socket.create_connection(checked_address(text)) as client:
        client.sendall(word.encode())
        client.recv(1024)


def parse(channel_port: str, *texts: str) -> None:
    channel = SideChannel(int(channel_port))
    for text in texts:
        host, port = checked_address(text)
        channel.tell(f"{host}:{port}")


def refuse(channel_port: str, *texts: str) -> None:
    channel = SideChannel(int(channel_port))
    for text in texts:
        channel.tell(raises(ValueError, parse_address, text))


def kinds(channel_port: str, *ports: str) -> None:
    channel = SideChannel(int(channel_port))
    for port in ports:
        channel.tell(raises(ValueError, port_kind, int(port)))


{"arrive": arrive, "parse": parse, "refuse": refuse, "kinds": kinds}[argv[0]](*argv[1:])
