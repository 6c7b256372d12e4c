# What is wrong: it also accepts, so it waits for the first client and takes it away from the rest of the program.
import socket


def start_listening(server, backlog):
    server.listen(backlog)
    conn, addr = server.accept()
    print("client:", addr)
