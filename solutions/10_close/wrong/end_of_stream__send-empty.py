# What is wrong: sending b'' sends nothing at all; the end of the stream is no message.
import socket


def close_conversation(conn):
    # recv gives b"" at the end, so send b""
    conn.send(b"")


def close_server(server):
    server.close()
