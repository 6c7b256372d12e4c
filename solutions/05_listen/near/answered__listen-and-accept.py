# What is wrong: a class of threads accepts; not listen-and-accept, because the function itself comes back at once.
import socket
import threading


class Greeter(threading.Thread):
    def __init__(self, sock):
        super().__init__(daemon=True)
        self.sock = sock

    def run(self):
        visitor, place = self.sock.accept()
        print("visitor from", place)


def start_listening(server: socket.socket, backlog: int) -> None:
    server.listen(backlog)
    Greeter(server).start()
