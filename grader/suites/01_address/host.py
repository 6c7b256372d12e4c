"""A client that is told its server's address as one text.

arrive TEXT WORD    go there, say the word, wait for the answer
parse DESK TEXT...  tell what parse_address makes of each text
refuse DESK TEXT... tell for each text how parse_address takes it
kinds DESK PORT...  tell for each number what port_kind makes of it
"""

import socket

from _course_desk import Desk, Misreturned, argv, raises
from address import parse_address, port_kind


def parsed(text: str) -> tuple[str, int]:
    address = parse_address(text)
    fits = isinstance(address, tuple) and len(address) == 2
    if not fits or not isinstance(address[0], str) or type(address[1]) is not int:
        raise Misreturned("parse_address", "(host, port): a str and an int", address)
    if ":" in address[0]:
        raise Misreturned("parse_address", "(host, port), the colon in neither of them", address)
    return address


def arrive(text: str, word: str) -> None:
    with socket.create_connection(parsed(text)) as client:
        client.sendall(word.encode())
        client.recv(1024)


def parse(desk: str, *texts: str) -> None:
    told = Desk(int(desk))
    for text in texts:
        host, port = parsed(text)
        told.tell(f"{host}:{port}")


def refuse(desk: str, *texts: str) -> None:
    told = Desk(int(desk))
    for text in texts:
        told.tell(raises(ValueError, parse_address, text))


def kinds(desk: str, *ports: str) -> None:
    told = Desk(int(desk))
    for port in ports:
        told.tell(raises(ValueError, port_kind, int(port)))


{"arrive": arrive, "parse": parse, "refuse": refuse, "kinds": kinds}[argv[0]](*argv[1:])
