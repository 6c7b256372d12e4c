# What is wrong: send is given the length as well, which it takes for flags.
import socket


def send_reply(conn, data):
    conn.send(len(data), data)
