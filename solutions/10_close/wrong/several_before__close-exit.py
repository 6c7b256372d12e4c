# What is wrong: the process is ended, and with it the conversations that go on.
import os


class Service:
    def __init__(self, listener):
        self.listener = listener

    def stop(self):
        self.listener.close()
        os._exit(0)


def close_conversation(conn):
    conn.close()


def close_server(server):
    Service(server).stop()
