# What is wrong: the line after the with block uses the socket that the block has closed.
import socket


def close_conversation(conn):
    with conn as client:
        print("the end of the conversation")
    client.shutdown(socket.SHUT_WR)


def close_server(server):
    server.close()
