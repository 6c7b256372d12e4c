# What is wrong: it waits for two clients; not accept-twice, because both sockets and both addresses are wanted.
def accept_client(server):
    first, first_address = server.accept()
    second, second_address = server.accept()
    print(first_address, second_address)
    first.close()
    return second, second_address
