# What is wrong: the class closes the listening socket after each client.
class Door:
    def __init__(self, sock):
        self.sock = sock

    def let_in(self):
        try:
            return self.sock.accept()
        finally:
            self.sock.close()


def accept_client(server):
    return Door(server).let_in()
