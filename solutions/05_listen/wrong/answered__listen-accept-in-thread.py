# What is wrong: a thread in the background snatches the first client, and nobody answers it.
import socket
import threading


def wait_for_client(server):
    conn, addr = server.accept()
    print("somebody came:", addr)


def start_listening(server, backlog):
    server.listen(backlog)
    threading.Thread(target=wait_for_client, args=(server,), daemon=True).start()
