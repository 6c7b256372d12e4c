"""A client that is told its server's address as one text.

arrive TEXT WORD    go there, say the word, wait for the answer
refuse DESK TEXT... tell for each text how parse_address takes it
kinds DESK PORT...  tell for each number what port_kind makes of it
"""

import socket
import sys

from address import parse_address, port_kind
from desk import Desk, Misreturned, raises


def arrive(text: str, word: str) -> None:
    address = parse_address(text)
    fits = isinstance(address, tuple) and len(address) == 2
    if not fits or not isinstance(address[0], str) or type(address[1]) is not int:
        raise Misreturned("parse_address", "(host, port): a str and an int", address)
    with socket.create_connection(address) as client:
        client.sendall(word.encode())
        client.recv(1024)


def refuse(desk: str, *texts: str) -> None:
    told = Desk(int(desk))
    for text in texts:
        told.tell(raises(ValueError, parse_address, text))


def kinds(desk: str, *ports: str) -> None:
    told = Desk(int(desk))
    for port in ports:
        told.tell(raises(ValueError, port_kind, int(port)))


{"arrive": arrive, "refuse": refuse, "kinds": kinds}[sys.argv[1]](*sys.argv[2:])
