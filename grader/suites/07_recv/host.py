"""A server that receives through the learner's function and shows its client each piece.

A piece is shown as one line `SIZE LEFT` and then its SIZE bytes; LEFT is 1 where has_left says so, and `-` where it
was not asked.

pieces PORT BUFSIZE COUNT   receive until COUNT bytes have come or nothing comes
waits PORT BUFSIZE COUNT    the same, but the first receive comes before the client says anything
end PORT BUFSIZE            receive until the client has left
left DESK HEX...            tell for each data whether has_left holds it for the end
"""

import select
import socket

from _course_desk import Desk, Misreturned, argv
from receive import has_left, receive

ROUNDS = 3000


def taken(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    conn, _ = server.accept()
    return conn


def spoken_to(port: str) -> socket.socket:
    conn = taken(port)
    select.select([conn], [], [])  # only `waits` is about who comes before the bytes do
    return conn


def received(conn: socket.socket, bufsize: int) -> bytes:
    data = receive(conn, bufsize)
    if not isinstance(data, (bytes, bytearray)):
        raise Misreturned("receive", "bytes", data)
    return bytes(data)


def pieces(port: str, bufsize: str, count: str) -> None:
    receive_all(spoken_to(port), bufsize, count)


def waits(port: str, bufsize: str, count: str) -> None:
    receive_all(taken(port), bufsize, count)


def receive_all(conn: socket.socket, bufsize: str, count: str) -> None:
    left = int(count)
    for _ in range(ROUNDS):
        data = received(conn, int(bufsize))
        conn.sendall(b"%d -\n" % len(data) + data)
        left -= len(data)
        if left <= 0 or not data:
            break
    conn.close()


def end(port: str, bufsize: str) -> None:
    conn = spoken_to(port)
    for _ in range(ROUNDS):
        data = received(conn, int(bufsize))
        over = bool(has_left(data))
        conn.sendall(b"%d %d\n" % (len(data), over) + data)
        if over or not data:
            break
    conn.close()


def left(desk: str, *data: str) -> None:
    told = Desk(int(desk))
    for each in data:
        told.tell(int(bool(has_left(bytes.fromhex(each)))))


{"pieces": pieces, "waits": waits, "end": end, "left": left}[argv[0]](*argv[1:])
