# What is wrong: a thread accepts and answers the clients itself, instead of only starting to listen.
import threading


def start_listening(server, backlog):
    server.listen(backlog)

    def echo():
        while True:
            conn, _ = server.accept()
            conn.sendall(conn.recv(1024))
            conn.close()

    threading.Thread(target=echo, daemon=True).start()
