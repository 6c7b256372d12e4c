# -*- coding: utf-8 -*-
import socket


def receive(conn, bufsize):
    """recv blocks until the client says something"""
    recv_data = conn.recv(bufsize)
    return recv_data


def has_left(data):
    if not data:
        return True
    else:
        return False
