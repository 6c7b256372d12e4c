"""A server that receives through the learner's function and shows its client each piece.

A piece is sent as one line `SIZE LEFT` and then its SIZE bytes; LEFT is 1 where has_left is true, 0 where it is
false, and `-` where it was not called.

pieces PORT BUFSIZE COUNT   receive until COUNT bytes have arrived, or an empty piece
waits PORT BUFSIZE COUNT    the same, but call receive before the client sends anything
end PORT BUFSIZE            receive until has_left is true, or an empty piece
left CHANNEL HEX...         report for each piece of data whether has_left is true
"""

import select
import socket

from _side_channel import MisreturnedStep, SideChannel, argv
from receive import has_left, receive

ROUNDS = 3000  # calls of receive at most


def accept_client(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    conn, _ = server.accept()
    return conn


def accept_sender(port: str) -> socket.socket:
    conn = accept_client(port)
    select.select([conn], [], [])  # only `waits` calls receive before the bytes arrive
    return conn


def receive_piece(conn: socket.socket, bufsize: int) -> bytes:
    data = receive(conn, bufsize)
    if not isinstance(data, (bytes, bytearray)):
        raise MisreturnedStep("receive", "bytes", data)
    return bytes(data)


def pieces(port: str, bufsize: str, count: str) -> None:
    receive_all(accept_sender(port), bufsize, count)


def waits(port: str, bufsize: str, count: str) -> None:
    receive_all(accept_client(port), bufsize, count)


def receive_all(conn: socket.socket, bufsize: str, count: str) -> None:
    left = int(count)
    for _ in range(ROUNDS):
        data = receive_piece(conn, int(bufsize))
        conn.sendall(b"%d -\n" % len(data) + data)
        left -= len(data)
        if left <= 0 or not data:
            break
    conn.close()


def end(port: str, bufsize: str) -> None:
    conn = accept_sender(port)
    for _ in range(ROUNDS):
        data = receive_piece(conn, int(bufsize))
        over = bool(has_left(data))
        conn.sendall(b"%d %d\n" % (len(data), over) + data)
        if over or not data:
            break
    conn.close()


def left(channel_port: str, *data: str) -> None:
    channel = SideChannel(int(channel_port))
    for each in data:
        channel.tell(int(bool(has_left(bytes.fromhex(each)))))


{"pieces": pieces, "waits": waits, "end": end, "left": left}[argv[0]](*argv[1:])
