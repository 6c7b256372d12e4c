# What is wrong: each call receives twice and throws the first portion away.
import socket


def receive(conn, bufsize):
    # is there something?
    if conn.recv(bufsize):
        return conn.recv(bufsize)
    return b''


def has_left(data):
    return len(data) == 0
