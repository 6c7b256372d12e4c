# What is wrong: only the socket is returned; not accept-no-parens, because the method is called by another name.
def accept_client(server):
    take = server.accept
    connection, address = take()
    return connection
