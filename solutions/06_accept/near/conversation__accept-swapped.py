# What is wrong: the address comes twice; not accept-swapped, because the socket is not the second half.
def accept_client(server):
    connection, address = server.accept()
    return address, address
