# What is wrong: its first recv() is looked at with a flag and takes nothing, then the bytes are cut; not recv-twice.
import socket


def receive(conn, bufsize):
    conn.recv(1, socket.MSG_PEEK)
    return conn.recv(bufsize)[1:]


def has_left(data):
    return len(data) == 0
