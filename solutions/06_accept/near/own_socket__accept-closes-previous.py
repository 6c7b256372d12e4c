# What is wrong: it closes the second client's own socket; not accept-closes-previous, because the first one is left alone.
taken = []


def accept_client(server):
    connection, address = server.accept()
    taken.append(address)
    if len(taken) > 1:
        connection.close()
    return connection, address
