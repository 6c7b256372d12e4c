# What is wrong: a copy of the socket is kept and stays open; not close-missing, because the socket itself is closed.
copies = []


def close_conversation(conn):
    copies.append(conn.dup())
    conn.close()


def close_server(server):
    server.close()
