# What is wrong: yield makes the function a generator, so a call accepts no client.
def accept_client(server):
    while True:
        conn, address = server.accept()
        yield conn, address
