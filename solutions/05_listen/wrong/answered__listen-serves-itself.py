# What is wrong: it takes all clients itself, in a loop that never ends, and nobody answers them.
from socket import *


def start_listening(server, backlog):
    server.listen(backlog)
    while True:
        conn, addr = server.accept()
        print('客户端的ip地址和端口号:', addr)
