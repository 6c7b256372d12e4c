# What is wrong: the function became a method of a class; outside of the class nobody sees it.
import socket


class Server:
    def bind_server(self, server, host, port):
        server.bind((host, port))
