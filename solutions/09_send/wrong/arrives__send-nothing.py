# What is wrong: nothing is sent.
import socket


def send_reply(conn, data):
    pass
