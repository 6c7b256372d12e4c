# What is wrong: only reading is shut down; not close-del, because del takes away the farewell and nothing else.
import socket


def close_conversation(conn):
    farewell = b"bye"
    del farewell
    conn.shutdown(socket.SHUT_RD)


def close_server(server):
    server.close()
