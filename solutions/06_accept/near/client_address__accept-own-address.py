# What is wrong: the address is made up; not accept-own-address, because it is nobody's.
def accept_client(server):
    connection, _ = server.accept()
    return connection, ("127.0.0.1", 8989)
