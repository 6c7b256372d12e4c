# What is wrong: after the reply it waits for an event that nothing sets.
import threading


def send_reply(conn, data):
    conn.sendall(data)
    threading.Event().wait()
