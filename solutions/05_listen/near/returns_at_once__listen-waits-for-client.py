# What is wrong: it pauses before it returns; not listen-waits-for-client, because it waits for the clock alone.
import time


def start_listening(server, backlog):
    server.listen(backlog)
    time.sleep(2)
