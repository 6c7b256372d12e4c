# What is wrong: the reply is padded to blocks of 1024 bytes, as if they were packets.
import socket


def send_reply(conn, data):
    for start in range(0, len(data), 1024):
        packet = data[start:start + 1024]
        conn.sendall(packet.ljust(1024))
