# What is wrong: a farewell is sent before the connection is closed.
def close_conversation(conn):
    conn.sendall("bye".encode())
    conn.close()


def close_server(server):
    server.close()
