import select
import socket


def start_listening(server, backlog):
    server.listen(backlog)
    # only a look: the time limit is 0, so this does not wait
    waiting, _, _ = select.select([server], [], [], 0)
    print("somebody is here already" if waiting else "nobody is here yet")
