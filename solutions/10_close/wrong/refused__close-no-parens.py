# What is wrong: server.close without parentheses only names the method and never calls it.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server):
    server.close
    print("server closed")
