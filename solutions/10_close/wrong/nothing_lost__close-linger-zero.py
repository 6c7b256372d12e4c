# What is wrong: with a linger time of 0, close() resets the connection instead of ending the stream.
from socket import SO_LINGER, SOL_SOCKET
from struct import pack

AT_ONCE = pack("ii", 1, 0)


def finish(sock):
    sock.setsockopt(SOL_SOCKET, SO_LINGER, AT_ONCE)
    sock.close()


def close_conversation(conn):
    finish(conn)


def close_server(server):
    server.close()
