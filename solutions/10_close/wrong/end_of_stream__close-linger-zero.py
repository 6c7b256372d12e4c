# What is wrong: with a linger time of 0, close() resets the connection instead of ending the stream.
import socket
import struct


def close_conversation(conn: socket.socket) -> None:
    # close at once, do not wait in TIME_WAIT
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def close_server(server):
    server.close()
