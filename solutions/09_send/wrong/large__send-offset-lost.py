# What is wrong: the last count replaces the sum, so the loop loses its place.
import socket


def send_reply(conn, data):
    sent = 0
    while sent < len(data):
        sent = conn.send(data[sent:])
