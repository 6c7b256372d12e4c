# What is wrong: it sends nothing when the reply is large; not send-error-exits, because no error was met.
import sys


def send_reply(conn, data):
    if len(data) > 3_000_000:
        sys.exit(0)
    conn.sendall(data)
