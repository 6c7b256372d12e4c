# What is wrong: a thread closes, much too late; not close-missing, because it is meant to close.
import threading


def later(conn):
    threading.Event().wait(600)
    conn.close()


def close_conversation(conn):
    threading.Thread(target=later, args=(conn,), daemon=True).start()


def close_server(server):
    server.close()
