# What is wrong: the address is made into a text, and it should be the pair.
def accept_client(server):
    connection, (host, port) = server.accept()
    return connection, f"{host}:{port}"
