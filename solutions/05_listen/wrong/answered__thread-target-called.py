# What is wrong: the function for the thread is called at once, and so the main thread waits for a client.
import threading


def count_clients(server):
    conn, addr = server.accept()
    print("one client:", addr)


def start_listening(server, backlog):
    server.listen(backlog)
    watcher = threading.Thread(target=count_clients(server), daemon=True)
    watcher.start()
