# What is wrong: it waits for the client to leave first; not close-no-parens, because it does not come that far.
def close_conversation(conn):
    while conn.recv(1024):
        pass
    conn.close


def close_server(server):
    server.close()
