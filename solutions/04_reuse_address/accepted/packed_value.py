import socket
import struct


def allow_restart(server):
    """the value as the bytes of a C int"""
    value = struct.pack('i', 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, value)
