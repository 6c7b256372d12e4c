# What is wrong: the function's own name is emptied; the rest of the program still holds the listening socket.
def close_conversation(conn):
    conn.close()


def close_server(server):
    server = None
