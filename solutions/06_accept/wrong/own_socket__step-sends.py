# What is wrong: each client is greeted at once, and the rest of the program does not know about it.
def accept_client(server):
    conn, address = server.accept()
    conn.send(b"hello")
    return conn, address
