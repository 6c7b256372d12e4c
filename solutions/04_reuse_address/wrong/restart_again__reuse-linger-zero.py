# What is wrong: it breaks conversations off with a reset to avoid TIME_WAIT, and cannot start beside an open one.
import socket
import struct


def allow_restart(server):
    # 没有 TIME_WAIT，端口就空出来了
    fmt = "hh" if hasattr(socket, "SO_EXCLUSIVEADDRUSE") else "ii"
    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(fmt, 1, 0))
