"""A server that turns texts into bytes and back through the learner's functions.

send PORT [ENCODING TEXT]...   for each text: send a line with the number of its bytes, then the bytes
read PORT ENCODING...          answer each message: a line with the size of its text in UTF-8, then the text
refuse PORT                    answer each message with what decode_bytes returns or raises

ENCODING may be `default`: then the step gets no encoding.
"""

import socket

from _side_channel import MisreturnedStep, argv, raises
from codec import decode_bytes, encode_text


def accept_client(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    conn, _ = server.accept()
    return conn


def send_texts(port: str, *words: str) -> None:
    conn = accept_client(port)
    for encoding, text in zip(words[::2], words[1::2]):
        data = encode_text(text) if encoding == "default" else encode_text(text, encoding)
        if not isinstance(data, (bytes, bytearray)):
            raise MisreturnedStep("encode_text", "bytes", data)
        conn.sendall(b"%d\n" % len(data) + data)
        conn.recv(16)
    conn.close()


def read_texts(port: str, *encodings: str) -> None:
    conn = accept_client(port)
    for encoding in encodings:
        data = conn.recv(4096)
        text = decode_bytes(data) if encoding == "default" else decode_bytes(data, encoding)
        if not isinstance(text, str):
            raise MisreturnedStep("decode_bytes", "a str", text)
        answer = text.encode("utf-8", "backslashreplace")
        conn.sendall(b"%d\n" % len(answer) + answer)


def refuse(port: str) -> None:
    conn = accept_client(port)
    while data := conn.recv(4096):
        conn.sendall(raises(UnicodeDecodeError, decode_bytes, data).replace("\n", " ").encode() + b"\n")


{"send": send_texts, "read": read_texts, "refuse": refuse}[argv[0]](*argv[1:])
